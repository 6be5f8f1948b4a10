"""`python3 -m tests.bench [NAME …]`: figures as ratios, measured here and now; nothing is asserted about time.

`--write` keeps them in docs/performance.md, with the machine and the command: on a quiet machine."""

import argparse
import datetime as dt
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parents[1]
BENCHES = {path.stem.removeprefix("bench_"): path for path in sorted(FOLDER.glob("bench_*.py"))}
REPORT = ROOT / "docs" / "performance.md"
ABOUT = """# Figures

Written by `{command}` on {day}, at {commit}: {cores} cores ({processor}), {memory:.0f} GB, Python {python},
load {load} at the beginning. Each row is measured beside what it is compared with, in rounds of one run that interleave
them: the ratios hold, the times are this machine's. Where others worked beside (a load above one), a ratio says less.
"""


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[*BENCHES, []], help=", ".join(BENCHES))
    parser.add_argument("--size", choices=["small", "medium", "large"], help="BENCH_SIZE (default: small)")
    parser.add_argument("--write", action="store_true", help=f"write {REPORT.relative_to(ROOT)}")
    options = parser.parse_args()
    names = options.names or list(BENCHES)
    about, parts = _about(), []
    code = 0
    for group in [[name] for name in names] if options.write else [names]:
        with tempfile.NamedTemporaryFile("r", encoding="utf-8") as report:
            code |= _run(group, options.size, report.name if options.write else "")
            parts.append(f"\n## {group[0]}\n\n```text\n{report.read().strip()}\n```\n")
    if options.write:
        REPORT.write_text(about + "".join(parts), encoding="utf-8")
    return code


def _run(names: list[str], size: str | None, report: str) -> int:
    words = [f"BENCH_SIZE={size}"] if size else []
    chosen = [str(BENCHES[name].relative_to(ROOT)) for name in names]
    command = ["env", *words, f"BENCH_REPORT={report}", sys.executable, "manage.py", "test", "-q", "-s", *chosen]
    return subprocess.run(command, cwd=ROOT).returncode


def _about() -> str:
    git = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    return ABOUT.format(
        command=" ".join(["python3 -m tests.bench", *sys.argv[1:]]),
        day=f"{dt.datetime.now(dt.UTC):%Y-%m-%d}",
        commit=git.stdout.strip() or "an unknown revision",
        cores=os.cpu_count(),
        processor=platform.machine(),
        memory=os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30,
        python=platform.python_version(),
        load=f"{os.getloadavg()[0]:.1f}",
    )


if __name__ == "__main__":
    sys.exit(main())
