#!/usr/bin/env python3
"""Relais. `python3 manage.py demo` sets everything up and serves a demonstration; `test` runs the whole suite.

Any other command is Django's, in the same environment and with the same database (see `portal.launch`).
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 (older interpreters must read this sentence)
    sys.exit(
        "Relais a besoin de Python 3.11 ou plus récent.\n→ Relancez avec : python3.11 manage.py "
        + " ".join(sys.argv[1:])
    )

from portal.launch.main import main

if __name__ == "__main__":
    sys.exit(main(sys.argv))
