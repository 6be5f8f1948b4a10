"""After a day of many, a look that finds nothing is as cheap as on any other day: the pages that it reads are counted,
not its time. Dead rows stay until a vacuum comes, and none comes here."""

import json
from collections.abc import Callable

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from portal.clock import now, today
from portal.criteria.days import day_number
from portal.documents import screening
from portal.documents.models import Document
from portal.notices.models import Notice
from portal.people.models import Citizen
from programs.profiles.models import ProfileEvaluation
from reminders.deliveries.release import release_due, release_notices
from reminders.reminders.models import Reminder

MANY = 10_000
FEW = MANY // 5
"""Pages: probes of each index for each of sixteen shards, and the leaves that hold what left: about 240 alone, 840 to
980 after the other tests of its group. A look that read the rows that left would read a page for each."""
OTHERS = """SELECT 1 FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid()
               AND (backend_xmin IS NOT NULL OR usesysid IS NULL)"""
"""Sessions whose snapshot keeps dead rows from being marked; an automatic vacuum's is hidden, as its user is."""
TABLES = ("reminders_reminder", "notices_notice", "documents_document", "profiles_profileevaluation")
pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "owner"]),
    pytest.mark.usefixtures("four_channels", "without_vacuum"),
]


@pytest.fixture
def without_vacuum():
    """From tables that hold nothing dead of the tests before."""
    for table in TABLES:
        as_owner(f"VACUUM FULL {table}")
        as_owner(f"ALTER TABLE {table} SET (autovacuum_enabled = off)")
    yield
    for table in TABLES:
        as_owner(f"ALTER TABLE {table} RESET (autovacuum_enabled)")


def as_owner(statement: str, values: object = None) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement, values)


def pages_read(work: Callable[[], object]) -> int:
    """By all that `work` asks of the database; it changes nothing.

    What died while somebody else's snapshot stands (an automatic ANALYZE's) is not marked dead yet: the look that
    counts comes after it, and after one that marks.
    """
    with connection.cursor() as cursor:
        cursor.execute(OTHERS)
        while cursor.fetchone():
            cursor.execute(f"SELECT pg_sleep(0.05); {OTHERS}")
    work()
    with CaptureQueriesContext(connection) as asked:
        work()
    return sum(map(_pages_of, (one["sql"] for one in asked if one["sql"].startswith(("SELECT", "WITH")))))


def _pages_of(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}")
        (answer,) = cursor.fetchone()
    plan = (json.loads(answer) if isinstance(answer, str) else answer)[0]["Plan"]
    return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]


def test_reminders(followed, bruno):
    deadline = followed(bruno)
    as_owner(
        """INSERT INTO reminders_reminder (deadline_id, due_on, recipient_id, due_at, useful_until, state, why)
           SELECT %(deadline)s, %(due_on)s, id, %(at)s - i * interval '1 second', %(at)s, 'planned', ''
             FROM people_citizen, generate_series(1, %(each)s) i""",
        {"deadline": deadline.pk, "due_on": deadline.due_on, "at": now(), "each": MANY // Citizen.objects.count()},
    )
    as_owner("ANALYZE reminders_reminder")
    release_due()
    assert Reminder.objects.exclude(state="planned").count() == MANY
    assert pages_read(release_due) < FEW


def test_notices(bruno, saaq):
    fields = {"kind": "message", "citizen": bruno.citizen, "subject_type": "threads.thread", "subject_id": bruno.pk}
    Notice.objects.bulk_create(Notice(**fields, organization=saaq) for _ in range(MANY))
    as_owner("ANALYZE notices_notice")
    assert release_notices() == MANY
    assert pages_read(release_notices) < FEW


def test_documents(bruno):
    fields = {"citizen": bruno.citizen, "origin": "citizen", "name": "a.pdf", "size": 1, "received_size": 1}
    Document.objects.bulk_create(Document(**fields, storage_key=str(number)) for number in range(MANY))
    as_owner("ANALYZE documents_document")
    Document.objects.update(state="available", screened_at=now(), scan="clean", served_sha256="0" * 64)
    screening.sweep()
    assert pages_read(screening.sweep) < FEW


def test_answers_that_time_changes():
    yesterday = day_number(today()) - 1
    ProfileEvaluation.objects.bulk_create(
        ProfileEvaluation(profile_id=f"{number:032x}", answers=[], announced=[], next_change=yesterday)
        for number in range(MANY)
    )
    as_owner("ANALYZE profiles_profileevaluation")
    ProfileEvaluation.objects.update(next_change=yesterday + 300)

    def look() -> list:
        return list(ProfileEvaluation.objects.changing(by=yesterday + 1))

    assert look() == []
    assert pages_read(look) < FEW
