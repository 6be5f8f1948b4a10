"""Our process beside the peers of the shared benchmark: reads a JSON line, does what it asks, answers with one.

Run by `reminding.py`, which gives the environment; the database is empty or already ours.
"""

import datetime as dt
import json
import os
import sys
import threading
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import django
import psycopg
from django.conf import settings
from django.core.management import call_command


class NoMigrations:
    """Tables straight from the models: the guards that migrations add (journal, ledger) are not what is measured."""

    def __contains__(self, app: str) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


settings.MIGRATION_MODULES = NoMigrations()
django.setup()

from django.db import connections  # noqa: E402

from reminders.deadlines.models import Deadline  # noqa: E402
from reminders.deliveries import storage  # noqa: E402
from reminders.deliveries.release import release_due  # noqa: E402
from reminders.reminders.planning import plan  # noqa: E402
from tests.bench import reminders_rows as rows  # noqa: E402

WORKERS = 2


def clock_at(instant: dt.datetime) -> None:
    ahead = instant - dt.datetime.now(dt.UTC)
    Path(os.environ["CLOCK_OFFSET_FILE"]).write_text(str(ahead.total_seconds()))


def fill(owner: psycopg.Connection, deadlines: int, due: int, day: str) -> int:
    for extension in ("pg_trgm", "unaccent"):
        owner.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
    call_command("migrate", run_syncdb=True, verbosity=0)
    owner.execute(storage.SQL)
    morning = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(5), dt.UTC)
    rows.fill(owner, deadlines, due, morning.date())
    planned = plan(Deadline.objects.all(), at=morning)
    owner.execute("VACUUM ANALYZE reminders_reminder")
    return planned


def due(owner: psycopg.Connection, day: str) -> int:
    """By two workers at once, as in production on two cores."""
    clock_at(dt.datetime.combine(dt.date.fromisoformat(day), dt.time(18), dt.UTC))
    left: list[int] = []

    def work() -> None:
        left.append(release_due())
        connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(WORKERS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return sum(left)


def reset(owner: psycopg.Connection) -> None:
    rows.forget(owner)


def serve() -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as owner:
        for line in sys.stdin:
            asked: dict[str, Any] = json.loads(line)
            done = {"fill": fill, "due": due, "reset": reset}[asked.pop("do")](owner, **asked)
            print(json.dumps(done), flush=True)


if __name__ == "__main__":
    serve()
