"""Our engine in the shape that the shared speed benchmark asks for (`reminders_*`).

Nothing of Django here: the benchmark has an interpreter of its own, and ours works in a process that stays, so that
starting it is not counted. One round a database: a second `reminders_due` finds nothing left (`--rounds 1`).
"""

import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
_PYTHON = ROOT / ".venv/bin/python" if (ROOT / ".venv/bin/python").exists() else Path(sys.executable)
_workers: dict[str, subprocess.Popen] = {}
_environments: list[dict[str, str]] = []


def reminders_fill(dsn: str, deadlines: int, due: int, day: dt.date) -> None:
    _stop(dsn)  # the database under it was dropped and made again
    _ask(dsn, do="fill", deadlines=deadlines, due=due, day=str(day))


def reminders_reset(dsn: str) -> None:
    _ask(dsn, do="reset")


def reminders_due(dsn: str, day: dt.date) -> int:
    return _ask(dsn, do="due", day=str(day))


def reminders_cmd() -> tuple[list[str], dict[str, str], str]:
    """The process of the last database filled: from due to accepted, BENCH_SMTP being the relay's port."""
    return [str(_PYTHON), str(ROOT / "tests/bench/sending.py")], _environments[-1] | {"PYTHONPATH": ""}, str(ROOT)


def _ask(dsn: str, **what: Any) -> Any:
    worker = _workers.get(dsn) or _start(dsn)
    worker.stdin.write(json.dumps(what) + "\n")
    worker.stdin.flush()
    answer = worker.stdout.readline()
    if not answer:
        raise RuntimeError("our worker stopped: its error is above")
    return json.loads(answer)


def _stop(dsn: str) -> None:
    if worker := _workers.pop(dsn, None):
        worker.kill()
        worker.wait()


def _start(dsn: str) -> subprocess.Popen:
    """`dsn` in libpq's words: host=… port=… user=… dbname=…"""
    data = dict(part.split("=", 1) for part in dsn.split())
    url = f"postgres://{data['user']}@{data['host']}:{data['port']}/{data['dbname']}"
    room = Path(tempfile.mkdtemp(prefix="relais-bench-"))
    ours = {
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DEMO": "1",
        "DATA_DIR": str(room),
        "SECRET_KEY": "bench-only-" + "k7" * 40,
        "ENCRYPTION_KEYS": str(room / "keys.json"),
        "SITE_URL": "http://localhost:8000",
        "ALLOWED_HOSTS": "localhost",
        "CLOCK_OFFSET_FILE": str(room / "clock"),
        "BROKER_URL": "memory://",
        "CLAMD_URL": "",
        "SMS_URL": "",
        "DATABASE_URL": url,
        "DATABASE_OWNER_URL": url,
    }
    _environments.append(ours)
    _workers[dsn] = subprocess.Popen(
        [_PYTHON, ROOT / "tests/bench/reminders_worker.py"],
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | ours,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    return _workers[dsn]
