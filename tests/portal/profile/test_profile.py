"""«Mon profil»: changed by hand, notified by both ways, put back; what an agent noted is named."""

import datetime as dt

import pytest
from django.core import mail

from portal.contact_changes import actions, sending
from portal.contact_changes.models import ContactAlert, ContactChange
from portal.foundation.channels import sms
from portal.people.births import Birth
from portal.people.models import Citizen, User
from reminders.assisted.actions import note_birth
from reminders.contacts.actions import Contact, settle
from reminders.reminders.models import Reminder

pytestmark = pytest.mark.django_db
PAGE = "/compte/profil/"
NAMES = f"{PAGE}nom/"
NEW = {"given_name": "Amélie", "family_name": "Roy"}


def renamed(amelie) -> ContactChange:
    change = actions.change_details(citizen=amelie.citizen, columns=NEW, by=amelie)
    assert change
    return change


def test_the_page_shows_what_is_known(amelie, signed_in):
    page = signed_in(amelie).get(PAGE).content.decode()
    for words in ("Amélie Tremblay", amelie.email, "Français", "Heure de l’Est", str(amelie.citizen.birth)):
        assert words in page


def test_who_only_acts_for_others_is_led_to_their_address(rachel, signed_in):
    Citizen.objects.filter(user=rachel).update(user=None)
    client = signed_in(User.objects.get(pk=rachel.pk))
    assert client.get(PAGE).url == "/compte/email/"
    assert client.get(NAMES).status_code == 404


def test_a_name_is_changed_shown_everywhere_and_told_by_both_ways(amelie, signed_in, monkeypatch):
    texts: list[dict] = []
    monkeypatch.setattr(sms, "send", lambda **values: texts.append(values) or "sent")
    client = signed_in(amelie)
    assert client.post(NAMES, NEW).url == PAGE
    assert User.objects.get(pk=amelie.pk).display_name == "Amélie Roy"
    page = client.get(PAGE).content.decode()
    assert "Amélie Tremblay" in page and "Amélie Roy" in page and "Remettre comme avant" in page
    assert sending.send_waiting() == 2
    letter = mail.outbox[-1]
    assert letter.to == [amelie.email] and "nom" in letter.subject and "Roy" not in letter.body + letter.subject
    (text,) = texts
    assert text["to"] == amelie.citizen.phone.as_e164 and sms.segments(text["text"]) == 1


def test_the_same_name_again_is_no_change(amelie, signed_in):
    same = {"given_name": "Amélie", "family_name": "Tremblay"}
    signed_in(amelie).post(NAMES, same)
    assert not ContactChange.objects.exists()


@pytest.mark.parametrize("names", [{"given_name": "", "family_name": ""}, {"given_name": "1", "family_name": "Roy"}])
def test_a_name_that_is_none_is_refused_with_words(amelie, signed_in, names):
    answer = signed_in(amelie).post(NAMES, names)
    assert answer.status_code == 422 and not ContactChange.objects.exists()


def test_a_person_with_one_name_keeps_it_where_lists_look(amelie, signed_in):
    signed_in(amelie).post(NAMES, {"given_name": "Nanuk", "family_name": ""})
    citizen = Citizen.objects.get(pk=amelie.citizen.pk)
    assert (citizen.given_name, citizen.family_name) == ("", "Nanuk")


def test_it_asks_again_who_is_there(amelie, signed_in, clock_offset):
    client = signed_in(amelie)
    clock_offset(minutes=11)
    assert client.get(NAMES).url.startswith("/compte/reauthenticate/")
    assert client.get(PAGE).status_code == 200


def test_it_is_put_back_by_one_button_and_that_is_told_too(amelie, signed_in):
    change, client = renamed(amelie), signed_in(amelie)
    page = client.post(f"{PAGE}remettre/{change.pk}/", follow=True).content.decode()
    assert "remis comme avant" in page
    assert str(Citizen.objects.get(pk=amelie.citizen.pk)) == "Amélie Tremblay"
    assert ContactAlert.objects.filter(channel="email").count() == 2
    page = client.post(f"{PAGE}remettre/{change.pk}/", follow=True).content.decode()
    assert "Rien n’a été remis" in page, "what became of it since is not overwritten"


def test_a_week_later_there_is_nothing_left_to_put_back(amelie, signed_in, clock_offset):
    change = renamed(amelie)
    clock_offset(days=7, minutes=1)
    actions.forget_values(by=None)
    client = signed_in(amelie)
    assert "Tremblay" not in client.get(PAGE).content.decode()
    assert "Rien n’a été remis" in client.post(f"{PAGE}remettre/{change.pk}/", follow=True).content.decode()


