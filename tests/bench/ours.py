"""Relais beside its peers: `BENCH_OURS=tests/bench/ours.py` adds its rows to the shared speed benchmark."""

import sys
from pathlib import Path

# The benchmark has a module of its own called `programs`: it is set aside while ours are imported, then put back.
ROOT = str(Path(__file__).resolve().parents[2])
theirs = sys.modules.pop("programs", None)
sys.path.insert(0, ROOT)

from tests.bench.eligibility import eligibility_one, eligibility_run, eligibility_setup  # noqa: E402
from tests.bench.reminding import reminders_cmd, reminders_due, reminders_fill, reminders_reset  # noqa: E402

sys.path.remove(ROOT)
if theirs:
    sys.modules["programs"] = theirs

__all__ = [
    "eligibility_one",
    "eligibility_run",
    "eligibility_setup",
    "reminders_cmd",
    "reminders_due",
    "reminders_fill",
    "reminders_reset",
]
