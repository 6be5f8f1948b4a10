"""Keyset pages: each row once, even those of the same instant; nonsense in the address is the first page."""

import pytest

from portal import clock
from portal.documents.models import Document
from portal.paging import page_of
from tests.portal.documents.deposits import deposit

pytestmark = pytest.mark.django_db


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
    naive = "MjAyNi0wMS0wMVQwMDowMDowMCAwMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDA"
    page = page_of(Document.objects.all(), by="received_at", query={"avant": naive}, size=3)
    assert len(page.rows) == 1
