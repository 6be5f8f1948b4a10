"""«Mes échéances» says when there are more, and leads to them: what comes by its date, what is closed by its end."""

import base64
import datetime as dt
import re

import pytest
from django.urls import reverse

from portal.clock import now, today
from portal.foundation.paging import coming_page_of
from reminders.deadlines.actions import mark_done
from reminders.deadlines.models import Deadline
from reminders.deadlines.views import CLOSED_A_PAGE, OPEN_A_PAGE

pytestmark = pytest.mark.django_db
LIST = reverse("deadlines:deadlines")
NEXT, FIRST = "Échéances suivantes", "Revenir aux premières"


@pytest.fixture
def many(licence, amelie):
    """`many(count)`: open deadlines, three a day."""

    def make(count: int, **columns) -> list[Deadline]:
        whose = {"citizen": amelie.citizen, "concerned": amelie.citizen, "kind": licence, "renews": False}
        rows = [
            Deadline(due_on=today() + dt.timedelta(days=5 + number), opened_at=now(), **{**whose, **columns})
            for number in range(count)
        ]
        return Deadline.objects.bulk_create(rows)

    return make


def shown(page: str, rows) -> list:
    return [row.pk for row in rows if str(row.pk) in page]


def links(page: str, label: str) -> list[str]:
    return re.findall(rf'<a [^>]*href="([^"]*)"[^>]*>{label}</a>', page)


def test_fifty_are_all_there_is(many, signed_in, amelie):
    rows = many(OPEN_A_PAGE)
    page = signed_in(amelie).get(LIST).content.decode()
    assert len(shown(page, rows)) == OPEN_A_PAGE and NEXT not in page and FIRST not in page


def test_one_more_is_told_and_each_is_met_once(many, signed_in, amelie):
    rows, client, met, address = many(2 * OPEN_A_PAGE + 1), signed_in(amelie), [], ""
    for size in (OPEN_A_PAGE, OPEN_A_PAGE, 1):
        page = client.get(LIST + address).content.decode()
        assert len(shown(page, rows)) == size and bool(links(page, FIRST)) == bool(met)
        met += shown(page, rows)
        address = (links(page, NEXT) or [""])[0]
    assert not address and met == [row.pk for row in rows]


def test_what_is_done_meanwhile_hides_nothing(many, signed_in, amelie):
    rows, client = many(OPEN_A_PAGE + 3), signed_in(amelie)
    (address,) = links(client.get(LIST).content.decode(), NEXT)
    for row in rows[:5]:
        mark_done(deadline=row, by=amelie)
    assert shown(client.get(LIST + address).content.decode(), rows[OPEN_A_PAGE:]) == [r.pk for r in rows[OPEN_A_PAGE:]]
    for row in rows[OPEN_A_PAGE:]:
        mark_done(deadline=row, by=amelie)
    page = client.get(LIST + address).content.decode()
    assert "Rien d’autre à venir" in page and links(page, FIRST)


def test_those_that_are_closed_have_pages_of_their_own(many, signed_in, amelie):
    rows = many(CLOSED_A_PAGE + 2, state="done", closed_at=now())
    client = signed_in(amelie)
    page = client.get(LIST).content.decode()
    first = shown(page, rows)
    (address,) = links(page, "Plus anciens")
    assert len(first) == CLOSED_A_PAGE and address.endswith("#fermees")
    page = client.get(LIST + address.partition("#")[0]).content.decode()
    assert sorted(first + shown(page, rows)) == sorted(row.pk for row in rows) and links(page, "Plus récents")


ZERO = "00000000-0000-0000-0000-000000000000"


@pytest.mark.parametrize(
    "cursor",
    [
        *("", "x", "é", "." * 400, f'["2026-02-30", "{ZERO}"]', f'["2026-01-01", "{ZERO}", "{ZERO}"]'),
        *('["2026-01-01", "abc"]', '["9999-12-31", "a\\u0000"]'),
    ],
)
def test_nonsense_in_the_address_is_the_first_page(many, signed_in, amelie, cursor):
    rows = many(3)
    for word in (cursor, base64.urlsafe_b64encode(cursor.encode()).decode()):
        page = coming_page_of(Deadline.objects.all(), by="due_on", query={"apres": word}, size=2)
        assert [row.pk for row in page.rows] == [row.pk for row in rows[:2]] and page.newer == ""
        assert signed_in(amelie).get(LIST, {"apres": word, "avant": word}).status_code == 200


def test_a_stranger_follows_no_link_into_them(many, signed_in, amelie, bruno):
    rows = many(OPEN_A_PAGE + 1)
    (address,) = links(signed_in(amelie).get(LIST).content.decode(), NEXT)
    assert not shown(signed_in(bruno).get(LIST + address).content.decode(), rows)
