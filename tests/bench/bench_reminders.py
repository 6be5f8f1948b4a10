"""Planning, the sweep of what is due and the tick with nothing due, each beside the bare set-wise statement, in rounds
that interleave them: the ratios hold, the times are this machine's. BENCH_SIZE=small (default), medium or large."""

import datetime as dt
import os
import threading

import psycopg
import pytest
from django.db import connections

from reminders.deadlines.models import Deadline
from reminders.deliveries import release
from reminders.reminders.planning import plan
from tests.bench import reminders_rows as rows
from tests.bench.books import Book, say, told_load

DEADLINES, DUE = {"small": (100_000, 1_000), "medium": (1_000_000, 10_000), "large": (5_000_000, 100_000)}[
    os.environ.get("BENCH_SIZE", "small")
]
PLANNED = min(DEADLINES, 1_000_000)
"""Deadlines planned at once."""
ROUNDS, WORKERS = 3, 2
DAY = dt.date(2031, 6, 4)
MORNING, EVENING = (dt.datetime.combine(DAY, dt.time(hour), dt.UTC) for hour in (5, 18))

pytestmark = [pytest.mark.timeout(7200), pytest.mark.django_db(transaction=True)]


def by_two_workers() -> int:
    left: list[int] = []

    def work() -> None:
        left.append(release.release_due())
        connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(WORKERS)]
    [worker.start() for worker in workers]
    [worker.join() for worker in workers]
    return sum(left)


def test_reminders_beside_the_bare_statements(owner, monkeypatch):
    monkeypatch.setattr(release, "now", lambda: EVENING)
    rows.fill(owner, DEADLINES, DUE, DAY)
    book = Book()
    measure_planning(owner, book)
    plan(Deadline.objects.all(), at=MORNING)
    owner.execute("VACUUM ANALYZE reminders_reminder")
    for _ in range(ROUNDS):
        rows.forget(owner)
        book.time("bare INSERT … SELECT of what is due", lambda: owner.execute(rows.bare_due(DAY)).rowcount)
        book.time("bare UPDATE + INSERT of what is due", lambda: owner.execute(rows.bare_release(EVENING)).rowcount)
        rows.forget(owner)
        book.time("sweep, two workers", by_two_workers)
        book.time("tick just after, nothing due", release.release_due)
        book.time("tick again, nothing due", release.release_due)
    say(f"\n{DEADLINES} deadlines, {DUE} due, medians of {ROUNDS} rounds, {told_load()}")
    book.tell("bare INSERT … SELECT of a plan")
    book.tell("plan", "plan again, nothing new", beside="bare INSERT … SELECT of a plan")
    book.tell("bare INSERT … SELECT of what is due")
    book.tell("bare UPDATE + INSERT of what is due", beside="bare INSERT … SELECT of what is due")
    book.tell("sweep, two workers", beside="bare UPDATE + INSERT of what is due")
    book.tell("tick just after, nothing due", "tick again, nothing due")
    assert book.counts["sweep, two workers"] == book.counts["bare INSERT … SELECT of what is due"] == DUE


def measure_planning(owner: psycopg.Connection, book: Book) -> None:
    """At most a million at once; the same rows by both, checked."""
    last = Deadline.objects.order_by("pk").values_list("pk", flat=True)[PLANNED - 1 :].first()
    scope = Deadline.objects.filter(pk__lte=last) if last else Deadline.objects.all()
    for _ in range(ROUNDS):
        owner.execute("TRUNCATE reminders_reminder CASCADE")
        book.time("bare INSERT … SELECT of a plan", lambda: owner.execute(rows.bare_plan(MORNING, last)).rowcount)
        owner.execute("TRUNCATE reminders_reminder CASCADE")
        book.time("plan", lambda: plan(scope, at=MORNING))
        owner.execute("VACUUM ANALYZE reminders_reminder")
        book.time("plan again, nothing new", lambda: plan(scope, at=MORNING))
    owner.execute("TRUNCATE reminders_reminder CASCADE")
    assert book.counts["plan"] == book.counts["bare INSERT … SELECT of a plan"]
