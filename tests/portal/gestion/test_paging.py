"""Lists of gestion go from page to page by the row where one is, count a thousand rows at most, and keep what narrows
them."""

import base64
import json
import re
from html import unescape

import pytest
from django.urls import reverse

from messaging.threads.models import Thread
from portal.clock import now
from portal.dossiers.models import Dossier
from portal.gestion import searched
from portal.people.models import Citizen

pytestmark = pytest.mark.django_db
DOSSIERS, PEOPLE = reverse("admin:dossiers_dossier_changelist"), reverse("admin:people_citizen_changelist")
FIRST, PREVIOUS, NEXT = "Première page", "Page précédente", "Page suivante"


@pytest.fixture
def many(amelie, saaq, saaq_team):
    """`many(n)`: n dossiers of the team, all opened at the same instant; every third one is closed."""

    def make(count: int) -> list[Dossier]:
        at = now()
        return Dossier.objects.bulk_create(
            Dossier(
                citizen=amelie.citizen,
                organization=saaq,
                team=saaq_team,
                number=f"D-{at:%H%M%S%f}-{rank}",
                title="Objet",
                opened_at=at,
                state="closed" if rank % 3 == 0 else "open",
                closed_at=at if rank % 3 == 0 else None,
            )
            for rank in range(count)
        )

    return make


def links(page: str) -> dict[str, str]:
    found = re.findall(
        r'<a class="qc-button[^"]*"[^>]*href="([^"]*)"[^>]*>([^<]*)</a>', page.split('class="paginator"')[-1]
    )
    return {words: unescape(address) for address, words in found}


def keys(response) -> list:
    return [row.pk for row in response.context_data["cl"].result_list]


def test_each_row_once_forward_and_back(many, signed_in, saaq_agent):
    many(120)
    client, address, pages = signed_in(saaq_agent), DOSSIERS, []
    while address:
        response = client.get(address)
        pages.append((address, keys(response)))
        found = links(response.content.decode())
        address = DOSSIERS + found[NEXT] if NEXT in found else ""
    assert [len(rows) for _, rows in pages] == [50, 50, 20]
    assert sum((rows for _, rows in pages), []) == list(
        Dossier.objects.order_by("-opened_at", "-id").values_list("pk", flat=True)
    )
    assert PREVIOUS not in links(client.get(DOSSIERS).content.decode())
    back = links(client.get(pages[2][0]).content.decode())
    assert keys(client.get(DOSSIERS + back[PREVIOUS])) == pages[1][1]
    before = links(client.get(DOSSIERS + back[PREVIOUS]).content.decode())
    assert keys(client.get(DOSSIERS + before[PREVIOUS])) == pages[0][1]
    assert keys(client.get(DOSSIERS + before[FIRST])) == pages[0][1]


def test_a_link_keeps_the_filter_and_a_filter_leads_to_its_first_page(many, signed_in, saaq_agent):
    many(160)
    client = signed_in(saaq_agent)
    first = client.get(f"{DOSSIERS}?state__exact=open")
    following = links(first.content.decode())[NEXT]
    second = client.get(DOSSIERS + following)
    assert "state__exact=open" in following and {row.state for row in second.context_data["cl"].result_list} == {"open"}
    assert not set(keys(first)) & set(keys(second))
    assert "apres" not in unescape(second.content.decode()).split('id="changelist-filter"')[1].split("</nav>")[0]


def test_of_more_than_a_thousand_rows_a_thousand_is_said(many, signed_in, saaq_agent, monkeypatch):
    monkeypatch.setattr(searched, "MOST_COUNTED", 60)
    many(60)
    client = signed_in(saaq_agent)
    assert "60 lignes" in client.get(DOSSIERS).content.decode()
    many(1)
    listing = client.get(DOSSIERS)
    assert "1 000 lignes et plus" in listing.content.decode() and listing.context_data["cl"].result_count == 60


@pytest.mark.parametrize(
    "cursor", ["", "x", "é", "%00", "." * 5000, base64.urlsafe_b64encode(json.dumps(["Roy", "A", 1]).encode()).decode()]
)
def test_a_hostile_cursor_is_the_first_page(many, signed_in, saaq_agent, cursor):
    many(60)
    client = signed_in(saaq_agent)
    for address in (DOSSIERS, PEOPLE):
        expected = keys(client.get(address))
        for name in ("apres", "avant"):
            assert keys(client.get(address, {name: cursor})) == expected


def test_an_address_never_holds_a_name(signed_in, saaq_agent, saaq, saaq_team):
    people = Citizen.objects.bulk_create(
        Citizen(family_name="Zébulon", given_name=f"Prénom{rank:03}") for rank in range(60)
    )
    Thread.objects.bulk_create(
        Thread(citizen=person, organization=saaq, team=saaq_team, subject="Objet", last_message_at=now())
        for person in people
    )
    client = signed_in(saaq_agent)
    first = client.get(PEOPLE)
    following = links(first.content.decode())[NEXT]
    cursor = following.partition("apres=")[2]
    written = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    assert b"bulon" not in written and "bulon" not in following
    assert len({*keys(first), *keys(client.get(PEOPLE + following))}) == len(keys(first)) + len(
        keys(client.get(PEOPLE + following))
    )


def test_a_column_that_has_no_index_does_not_sort_even_by_its_address(many, signed_in, saaq_agent):
    many(6)
    client = signed_in(saaq_agent)
    expected = keys(client.get(DOSSIERS))
    for order in ("1", "-1", "5.1", "99", "x", "-", "٣"):
        response = client.get(DOSSIERS, {"o": order})
        assert keys(response) == expected and not any(
            part in str(response.context_data["cl"].queryset.query.order_by) for part in ("number", "title")
        )
