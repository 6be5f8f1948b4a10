"""The rule of a date is always said, once and whole; what is known of a source too."""

import html

import pytest
from django.urls import reverse

from programs.programs.models import Program
from reminders.kinds.models import DeadlineKind
from reminders.kinds.rules import rule_of


@pytest.mark.parametrize(
    ("basis", "words"),
    [
        ("calendar:04-30", "Chaque année, le 30 avril"),
        ("calendar:03-01,06-01,10-15", "Chaque année, le 1er mars, 1er juin et 15 octobre"),
        ("calendar:02-29", "Chaque année, le 29 février"),
        ("calendar:month_end", "Le dernier jour de chaque mois"),
        ("birth_date", "Chaque année, le jour de l’anniversaire"),
        ("birth_date:75,80+2", "À l’anniversaire de 75 et 80 ans, puis tous les 2 ans"),
        ("event:move+30d", "30 jours après l’événement"),
        ("event:lease_end-3m", "3 mois avant l’événement"),
        ("event:birth+1y", "1 an après l’événement"),
        ("event:arrival", "Le jour de l’événement"),
        ("date_on_notice", "À la date inscrite sur l’avis reçu"),
        ("election", "À une date que vous indiquez"),
        ("", "À une date que vous indiquez"),
    ],
)
def test_the_rule_is_made_from_the_basis(basis, words):
    assert rule_of(basis) == words


def seen(client, address: str) -> str:
    return html.unescape(client.get(address).content.decode()).replace("\u00a0", " ")


@pytest.fixture
def inspection(licence) -> DeadlineKind:
    """As published by who left the sentence of its rule empty."""
    DeadlineKind.objects.filter(pk=licence.pk).update(
        basis="calendar:04-30", rule_fr="", related_programs=["indemnites-saaq"]
    )
    return DeadlineKind.objects.get(pk=licence.pk)


def test_no_page_leaves_an_empty_rule_dangling(client, inspection):
    page = seen(client, inspection.get_absolute_url())
    assert "qui a une date. Chaque année, le 30 avril.</p>" in page
    program = Program.objects.get(code="indemnites-saaq")
    assert f"{inspection.title_fr}</a> : Chaque année, le 30 avril</li>" in seen(client, program.get_absolute_url())
    assert "Chaque année, le 30 avril" in seen(client, f"{reverse('kinds:kinds')}?mots=30+avril")


def test_a_rule_written_with_its_full_stop_has_one(client, inspection):
    DeadlineKind.objects.filter(pk=inspection.pk).update(rule_fr="Le 30 avril.")
    assert " Le 30 avril.</p>" in seen(client, inspection.get_absolute_url())


@pytest.mark.parametrize(("read", "words"), [(True, "source officielle<"), (False, "source officielle, à relire<")])
def test_a_source_that_is_the_official_page_is_said_as_it_is(client, licence, read, words):
    url = "https://saaq.example/inspection"
    sources = [{"url": url}, {"url": "https://saaq.example/loi"}]
    known = {"official_url": url, "official_url_read": read, "confidence": "official_page"}
    DeadlineKind.objects.filter(pk=licence.pk).update(sources=sources, **known)
    page = seen(client, licence.get_absolute_url())
    assert words in page and "source non officielle" not in page
    assert "source donnée par l’organisme<" in page
