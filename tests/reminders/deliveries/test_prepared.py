"""What a sender asks hundreds of times a second is planned once a session: planning took two thirds of it."""

import pytest
from django.db import connection

from portal.clock import now
from portal.consents.models import Channel
from reminders.deliveries.adapters import adapter_of
from reminders.deliveries.claims import DeliveryQueue
from reminders.deliveries.outgoing import SendResult
from reminders.deliveries.release import release_due

pytestmark = pytest.mark.django_db
CUSTOM = 5
"""Runs that PostgreSQL plans for their values before it compares (`plan_cache_mode = auto`)."""
RUNS = """
SELECT strpos(statement, 'left_now') > 0 AS leaves, strpos(statement, 'SKIP LOCKED') > 0 AS claims, sum(generic_plans)
  FROM pg_prepared_statements GROUP BY 1, 2
"""


def test_claims_and_results_are_planned_once(followed, bruno, clock_offset):
    followed(bruno)
    clock_offset(days=4)
    release_due()
    queue = DeliveryQueue(adapter_of(Channel.EMAIL))
    for _ in range(CUSTOM + 3):
        (mine,) = queue.claim(10)
        queue.record([mine], [])
        queue.record([], [SendResult(mine.id, "failed", then=now())])
    with connection.cursor() as cursor:
        cursor.execute(RUNS)
        runs = {(leaves, claims): without_planning for leaves, claims, without_planning in cursor.fetchall()}
    assert runs.keys() == {(False, True), (True, False), (False, False)}  # claim, record and leave, record
    assert min(runs.values()) >= 2, runs
