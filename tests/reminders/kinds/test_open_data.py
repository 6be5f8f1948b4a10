"""Kinds of deadlines for machines, and in the search."""

import pytest
from django.urls import reverse

from portal.catalogue.models import CatalogueEntry
from portal.catalogue.searching import search
from reminders.kinds.actions import import_deadlines

pytestmark = pytest.mark.django_db


def test_kinds_are_told_without_the_texts_of_messages(client):
    import_deadlines(by=None)
    answer = client.get(reverse("kinds:open_data"))
    assert len(answer.json()["deadline_kinds"]) == 55
    assert "{where}" not in answer.content.decode()
    assert all(one["sources"] is not None and one["confidence"] for one in answer.json()["deadline_kinds"])


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("permis", "Paiement annuel du permis de conduire"),
        ("renouveler carte soleil", None),
        ("driver licence", "Paiement annuel du permis de conduire"),
        ("taxes municipales", "Taxes foncières municipales"),
        ("permis de chauffeur", None),
    ],
)
def test_kinds_are_found_by_the_search(written, found):
    import_deadlines(by=None)
    titles = [entry.title for entry in search(written).entries]
    assert found is None or any(found in title for title in titles), titles


def test_importing_twice_keeps_one_line_each():
    import_deadlines(by=None)
    import_deadlines(by=None)
    assert CatalogueEntry.objects.filter(section=CatalogueEntry.Section.DEADLINE).count() == 55
