"""`python3 -m tests.bench`: figures as ratios, measured here and now; nothing is asserted about time."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

if __name__ == "__main__":
    benches = sorted(str(path.relative_to(ROOT)) for path in Path(__file__).parent.glob("bench_*.py"))
    sys.exit(subprocess.run([sys.executable, "manage.py", "test", "-q", "-s", *benches], cwd=ROOT).returncode)
