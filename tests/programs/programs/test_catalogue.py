"""The public catalogue: readable by anyone, complete, honest about its figures."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from portal.clock import now, today
from portal.foundation.words.folding import plain
from programs.programs.freshness import doubt_words
from programs.programs.models import Program
from programs.programs.texts import stems
from programs.programs.upkeep import FRESH_FOR

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
        "(2026)",
        "Source\u00a0: page non officielle",
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
    assert client.post(reverse("findings:start_for_program", args=["rqap"])).status_code == 404


def chosen(response):
    return [(one.value, one.without) for one in response.context["chosen"]]


def test_filters_are_combined_kept_in_the_address_and_removed_one_by_one(catalogue, client):
    response = page(client, theme="famille", evenement="naissance", q="enfant")
    assert "allocation-famille" in codes(response) and "credit-solidarite" not in codes(response)
    url = reverse("programs:catalogue")
    assert chosen(response) == [
        ("enfant", f"{url}?theme=famille&evenement=naissance"),
        ("Famille et enfants", f"{url}?q=enfant&evenement=naissance"),
        ("Naissance ou adoption d’un enfant", f"{url}?q=enfant&theme=famille"),
    ]
    text = response.content.decode()
    assert "Enlever le filtre" in text and f'href="{url}?theme=famille&amp;evenement=naissance"' in text
    assert chosen(page(client, theme="famille")) == [("Famille et enfants", url)]


def test_each_option_says_how_many_it_would_leave(catalogue, client):
    form = page(client).context["form"]
    for name in ("theme", "organisme", "evenement"):
        for code, words in form.fields[name].choices[1:]:
            left = len(codes(page(client, **{name: code})))
            assert str(words).endswith(f"({left})") and left, (name, code)


def test_options_count_what_the_other_filters_leave(catalogue, client):
    form = page(client, theme="famille").context["form"]
    offered = dict(form.fields["organisme"].choices)
    assert "saaq" not in offered and "retraite-quebec" in offered
    assert len(form.fields["theme"].choices) > 5  # another theme can still be chosen


@pytest.mark.parametrize("value", ["nowhere", "\u0000", "x" * 5000, "' OR 1=1 --", "é"])
@pytest.mark.parametrize("name", ["theme", "organisme", "evenement"])
def test_what_is_not_a_filter_narrows_nothing(catalogue, client, name, value):
    response = page(client, **{name: value})
    assert response.status_code == 200 and len(codes(response)) == 46 and not chosen(response)


@pytest.mark.parametrize("words", ["x" * 5000, "\u0000", "%_\\", "<script>"])
def test_any_words_may_be_searched(catalogue, client, words):
    response = page(client, q=words)
    assert response.status_code == 200 and "<script>" not in response.content.decode().split("<main")[-1]


def test_nothing_found_says_where_to_go(catalogue, client):
    text = page(client, q="xyzzy").content.decode()
    assert reverse("findings:start") in text and reverse("catalogue:results") in text and "tel:" in text


def test_a_page_ages_by_quebecs_days():
    """Checked on the evening of the 9th, when it was the 10th in UTC."""
    program = Program(reviewed_at=datetime(2026, 3, 10, 2, tzinfo=UTC))
    day = date(2026, 3, 9) + FRESH_FOR
    assert not doubt_words(program, day) and "depuis plus d’un an" in doubt_words(program, day + timedelta(days=1))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"holds_for": "2020-2023"}, "cette période est passée"),
        ({"holds_for": "", "updated_at": now() - timedelta(days=400)}, "depuis plus d’un an"),
        ({"holds_for": "", "updated_at": now() - timedelta(days=300)}, ""),
        ({"holds_for": str(today().year)}, ""),
    ],
)
def test_the_public_is_told_of_an_old_page(catalogue, client, changes, words):
    program = Program.objects.filter(code="allocation-famille")
    program.update(**changes)
    text = client.get(program.get().get_absolute_url()).content.decode()
    assert bool(words) == ("avant d’agir" in text)
    assert words in text


SCHEMA = {
    "GovernmentService": {
        "name",
        "description",
        "serviceType",
        "category",
        "jurisdiction",
        "serviceOperator",
        "availableChannel",
    },
    "GovernmentOrganization": {"name", "telephone"},
    "ServiceChannel": {"serviceUrl"},
}  # schema.org: properties of the type (GovernmentService > Service > Intangible > Thing)


def test_machines_read_a_valid_service_on_every_page(catalogue, client):
    for program in Program.objects.published():
        text = client.get(program.get_absolute_url()).content.decode()
        part = text[text.index("itemscope") :].split("</div>")[0]
        types = re.findall(r'itemtype="https://schema\.org/(\w+)"', part)
        assert types[0] == "GovernmentService" and set(types) <= SCHEMA.keys()
        named = set(re.findall(r'itemprop="(\w+)"', part))
        assert named <= set().union(*SCHEMA.values()), program.code
        assert "application/ld+json" not in text


@pytest.mark.parametrize("path", ["/programmes/", "/rappels/", "/programmes/evenements/", "/programmes/pistes/"])
def test_a_page_that_is_shared_shows_itself(catalogue, client, path, settings):
    text = client.get(f"{path}?q=secret").content.decode()
    data = dict(re.findall(r'property="(og:[\w:]+)" content="([^"]*)"', text))
    assert data["og:title"] and data["og:description"] and data["og:url"] == f"{settings.SITE_URL}{path}"
    assert data["og:image"].startswith(settings.SITE_URL) and finders.find("portal/share.png")
    assert "secret" not in str(data)


def test_a_long_sentence_is_cut_between_words(catalogue, client):
    program = Program.objects.filter(code="allocation-famille")
    program.update(summary_fr="Une aide. " + "mot " * 200)
    text = client.get(program.get().get_absolute_url()).content.decode()
    result = re.search(r'og:description" content="([^"]*)"', text)[1]
    assert len(result) <= 200 and result.endswith("mot…")
