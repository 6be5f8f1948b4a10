"""A death noted by an agent: nothing leaves any more, helpers are told, and an error is undone."""

import datetime as dt
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from portal.access.visibility import forget_visibility, visibility_of
from portal.audit.models import AuditEvent
from portal.clock import today
from portal.consents.models import Channel, How, Purpose
from portal.dossiers.actions import open_dossier
from portal.mandates.actions import declare_child, give
from portal.mandates.models import Mandate
from portal.notices.models import Notice
from portal.people.actions import NotADeath, record_death
from portal.people.models import Citizen
from reminders.assisted import actions
from reminders.assisted.deaths import note_death, undo_death
from reminders.calendars.actions import make
from reminders.calendars.models import CalendarFeed
from reminders.deadlines.actions import follow
from reminders.deliveries.actions import send_ready
from reminders.deliveries.carried import carried_by
from reminders.deliveries.models import Delivery
from reminders.deliveries.release import release_due, release_notices
from reminders.preferences.wordings import wording_of
from reminders.reminders.models import Reminder

pytestmark = pytest.mark.django_db


@pytest.fixture
def served(bruno, saaq_team, saaq_agent):
    """Bruno, who has a dossier with Alain's team."""
    open_dossier(citizen=bruno.citizen, team=saaq_team, number="S-2026-901", title="Permis", by=saaq_agent)
    forget_visibility(saaq_agent)
    return bruno.citizen


def address(person: Citizen) -> str:
    return reverse("admin:assisted_servedperson_death", args=[person.pk])


def test_nothing_due_is_released_nor_kept(followed, bruno, served, saaq_agent, clock_offset):
    followed(bruno)
    note_death(citizen=served, died_on=today(), by=saaq_agent)
    clock_offset(days=4)
    assert release_due() == 0
    assert not Delivery.objects.exists()
    reminder = Reminder.objects.filter(settled_at__isnull=False).first()
    assert (reminder.state, reminder.why) == ("cancelled", "person")


def test_what_is_queued_does_not_leave(followed, bruno, served, saaq_agent, mail_sink, clock_offset):
    followed(bruno)
    clock_offset(days=4)
    release_due()
    delivery = Delivery.objects.get()
    note_death(citizen=served, died_on=today(), by=saaq_agent)
    assert carried_by([delivery], delivery.since)[delivery.pk].unwanted == "died"
    assert send_ready() == 0 and not mail_sink.messages
    delivery.refresh_from_db()
    assert (delivery.state, delivery.code) == ("cancelled", "died")


def test_what_others_receive_about_the_person_stops(amelie, licence, mail_sink, clock_offset):
    child = declare_child(given_name="Léa", family_name="Tremblay", birth_date=dt.date(2020, 2, 29), by=amelie)
    wordings = {channel: wording_of(Purpose.REMINDERS, channel) for channel in (Channel.INBOX, Channel.EMAIL)}
    due_on = today() + dt.timedelta(days=10)
    follow(citizen=amelie.citizen, concerned=child, kind=licence, due_on=due_on, wordings=wordings, by=amelie)
    clock_offset(days=4)
    release_due()
    record_death(citizen=child, died_on=today(), by=amelie)
    delivery = Delivery.objects.get()
    assert carried_by([delivery], delivery.since)[delivery.pk].unwanted == "useless"
    assert send_ready() == 0 and not mail_sink.messages
    clock_offset(days=10)
    assert release_due() == 0


def test_mandates_end_helpers_are_told_and_a_later_one_opens(served, rachel, people, saaq_agent):
    samir = people["samir"]
    give(citizen=served, holder=rachel, kind="helper", by=saaq_agent)
    forget_visibility(rachel)
    assert served.pk in visibility_of(rachel).citizen_ids
    note_death(citizen=served, died_on=today() - dt.timedelta(days=2), by=saaq_agent)
    forget_visibility(rachel)
    assert served.pk not in visibility_of(rachel).citizen_ids
    assert Notice.objects.filter(citizen=rachel.citizen, kind="death").count() == 1
    assert release_notices() >= 1
    give(citizen=served, holder=samir, kind="legal", by=saaq_agent)
    forget_visibility(samir)
    assert served.pk in visibility_of(samir).citizen_ids  # the liquidator of the estate
    give(citizen=served, holder=rachel, kind="helper", by=saaq_agent)
    forget_visibility(rachel)
    assert served.pk not in visibility_of(rachel).citizen_ids


def test_whoever_held_a_mandate_and_died_holds_it_no_more(served, rachel, saaq_agent):
    give(citizen=served, holder=rachel, kind="helper", by=saaq_agent)
    record_death(citizen=rachel.citizen, died_on=today(), by=saaq_agent)
    assert not Mandate.objects.in_force(today()).filter(citizen=served, holder=rachel).exists()


def test_noted_twice_is_once_and_undone_all_resumes(followed, bruno, served, rachel, saaq_agent, clock_offset):
    give(citizen=served, holder=rachel, kind="helper", by=saaq_agent)
    followed(bruno)
    for _ in range(2):
        note_death(citizen=served, died_on=today(), by=saaq_agent)
    assert Notice.objects.filter(citizen=rachel.citizen, kind="death").count() == 1
    clock_offset(days=4)
    release_due()
    undo_death(citizen=served, by=saaq_agent)
    undo_death(citizen=served, by=saaq_agent)
    served.refresh_from_db()
    assert served.died_on is None and served.mandates.in_force(today()).exists()
    assert Notice.objects.filter(citizen=rachel.citizen, kind="death_undone").count() == 1
    clock_offset(days=10)
    assert release_due() == 1
    verbs = AuditEvent.objects.filter(citizen_id=served.pk, verb__startswith="citizen.death")
    assert sorted(verbs.values_list("verb", flat=True)) == ["citizen.death_recorded", "citizen.death_undone"]


