"""«Tout arrêter» says first what ceases; undone, exactly that comes back, in the same sentences."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.clock import now
from portal.consents.actions import give, give_back
from portal.consents.models import Channel, Consent, How, Purpose
from portal.notices.models import Notice
from reminders.preferences.stopping import resume_everything, stop_everything
from reminders.unsubscribing.tokens import Choice, token_for

pytestmark = pytest.mark.django_db
STOP, UNDO, CHOICES = (
    reverse("preferences:stop_all"),
    reverse("preferences:undo_stop"),
    reverse("preferences:preferences"),
)
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def chosen(bruno):
    """Two choices in force, and one that he had withdrawn himself before."""
    for purpose, words in ((Purpose.REMINDERS, "Je veux mes rappels."), (Purpose.FILE_NEWS, "Je veux les nouvelles.")):
        give(citizen=bruno.citizen, purpose=purpose, channel=Channel.EMAIL, wording=words, by=bruno)
    return bruno


def in_force(user) -> set:
    return set(Consent.objects.in_force().filter(citizen=user.citizen).values_list("purpose", "channel", "wording"))


def test_opening_the_page_stops_nothing_and_says_what_would_cease(signed_in, chosen):
    before = in_force(chosen)
    page = signed_in(chosen).get(STOP).text
    assert "Recevoir des rappels" in page and "par courriel" in page and "Ce qui viendra quand même" in page
    assert "alertes de sécurité" in page and f'action="{STOP}"' in page
    assert in_force(chosen) == before


def test_without_any_choice_there_is_nothing_to_stop(signed_in, bruno):
    page = signed_in(bruno).get(STOP).text
    assert "rien à arrêter" in page and f'action="{STOP}"' not in page
    assert "Rien n’était choisi" in signed_in(bruno).post(STOP, follow=True).text


def test_stopping_then_undoing_gives_back_exactly_that(signed_in, chosen):
    give(citizen=chosen.citizen, purpose=Purpose.HELP, channel=Channel.EMAIL, wording="Aide", by=chosen)
    client, before = signed_in(chosen), in_force(chosen)
    had = ["help-email", "reminders-email", "file_news-email"]
    client.post(CHOICES, {"had": had, "reminders-email": "on", "file_news-email": "on"})
    kept = in_force(chosen)
    assert len(before) == 3 and len(kept) == 2  # «Aide» was unticked on its own: not part of what is given back
    answer = client.post(STOP, follow=True)
    assert not in_force(chosen) and f'action="{UNDO}"' in answer.text
    answer = client.post(UNDO, follow=True)
    assert in_force(chosen) == kept and "2 choix sont rétablis" in answer.text and f'action="{UNDO}"' not in answer.text
    assert Consent.objects.filter(citizen=chosen.citizen).count() == 5  # new rows: the ledger is only added to
    events = AuditEvent.objects.filter(citizen_id=chosen.citizen.pk, verb="consent.given").order_by("-at")[:2]
    assert {row.by_id for row in events} == {chosen.pk}


def test_undoing_twice_or_after_choosing_anew_gives_nothing_back(signed_in, chosen):
    client = signed_in(chosen)
    client.post(STOP)
    client.post(CHOICES, {"help-email": "on"})
    assert f'action="{UNDO}"' not in client.get(CHOICES).text
    assert "plus rien à rétablir" in client.post(UNDO, follow=True).text
    assert {purpose for purpose, *_ in in_force(chosen)} == {"help"}
    assert "plus rien à rétablir" in client.post(UNDO, follow=True).text


def test_a_day_later_it_is_too_late(chosen):
    at = now() - dt.timedelta(hours=25)
    assert stop_everything(citizen=chosen.citizen, by=chosen, at=at) == 2
    assert resume_everything(citizen=chosen.citizen, at=at, by=chosen) == 0


def test_nobody_gives_back_what_somebody_else_stopped(chosen, amelie):
    at = now()
    stop_everything(citizen=chosen.citizen, by=chosen, at=at)
    assert resume_everything(citizen=chosen.citizen, at=at, by=amelie) == 0
    assert resume_everything(citizen=amelie.citizen, at=at, by=chosen) == 0


def test_a_consent_in_force_is_not_given_back(chosen):
    consent = Consent.objects.in_force().filter(citizen=chosen.citizen).first()
    assert give_back(consent=consent, by=chosen) is None


def test_a_representative_stops_and_undoes_and_the_person_is_told_of_both(signed_in, amelie, rachel):
    give(citizen=amelie.citizen, purpose=Purpose.HELP, channel=Channel.EMAIL, wording="Aide", by=amelie)
    stop, undo = (f"/pour/{amelie.citizen.pk}" + reverse(f"preferences:{name}") for name in ("stop_all", "undo_stop"))
    client = signed_in(rachel)
    assert "Obtenir de l’aide" in client.get(stop).text
    answer = client.post(stop, follow=True)
    assert not in_force(amelie) and "pour cette personne" in answer.text and f'action="{undo}"' in answer.text
    assert f'action="{UNDO}"' not in client.get(CHOICES).text  # her own page stopped nothing
    client.post(undo)
    assert in_force(amelie) == {("help", "email", "Aide")}
    assert Consent.objects.in_force().get(citizen=amelie.citizen).given_by == rachel
    assert Notice.objects.filter(citizen=amelie.citizen, kind=Notice.Kind.CHOICES).count() == 2


@pytest.fixture
def link(chosen) -> str:
    return f"/rappels/desabonnement/{token_for(Choice(chosen.citizen.pk, Purpose.REMINDERS, Channel.EMAIL))}/"


def test_the_link_stops_at_once_and_its_page_offers_to_undo(link, chosen):
    page = Client(enforce_csrf_checks=True).post(link, ONE_CLICK)
    assert page.status_code == 200 and len(in_force(chosen)) == 1 and f'action="{link}annuler/"' in page.text
    # Stopped by the mail program: who then opens the link by hand reads that it is done, and may undo.
    assert f'action="{link}annuler/"' in Client().get(link).text
    assert len(in_force(chosen)) == 1


def test_undoing_from_the_link_gives_back_the_same_sentence(link, chosen):
    before, client = in_force(chosen), Client()
    client.post(link, ONE_CLICK)
    assert client.get(f"{link}annuler/").status_code == 302 and len(in_force(chosen)) == 1
    assert Client(enforce_csrf_checks=True).post(f"{link}annuler/").status_code == 403
    assert "C’est annulé" in client.post(f"{link}annuler/").text
    assert in_force(chosen) == before
    again = Consent.objects.in_force().get(citizen=chosen.citizen, purpose=Purpose.REMINDERS)
    assert (again.given_by, again.given_how) == (chosen, How.ONE_CLICK)
    event = AuditEvent.objects.filter(verb="consent.given", citizen_id=chosen.citizen.pk).latest("at")
    assert event.by_role == AuditEvent.Role.SYSTEM
    assert "Rien à annuler" in client.post(f"{link}annuler/").text  # once


def test_what_was_withdrawn_otherwise_is_not_undone_by_the_link(link, chosen, signed_in):
    signed_in(chosen).post(STOP)
    assert f"{link}annuler/" not in Client().get(link).text
    assert "Rien à annuler" in Client().post(f"{link}annuler/").text and not in_force(chosen)


def test_a_cut_link_undoes_nothing():
    assert Client().post("/rappels/desabonnement/AAAA-coupe/annuler/").status_code == 404
