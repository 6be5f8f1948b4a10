"""What a sender asks of the database, without a provider: claims alone, then claimed, attempted and accepted, beside
the two bare statements (claim, sent) over a bare table, in rounds that interleave them. Consent, act and hours are read
at the claim, and once more with the attempt. BENCH_SIZE=small (default), medium or large."""

import datetime as dt
import os
import threading
from collections.abc import Callable

import psycopg
import pytest
from django.db import connection, connections

from portal.clock import now
from reminders.deadlines.models import Deadline
from reminders.deliveries import release
from reminders.deliveries.claims import DeliveryQueue
from reminders.deliveries.email_adapter import EmailAdapter
from reminders.deliveries.outgoing import SendResult
from reminders.deliveries.release import release_due
from reminders.reminders.planning import plan
from tests.bench import reminders_rows as rows
from tests.bench.books import Book, say, told_load

COUNT = {"small": 4_000, "medium": 20_000, "large": 100_000}[os.environ.get("BENCH_SIZE", "small")]
BATCH, WORKERS, ROUNDS = 1_000, 2, 3
DAY = dt.date(2031, 6, 4)
MORNING, NOON = (dt.datetime.combine(DAY, dt.time(hour), dt.UTC) for hour in (5, 17))
FREE = "UPDATE deliveries_delivery SET claimed_by = NULL, claimed_until = NULL"

pytestmark = [pytest.mark.timeout(7200), pytest.mark.django_db(transaction=True)]


def by_workers(work: Callable[[], int]) -> int:
    counts: list[int] = []

    def run() -> None:
        counts.append(work())
        connections.close_all()

    workers = [threading.Thread(target=run) for _ in range(WORKERS)]
    [worker.start() for worker in workers]
    [worker.join() for worker in workers]
    return sum(counts)


def bare() -> int:
    count = 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute(rows.BARE_CLAIM, {"size": BATCH})
            if not (ids := [key for (key,) in cursor.fetchall()]):
                return count
            cursor.execute(rows.BARE_SENT, {"ids": ids})
            count += len(ids)


def claims() -> int:
    queue, count = DeliveryQueue(EmailAdapter()), 0
    while mine := queue.claim(BATCH):
        count += len(mine)
    return count


def through() -> int:
    """As the sender does: each commit records the batch before, and that this one leaves."""
    queue, count = DeliveryQueue(EmailAdapter()), 0
    results: list[SendResult] = []
    while (mine := queue.claim(BATCH)) or results:
        left = queue.record(mine, results)
        results = [SendResult(one.id, "accepted") for one in mine if one.id in left]
        count += len(results)
    return count


def test_claims_beside_the_bare_statements(owner: psycopg.Connection, monkeypatch, clock_offset):
    monkeypatch.setattr(release, "now", lambda: NOON)
    clock_offset(seconds=(NOON - now()).total_seconds() + 60)
    rows.fill(owner, COUNT * 3, COUNT, DAY)
    plan(Deadline.objects.all(), at=MORNING)
    book = Book()
    for _ in range(ROUNDS):
        rows.forget(owner)
        owner.execute(rows.bare_due(DAY))
        release_due()
        owner.execute("VACUUM ANALYZE deliveries_delivery, bench_notification")
        book.time("bare claim and sent", lambda: by_workers(bare))
        book.time("claims alone", lambda: by_workers(claims))
        owner.execute(FREE)
        owner.execute("VACUUM ANALYZE deliveries_delivery")
        book.time("claimed, attempted, accepted", lambda: by_workers(through))
    say(f"\n{COUNT} deliveries, batches of {BATCH}, {WORKERS} workers, medians of {ROUNDS} rounds, {told_load()}")
    book.tell_rates("bare claim and sent", "claims alone", "claimed, attempted, accepted", beside="bare claim and sent")
    assert book.counts["claims alone"] == book.counts["claimed, attempted, accepted"]
