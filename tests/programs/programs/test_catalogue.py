"""The public catalogue: readable by anyone, complete, honest about its figures."""

import pytest
from django.urls import reverse

from programs.programs.models import Program
from programs.programs.texts import plain, stems

pytestmark = pytest.mark.django_db


def page(client, **query):
    return client.get(reverse("programs:catalogue"), query)


def codes(response):
    return {program.code for _theme, programs in response.context["themes"] for program in programs}


def test_everything_is_listed_without_an_account(catalogue, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        response = page(client)
    assert len(codes(response)) == 46


@pytest.mark.parametrize(
    "query", ["crédit d’impôt garde", "CREDIT IMPOT GARDE", "gardes credits", "credit d'impot garde"]
)
def test_search_forgives_accents_capitals_plurals_and_apostrophes(catalogue, client, query):
    assert "credit-frais-garde" in codes(page(client, q=query))


def test_filters(catalogue, client):
    assert codes(page(client, organisme="saaq")) == {"indemnites-saaq", "vignette-stationnement"}
    assert "allocation-famille" in codes(page(client, theme="famille"))
    assert "Aucun programme trouvé" in page(client, q="xyzzy").content.decode()
    assert len(codes(page(client, theme="nowhere"))) == 46


def test_words_are_compared_plainly():
    assert plain("Crédit d’impôt, Œuvres") == "credit d impot oeuvres"
    assert stems("Enfants du pays") == ["enfant", "du", "pay"]


def test_a_page_says_everything_with_its_year_and_confidence(catalogue, client):
    text = client.get(reverse("programs:program", args=["allocation-famille"])).content.decode()
    for words in (
        "3\u00a0068\u00a0$ par année",
        "2026; page non officielle",
        "Donnée d’exemple, à confirmer par l’organisme",
        "Avoir à sa charge un enfant de moins de 18 ans",
        "Coordonnées bancaires pour le dépôt direct",
        "l’organisme responsable décide",
        "Dernière mise à jour ici",
    ):
        assert words in text, words


def test_every_page_opens(catalogue, client):
    for program in Program.objects.published():
        assert client.get(program.get_absolute_url()).status_code == 200, program.code


def test_a_draft_is_not_found(catalogue, client):
    Program.objects.filter(code="rqap").update(state=Program.State.DRAFT)
    assert client.get(reverse("programs:program", args=["rqap"])).status_code == 404
    assert client.post(reverse("programs:start_for_program", args=["rqap"])).status_code == 404
