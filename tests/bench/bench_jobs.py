"""Measuring what became of deadlines, day by day: all of them, then nights when nothing and one in a hundred changed.
BENCH_SIZE=small (default), medium or large."""

import os

import psycopg
import pytest

from portal.clock import now, today
from reminders.deadlines.models import Deadline
from reminders.indicators.actions import LOOK_BACK, measure_recent
from reminders.indicators.measuring import measure
from tests.bench import reminders_rows as rows
from tests.bench.books import Book, say, told_load

DEADLINES = {"small": 100_000, "medium": 1_000_000, "large": 5_000_000}[os.environ.get("BENCH_SIZE", "small")]
ROUNDS = 3

pytestmark = [pytest.mark.timeout(7200), pytest.mark.django_db(transaction=True)]


def change(owner: psycopg.Connection, share: int) -> int:
    """One in `share` of those measured is done, or open again."""
    return owner.execute(
        """UPDATE deadlines_deadline
              SET state = CASE state WHEN 'done' THEN 'open' ELSE 'done' END,
                  closed_at = CASE state WHEN 'done' THEN NULL ELSE %s::timestamptz END
            WHERE due_on BETWEEN %s AND %s AND mod(abs(hashtext(id::text)), %s) = 0""",
        [now(), today() - LOOK_BACK, today(), share],
    ).rowcount


def test_measuring(owner: psycopg.Connection, clock_offset):
    clock_offset(days=(2 - today().weekday()) % 7)  # no Sunday, when all are measured again
    rows.fill(owner, DEADLINES, 1_000, today())
    book, last = Book(), today()
    for _ in range(ROUNDS):
        owner.execute("TRUNCATE indicators_outcome")
        book.time("all, for the first time", lambda: measure(start=last - LOOK_BACK, end=last, at=now()))
        owner.execute("VACUUM ANALYZE indicators_outcome")
        book.time("all again", lambda: measure(start=last - LOOK_BACK, end=last, at=now()))
        measure_recent()
        owner.execute("VACUUM ANALYZE indicators_outcome")
        book.time("a night when nothing changed", measure_recent)
        change(owner, 100)
        book.time("a night when one in a hundred changed", measure_recent)
    measured = Deadline.objects.filter(due_on__range=(last - LOOK_BACK, last)).count()
    say(f"\n{DEADLINES} deadlines, {measured} within {LOOK_BACK.days} days, medians of {ROUNDS} rounds, {told_load()}")
    book.tell("all, for the first time")
    book.tell(
        "all again",
        "a night when nothing changed",
        "a night when one in a hundred changed",
        beside="all, for the first time",
    )
