"""Keyset pages: each row once, even those of the same instant; nonsense in the address is the first page."""

import base64
import datetime as dt
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal import clock
from portal.audit.models import AuditEvent
from portal.documents.models import Document
from portal.foundation.paging import coming_page_of, page_of
from reminders.deadlines.models import Deadline
from tests.portal.documents.deposits import deposit

pytestmark = pytest.mark.django_db
ZERO = "00000000-0000-0000-0000-000000000000"
DAY, TICK = dt.timedelta(days=1), dt.timedelta(microseconds=1)


def forged(values: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def pages(size: int) -> list[list]:
    found, query = [], {}
    while True:
        page = page_of(Document.objects.all(), by="received_at", query=query, size=size)
        found.append([row.pk for row in page.rows])
        if not page.older:
            return found
        query = dict([page.older.removeprefix("?").split("=", 1)])


def test_each_row_once_in_order(amelie, saaq_team) -> None:
    for _ in range(7):
        deposit(amelie, team=saaq_team)
    Document.objects.update(received_at=clock.now())  # all of the same instant
    deposit(amelie, team=saaq_team)
    seen = pages(3)
    assert [len(rows) for rows in seen] == [3, 3, 2]
    assert sum(seen, []) == list(Document.objects.order_by("-received_at", "-id").values_list("pk", flat=True))


@pytest.mark.parametrize("cursor", ["", "x", "%%%", "é", "AAAA", "MjAyNi0wMS0wMSBhYmM", "." * 500])
def test_nonsense_is_the_first_page(amelie, saaq_team, cursor: str) -> None:
    deposit(amelie, team=saaq_team)
    page = page_of(Document.objects.all(), by="received_at", query={"avant": cursor}, size=3)
    assert len(page.rows) == 1 and (page.older, page.newer) == ("", "")


def test_a_naive_instant_is_nonsense_too(amelie, saaq_team) -> None:
    deposit(amelie, team=saaq_team)
    naive = forged(["2026-01-01T00:00:00", ZERO])
    page = page_of(Document.objects.all(), by="received_at", query={"avant": naive}, size=3)
    assert len(page.rows) == 1


@pytest.mark.parametrize(
    ("cursor", "is_read"),
    [
        (["2030-01-01T00:00:00+00:00", ZERO], True),
        # Instants at the ends of the calendar, beyond it once brought to another zone.
        (["9999-12-31T23:59:59-14:00", ZERO], False),
        (["0001-01-01T00:00:00+14:00", ZERO], False),
        # Offsets that Python reads and PostgreSQL does not.
        (["2030-01-01T00:00:00+23:59:59.999999", ZERO], True),
        (["2030-01-01T00:00:00-23:59:59.999999", ZERO], True),
        (["2026-01-01T00:00:00+00:00", ZERO, ZERO], False),
        (["2026-01-01T00:00:00+00:00", 999999999999999999999999], True),
        (["2026-01-01T00:00:00+00:00", "a\x00b"], False),
        (["2026-13-01T00:00:00+00:00", ZERO], False),
        (["2026-01-01T00:00:00+00:00", f"{ZERO}' OR 1=1"], False),
        ([None, ZERO], False),
        (["2026-01-01T00:00:00+00:00", None], False),
        ([["2026-01-01T00:00:00+00:00"], {"a": 1}], False),
        ([1e400, ZERO], False),
        ({"at": ZERO}, False),
        ("2026", False),
    ],
)
def test_a_forged_cursor_is_a_page_and_never_a_failure(amelie, saaq_team, cursor: object, is_read: bool) -> None:
    deposit(amelie, team=saaq_team)
    page = page_of(Document.objects.all(), by="received_at", query={"avant": forged(cursor)}, size=3)
    assert bool(page.newer) == is_read and (is_read or len(page.rows) == 1)


@pytest.mark.parametrize(("many", "older"), [(0, False), (2, False), (3, False), (4, True)])
def test_a_full_last_page_has_no_older_one(amelie, saaq_team, many: int, older: bool) -> None:
    """Otherwise «Plus ancien» leads to an empty page."""
    for _ in range(many):
        deposit(amelie, team=saaq_team)
    page = page_of(Document.objects.all(), by="received_at", query={}, size=3)
    assert (len(page.rows), bool(page.older), page.newer) == (min(many, 3), older, "")


def test_what_arrives_meanwhile_neither_repeats_nor_hides_a_row(amelie, saaq_team) -> None:
    for _ in range(4):
        deposit(amelie, team=saaq_team)
    first = page_of(Document.objects.all(), by="received_at", query={}, size=2)
    deposit(amelie, team=saaq_team)
    query = dict([first.older.removeprefix("?").split("=", 1)])
    second = page_of(Document.objects.all(), by="received_at", query=query, size=2)
    assert len({row.pk for row in (*first.rows, *second.rows)}) == 4 and second.newer == "?"


WORDS = st.one_of(
    st.text(max_size=60),
    st.builds(
        lambda at, key: json.dumps([at.isoformat(), str(key)]),
        st.datetimes(timezones=st.timezones() | st.builds(dt.timezone, st.timedeltas(-DAY + TICK, DAY - TICK))),
        st.uuids() | st.integers() | st.text(max_size=8),
    ),
    st.builds(lambda on, key: json.dumps([on.isoformat(), str(key)]), st.dates(), st.uuids() | st.integers()),
    st.lists(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9), max_size=4).map(json.dumps),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(WORDS)
def test_no_cursor_fails(amelie, words: str) -> None:
    """Whatever is in the address, on instants and on days: PostgreSQL is asked for nothing that it refuses."""
    for cursor in (words, base64.urlsafe_b64encode(words.encode("utf-8", "surrogatepass")).decode().rstrip("=")):
        page_of(Document.objects.all(), by="received_at", query={"avant": cursor}, size=3)
        page_of(AuditEvent.objects.all(), by="at", query={"avant": cursor}, size=3)
        coming_page_of(Deadline.objects.all(), by="due_on", query={"apres": cursor}, size=3)