def test_a_stranger_puts_nothing_back(amelie, bruno, signed_in):
    change = renamed(amelie)
    assert signed_in(bruno).post(f"{PAGE}remettre/{change.pk}/").status_code == 404
    assert str(Citizen.objects.get(pk=amelie.citizen.pk)) == "Amélie Roy"


def test_a_thief_who_changed_all_is_undone_by_the_code(amelie):
    """The mechanism of e-mail addresses and numbers: name and address come back with them."""
    former = amelie.citizen.postal_address
    first = renamed(amelie)
    actions.change_details(citizen=amelie.citizen, columns={"postal_address": "1, rue du Voleur"}, by=amelie)
    actions.undo(change=first, by=amelie)
    citizen = Citizen.objects.get(pk=amelie.citizen.pk)
    assert (str(citizen), citizen.postal_address) == ("Amélie Tremblay", former)


def test_what_is_said_for_the_first_time_replaces_nothing(bruno):
    Citizen.objects.filter(pk=bruno.citizen.pk).update(birth_date=None)
    birth = Birth(1961, 5, 1)
    assert actions.change_details(citizen=bruno.citizen, columns=birth.columns, by=bruno) is None
    assert Citizen.objects.get(pk=bruno.citizen.pk).birth_date == dt.date(1961, 5, 1)
    assert not ContactAlert.objects.exists()


def test_what_an_agent_notes_is_named_and_told(story, signed_in):
    amelie, saaq_agent = story["amelie"], story["alain"]
    note_birth(citizen=amelie.citizen, birth=Birth(1988, 2, 3), by=saaq_agent)
    page = signed_in(amelie).get(PAGE).content.decode()
    assert "Alain Côté" in page and "Société de l’assurance automobile" in page
    assert ContactAlert.objects.filter(channel="email", change__changed_by=saaq_agent).exists()


ELSEWHERE = {"language": "en", "time_zone": "America/Halifax"}


@pytest.mark.parametrize("columns", [ELSEWHERE, {"language": "en"}, {"time_zone": "America/Halifax"}])
def test_another_language_or_zone_is_told_without_saying_which_and_put_back(amelie, signed_in, monkeypatch, columns):
    texts: list[dict] = []
    monkeypatch.setattr(sms, "send", lambda **values: texts.append(values) or "sent")
    change = actions.change_details(citizen=amelie.citizen, columns=columns, by=amelie)
    client = signed_in(amelie)
    page = client.get(PAGE).content.decode()
    for name, (was, became) in {"language": ("français", "anglais"), "time_zone": ("Est", "Atlantique")}.items():
        assert (f"{was}</bdi> → <bdi>" in page and f"{became}</bdi>" in page) == (name in columns)
    assert change and sending.send_waiting() == 2
    letter, (text,) = mail.outbox[-1], texts
    assert "Changé dans votre dossier" in letter.subject, "in the language of before"
    said = letter.subject + letter.body + text["text"]
    assert not {"anglais", "Atlantique", "Halifax"} & set(said.split()) and sms.segments(text["text"]) == 1
    assert "l'heure de vos messages" in text["text"]
    client.post(f"{PAGE}remettre/{change.pk}/")
    citizen = Citizen.objects.get(pk=amelie.citizen.pk)
    assert (citizen.language, citizen.time_zone) == ("fr", "America/Toronto")
    assert ContactAlert.objects.filter(channel="email").count() == 2


def test_what_an_agent_or_a_helper_settles_is_told_and_undone_with_what_it_moved(story, signed_in):
    amelie, agent = story["amelie"], story["alain"]
    planned = dict(Reminder.objects.filter(deadline__citizen=amelie.citizen).values_list("pk", "due_at"))
    contact = Contact(amelie.citizen.postal_address, amelie.citizen.telephone, "America/Halifax", "fr", None)
    settle(citizen=amelie.citizen, contact=contact, by=agent)
    change = ContactChange.objects.get()
    assert change.changed_by == agent and change.alerts.filter(channel="email").exists()
    moved = dict(Reminder.objects.filter(pk__in=planned).values_list("pk", "due_at"))
    assert planned and moved != planned
    signed_in(amelie).post(f"{PAGE}remettre/{change.pk}/")
    assert dict(Reminder.objects.filter(pk__in=planned).values_list("pk", "due_at")) == planned


def test_the_page_costs_the_same_whatever_changed(amelie, signed_in, django_assert_max_num_queries):
    for number in range(9):
        actions.change_details(citizen=amelie.citizen, columns={"family_name": f"Nom {'abcdefghi'[number]}"}, by=amelie)
    client = signed_in(amelie)
    client.get(PAGE)
    with django_assert_max_num_queries(14):
        client.get(PAGE)
