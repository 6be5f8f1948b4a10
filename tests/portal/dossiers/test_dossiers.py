"""Dossiers: who sees them, one number for an organization, a sealed title."""

import pytest
from django.core.exceptions import FieldError
from django.db import IntegrityError, transaction

from portal import clock
from portal.audit.models import AuditEvent
from portal.dossiers.actions import open_dossier
from portal.dossiers.models import Dossier

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(amelie, saaq_team) -> Dossier:
    return open_dossier(by=None, citizen=amelie.citizen, team=saaq_team, number="A-1", title="Titre canari")


def test_visible_to(dossier, amelie, rachel, bruno, saaq_agent, saaq_agent_other_team, saaq_administrator) -> None:
    seen = [Dossier.objects.visible_to(user).exists() for user in (amelie, rachel, saaq_agent)]
    hidden = [Dossier.objects.visible_to(user).exists() for user in (bruno, saaq_agent_other_team, saaq_administrator)]
    assert (seen, hidden) == ([True] * 3, [False] * 3)


def test_journaled_without_words(dossier, amelie) -> None:
    event = AuditEvent.objects.get(verb="dossier.opened")
    assert event.citizen_id == amelie.citizen.pk and "canari" not in str(event.__dict__)


def test_a_number_is_once_in_an_organization(dossier, bruno, saaq_team, ramq) -> None:
    open_dossier(by=None, citizen=bruno.citizen, team=ramq.teams.first(), number="A-1", title="Autre")
    with pytest.raises(IntegrityError), transaction.atomic():
        open_dossier(by=None, citizen=bruno.citizen, team=saaq_team, number="A-1", title="Autre")


def test_the_title_is_sealed(dossier) -> None:
    row = Dossier.objects.values("title").get(pk=dossier.pk)
    assert b"canari" not in bytes(row["title"]) and str(row["title"]) == "<sealed>"
    again = Dossier.objects.get(pk=dossier.pk)
    assert "canari" not in repr(again.__dict__) and again.title == "Titre canari"


def test_what_is_sealed_cannot_be_searched_or_updated(dossier) -> None:
    for question in ({"title": "x"}, {"title__contains": "x"}, {"title__in": ["x"]}):
        with pytest.raises(FieldError):
            Dossier.objects.filter(**question)
    with pytest.raises(FieldError), transaction.atomic():
        Dossier.objects.update(title="x")
    assert not Dossier.objects.filter(title__isnull=True).exists()


def test_saving_what_was_not_opened_keeps_it(dossier) -> None:
    partial = Dossier.objects.only("number").get(pk=dossier.pk)
    partial.state, partial.closed_at = "closed", clock.now()
    partial.save()
    assert Dossier.objects.get(pk=dossier.pk).title == "Titre canari"
    again = Dossier.objects.defer("title").get(pk=dossier.pk)
    assert again.title == "Titre canari"


def test_bulk_create_seals_each_row(dossier, amelie, saaq_team) -> None:
    rows = [
        Dossier(citizen=amelie.citizen, team=saaq_team, organization=saaq_team.organization, number=n, title=f"T{n}")
        for n in "23"
    ]
    Dossier.objects.bulk_create(rows)
    assert {d.title for d in Dossier.objects.filter(number__in="23")} == {"T2", "T3"}