def test_only_a_possible_day_and_only_by_who_serves_the_person(served, amelie, saaq_agent, supervisor):
    with pytest.raises(NotADeath):
        note_death(citizen=served, died_on=today() + dt.timedelta(days=1), by=saaq_agent)
    with pytest.raises(NotADeath):
        Citizen.objects.filter(pk=served.pk).update(birth_date=today())
        served.refresh_from_db()
        note_death(citizen=served, died_on=today() - dt.timedelta(days=1), by=saaq_agent)
    with pytest.raises(PermissionDenied):
        note_death(citizen=amelie.citizen, died_on=today(), by=amelie)


def test_an_agent_notes_it_and_undoes_it_on_the_page(served, saaq_agent, signed_in):
    client = signed_in(saaq_agent)
    person = reverse("admin:assisted_servedperson_change", args=[served.pk])
    assert address(served) in client.get(person).content.decode()
    page = client.get(address(served)).content.decode()
    assert "Les mandats prennent fin" in page and "Rien n’est effacé" in page
    day = today().isoformat()
    for wrong in ({"died_on": day}, {"died_on": "", "is_proved": "on"}, {"died_on": "2999-01-01", "is_proved": "on"}):
        assert client.post(address(served), {"act": "death", **wrong}).status_code == 422
    done = client.post(address(served), {"act": "death", "died_on": day, "is_proved": "on"}, follow=True)
    assert "Le décès est noté" in done.content.decode()
    assert re.search(r"Décès noté", client.get(person).content.decode())
    seen = client.get(reverse("admin:people_citizen_change", args=[served.pk])).content.decode()
    assert "date du décès" in seen.lower()
    client.post(address(served), {"act": "undo"})
    served.refresh_from_db()
    assert served.died_on is None


def test_the_page_says_how_many_act_for_the_person(served, rachel, saaq_agent, signed_in):
    Mandate.objects.filter(citizen=served).delete()
    client = signed_in(saaq_agent)
    assert "Personne n’agit pour elle" in client.get(address(served)).content.decode()
    give(citizen=served, holder=rachel, kind="helper", by=saaq_agent)
    assert "1 personne agit pour elle" in client.get(address(served)).content.decode()


ADDITIONS = {
    "consent": {"choice": "reminders-letter", "how": "phone"},
    "deadline": {"kind": "", "due_on": ""},
    "contact": {"phone": "418 555-0188"},
}


@pytest.mark.parametrize("act", ADDITIONS)
def test_nothing_is_added_for_a_person_who_died(served, saaq_agent, signed_in, act):
    client, person = signed_in(saaq_agent), reverse("admin:assisted_servedperson_change", args=[served.pk])
    button = f'name="act" value="{act}"'
    assert button in client.get(person).content.decode()
    note_death(citizen=served, died_on=today(), by=saaq_agent)
    page = client.get(person).content.decode()
    assert button not in page and "Ses pistes" not in page and 'value="birth"' in page
    before = served.phone
    result = client.post(person, {"act": act, **ADDITIONS[act]}, follow=True)
    assert "Un décès est noté\u00a0: rien ne s’ajoute." in result.content.decode()
    served.refresh_from_db()
    assert served.phone == before
    undo_death(citizen=served, by=saaq_agent)
    assert button in client.get(person).content.decode()


def test_the_actions_refuse_it_too(served, licence, saaq_agent):
    note_death(citizen=served, died_on=today(), by=saaq_agent)
    with pytest.raises(actions.DeathNoted):
        actions.add_deadline(citizen=served, kind=licence, due_on=today(), by=saaq_agent)
    with pytest.raises(actions.DeathNoted):
        choice = {"purpose": Purpose.REMINDERS, "channel": Channel.INBOX, "how": How.PHONE}
        actions.note_consent(citizen=served, by=saaq_agent, **choice)


def test_a_living_person_learns_of_the_error_in_their_space(served, bruno, saaq_agent, signed_in):
    client, space = signed_in(bruno), reverse("pages:space")
    assert "a noté votre décès" not in client.get(space).content.decode()
    note_death(citizen=served, died_on=today(), by=saaq_agent)
    assert "Un organisme a noté votre décès" in client.get(space).content.decode()


def test_a_stranger_gets_404(amelie, saaq_agent, signed_in, bruno):
    assert signed_in(saaq_agent).get(address(bruno.citizen)).status_code == 404
    assert signed_in(amelie).get(address(amelie.citizen)).status_code in {302, 403, 404}


def test_the_calendar_of_a_person_who_died_is_closed(bruno, saaq_agent):
    token = make(citizen=bruno.citizen, by=bruno)
    assert CalendarFeed.objects.of_token(token).exists()
    record_death(citizen=bruno.citizen, died_on=today(), by=saaq_agent)
    assert not CalendarFeed.objects.of_token(token).exists()
