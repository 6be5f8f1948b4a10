"""`python3 -m tests.bench [NAME …]`: figures as ratios, measured here and now; nothing is asserted about time."""

import argparse
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parents[1]
BENCHES = {path.stem.removeprefix("bench_"): path for path in sorted(FOLDER.glob("bench_*.py"))}


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[*BENCHES, []], help=", ".join(BENCHES))
    parser.add_argument("--size", choices=["small", "medium", "large"], help="BENCH_SIZE (default: small)")
    options = parser.parse_args()
    size = ["env", f"BENCH_SIZE={options.size}"] if options.size else []
    chosen = [str(BENCHES[name].relative_to(ROOT)) for name in options.names or BENCHES]
    return subprocess.run([*size, sys.executable, "manage.py", "test", "-q", "-s", *chosen], cwd=ROOT).returncode


if __name__ == "__main__":
    sys.exit(main())
