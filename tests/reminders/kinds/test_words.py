"""Codes of the reference data in words, and the button that publishes a kind from its own page."""

import pytest

from reminders.kinds.actions import import_deadlines
from reminders.kinds.models import DeadlineKind
from reminders.kinds.texts import basis_words, offset_words


@pytest.mark.parametrize(
    ("days", "words"),
    [(-30, "30 jours avant"), (-1, "1 jour avant"), (0, "le jour même"), (7, "7 jours après, si ce n’est pas fait")],
)
def test_an_offset_reads_as_people_say_it(days, words):
    assert offset_words(days) == words


def test_every_origin_of_a_date_has_words(people):
    import_deadlines(by=None)
    odd = {basis for basis in DeadlineKind.objects.values_list("basis", flat=True) if "_" in basis_words(basis)}
    assert not odd


def test_an_administrator_publishes_from_the_page_of_a_kind(people, signed_in):
    import_deadlines(by=None)
    kind = DeadlineKind.objects.get(code="permis-conduire-renouvellement")
    client = signed_in(people["emile"])
    page = client.get(f"/gestion/reminders/deadlinekind/{kind.pk}/change/").content.decode()
    assert "Publier ce type d’échéance" in page
    assert "60 jours avant" in page and "la date inscrite sur le document" in page
    client.post("/gestion/reminders/deadlinekind/", {"action": "publish_chosen", "_selected_action": str(kind.pk)})
    kind.refresh_from_db()
    assert kind.state == "published" and kind.published_by == people["emile"]


def test_an_agent_is_not_offered_the_button(people, signed_in):
    import_deadlines(by=None)
    kind = DeadlineKind.objects.filter(organization__code="saaq").first()
    page = signed_in(people["alain"]).get(f"/gestion/reminders/deadlinekind/{kind.pk}/change/").content.decode()
    assert "Publier ce type d’échéance" not in page
