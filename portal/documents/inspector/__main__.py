"""The program: `python -I inspector KIND < file > answer`. See `inspection`."""

import contextlib
import json
import resource
import sys
import warnings

from inspection import inspect
from PIL import Image

MEMORY = 1024 * 1024 * 1024
SECONDS = 20


def main() -> None:
    with contextlib.suppress(ValueError, OSError):  # a system without these limits still has the timeout of the caller
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        # The soft limit tells that time was the cause (SIGXCPU); the hard one kills whatever does not listen.
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 2))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core dump would be the file in clear on the disk
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    answer, rebuilt = inspect(sys.stdin.buffer.read(), sys.argv[1])
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + rebuilt)


if __name__ == "__main__":
    main()
