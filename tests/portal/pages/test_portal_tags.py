"""The small marks that templates draw."""

import datetime as dt

import pytest
from django.template import engines
from django.test import RequestFactory

from portal.dossier_type_versions.actions import import_dossier_types
from portal.dossier_types.models import DossierType
from portal.dossiers.actions import open_dossier
from portal.pages.templatetags.dossiers_tags import expected_about
from portal.people.templatetags.portal_tags import day, device, moment, telephone

NB = "\u00a0"


def drawn(source: str, **context: object) -> str:
    return engines["django"].from_string("{% load portal_tags %}" + source).render(context)


@pytest.mark.django_db
def test_what_is_expected_of_a_dossier_itself_does_not_repeat_its_title(amelie, saaq_team):
    """Its page has said it; a team is often named as what it does."""
    import_dossier_types(by=None)
    licence = DossierType.objects.get(code="permis-conduire")
    dossier = open_dossier(by=None, citizen=amelie.citizen, team=saaq_team, dossier_type=licence)
    assert [item.about.title for item in expected_about(dossier).of_team] == [""]


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("418 555-0142", f'<a href="tel:+14185550142">418{NB}555-0142</a>'),
        ("+14185550142", f'<a href="tel:+14185550142">418{NB}555-0142</a>'),
        ("1 877 555-0143", f'<a href="tel:+18775550143">1{NB}877{NB}555-0143</a>'),
        ("811", "811"),
        ("<b>", "&lt;b&gt;"),
    ],
)
def test_telephone(number, shown):
    assert telephone(number) == shown


def test_days_are_told_as_in_french():
    assert day(dt.date(2026, 3, 1)) == f'<time datetime="2026-03-01">1er{NB}mars 2026</time>'
    assert day(dt.date(2026, 3, 14)) == f'<time datetime="2026-03-14">14{NB}mars 2026</time>'
    assert day(None) == ""


def test_moments_are_told_in_the_active_zone():
    at = dt.datetime(2026, 3, 2, 1, 5, tzinfo=dt.UTC)
    assert f"1er{NB}mars 2026 à 20{NB}h{NB}05" in moment(at)
    assert f"à 20{NB}h</time>" in moment(at.replace(minute=0))
    assert f"1er{NB}mars" in day(at)


@pytest.mark.parametrize(
    ("signature", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120 Safari/537 Edg/120", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17 Safari/604", "Safari, iPhone"),
        ("curl/8", "Appareil inconnu"),
    ],
)
def test_a_device_is_told_in_known_words(signature, words):
    assert device(signature) == words


def test_a_menu_link_knows_where_we_are():
    request = RequestFactory().get("/messages/nouveau/")
    here = drawn('{% menu_link "threads:inbox" "Messages" %}', request=request)
    assert 'aria-current="page"' in here
    assert "aria-current" not in drawn('{% menu_link "pages:home" "Accueil" %}', request=request)


def test_what_a_person_wrote_stays_text():
    html = drawn(
        '{% include "components/message.html" with author=x at=at text=x %}', x="<script>", at=dt.datetime.now(dt.UTC)
    )
    assert "<script>" not in html and html.count("&lt;script&gt;") == 2


def test_a_notice_holds_rich_content():
    html = drawn('{% notice kind="warning" title="Bientôt" %}<p>Sept <a href="/x/">jours</a></p>{% endnotice %}')
    assert "qc-warning" in html and '<a href="/x/">' in html


def test_the_title_is_kept_for_the_heading_without_being_escaped_twice():
    html = drawn("{% keep t %}{{ x }}{% endkeep %}<h1>{{ t }}</h1>", x="A & B")
    assert html == "<h1>A &amp; B</h1>"
