"""«Me le rappeler» for every origin of a date, for oneself, a child, or the adult one acts for."""

import datetime as dt

import pytest
from django.urls import reverse

from portal.clock import today
from portal.consents.models import Channel, Consent
from portal.mandates.models import Mandate
from portal.people.models import Citizen
from reminders.deadlines.asking import EVENTS
from reminders.deadlines.models import Deadline
from reminders.kinds.dates import after_event, event_of, next_due
from reminders.kinds.models import DeadlineKind

CHILD = {"concerned": "child", "child_given_name": "Léa", "child_family_name": "Tremblay"}


def address(kind: DeadlineKind) -> str:
    return reverse("deadlines:remind_me", args=[kind.code])


def years_ago(count: int) -> dt.date:
    return today() - dt.timedelta(days=int(365.25 * count))


@pytest.fixture
def every(licence, people):
    """Every kind, published."""
    fields = {"state": "published", "published_at": licence.published_at, "published_by": people["emile"]}
    DeadlineKind.objects.update(**fields)
    return DeadlineKind.objects


def test_each_kind_asks_what_it_needs_and_follows(every, signed_in, amelie):
    client, born = signed_in(amelie), amelie.citizen.birth_date
    for kind in every.all():
        page = client.get(address(kind)).content.decode()
        answers, soon = {}, today() + dt.timedelta(days=200 if "-3m" in kind.basis else 20)
        if event := event_of(kind.basis):
            assert event in EVENTS and str(EVENTS[event]) in page, kind.code
            answers["event_on"] = soon.isoformat()
        elif next_due(kind.basis, today(), born) is None:
            answers["due_on"] = soon.isoformat()
        if kind.nature == "appointment":
            answers["due_time"] = "14:30"
        assert client.post(address(kind), answers).status_code == 302, kind.code
        deadline = Deadline.objects.get(kind=kind)
        expected = after_event(kind.basis, soon) if event else next_due(kind.basis, today(), born) or soon
        assert deadline.due_on == expected, kind.code
        assert deadline.renews == ('name="renews"' not in page), kind.code
        assert client.get(deadline.get_absolute_url()).status_code == 200, kind.code


@pytest.mark.parametrize("code", ["passeport", "avis-bail", "rendez-vous-medical", "immatriculation-paiement"])
def test_nothing_said_is_asked_again(every, signed_in, amelie, code):
    page = signed_in(amelie).post(address(every.get(code=code)), {}).content.decode()
    assert "Il reste quelque chose à corriger" in page and "Indiquez" in page
    assert not Deadline.objects.exists() and not Consent.objects.exists()


def test_bad_input_keeps_everything(every, signed_in, amelie):
    data = CHILD | {"child_birth_date": "hier", "due_on": "2027-99-01", "email": "on"}
    page = signed_in(amelie).post(address(every.get(code="carte-assurance-maladie")), data).content.decode()
    assert 'value="Léa"' in page and 'value="2027-99-01"' in page and 'value="hier"' in page
    assert page.count("checked") >= 2 and not Citizen.objects.filter(given_name="Léa").exists()


def test_a_birth_that_was_asked_for_a_child_gives_its_own_limit(every, signed_in, amelie):
    born = today() - dt.timedelta(days=3)
    signed_in(amelie).post(
        address(every.get(code="declaration-naissance")), CHILD | {"child_birth_date": born.isoformat()}
    )
    assert Deadline.objects.get().due_on == born + dt.timedelta(days=30)


def test_the_child_s_birthday_drives_the_rule(signed_in, amelie, licence):
    born = dt.date(today().year - 10, 7, 9)
    answer = signed_in(amelie).post(
        address(licence), CHILD | {"child_birth_date": born.isoformat(), "renews": "on"}, follow=True
    )
    deadline = Deadline.objects.get()
    assert deadline.due_on == next_due("birth_date", today(), born) and (
        deadline.due_on.month,
        deadline.due_on.day,
    ) == (7, 9)
    assert (deadline.citizen, str(deadline.concerned)) == (amelie.citizen, "Léa Tremblay")
    assert "Pour Léa Tremblay" in answer.content.decode()
    assert Mandate.objects.get(citizen=deadline.concerned).holder == amelie


def test_an_added_child_is_offered_next_time(signed_in, amelie, bruno, licence):
    client = signed_in(amelie)
    client.post(address(licence), CHILD | {"child_birth_date": years_ago(5).isoformat()})
    child = Deadline.objects.get().concerned
    assert f'value="{child.pk}"' in client.get(address(licence)).content.decode()
    assert "Léa" not in signed_in(bruno).get(address(licence)).content.decode()
    client.post(address(licence), {"concerned": str(child.pk), "due_on": (today() + dt.timedelta(days=3)).isoformat()})
    assert (
        Deadline.objects.filter(concerned=child).count() == 2 and Citizen.objects.filter(given_name="Léa").count() == 1
    )


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ({"child_given_name": ""}, "Indiquez le prénom"),
        ({"child_birth_date": ""}, "Indiquez la date de naissance."),
        ({"child_birth_date": "1980-01-01"}, "18 ans ou plus"),
        ({"child_birth_date": "2090-01-01"}, "à venir"),
        ({"child_birth_date": "0001-01-01"}, "trop ancienne"),
    ],
)
def test_what_a_child_lacks_is_said(signed_in, amelie, licence, missing, words):
    data = CHILD | {"child_birth_date": years_ago(5).isoformat()} | missing
    assert words in signed_in(amelie).post(address(licence), data).content.decode()
    assert not Citizen.objects.filter(given_name="Léa").exists() and not Deadline.objects.exists()


def test_somebody_else_s_child_cannot_be_named(signed_in, amelie, bruno, licence):
    page = signed_in(amelie).post(address(licence), {"concerned": str(bruno.citizen.pk)})
    assert page.status_code == 200 and not Deadline.objects.exists()


def test_a_representative_asks_in_the_name_of_the_adult(signed_in, amelie, rachel, licence):
    client, where = signed_in(rachel, place=amelie.citizen), address(licence)
    page = client.get(where).content.decode()
    assert "au nom d’une autre personne" in page and "Amélie Tremblay" in page
    client.post(where, {"email": "on"})
    deadline = Deadline.objects.get()
    assert (deadline.citizen, deadline.concerned, deadline.author) == (amelie.citizen, amelie.citizen, rachel)
    consent = Consent.objects.get(channel=Channel.EMAIL)
    assert (consent.citizen, consent.given_by) == (amelie.citizen, rachel)


def test_a_stranger_who_names_her_asks_for_himself(signed_in, amelie, bruno, licence):
    signed_in(bruno).post(f"{address(licence)}?pour={amelie.citizen.pk}", {})
    assert Deadline.objects.get().citizen == bruno.citizen


def test_a_choice_already_made_is_told_and_not_asked_again(signed_in, amelie, licence):
    client = signed_in(amelie)
    client.post(address(licence), {"email": "on"})
    page = client.get(address(licence)).content.decode()
    assert "Déjà choisi" in page and 'name="email"' not in page


def test_what_the_kind_does_not_allow_is_not_offered(signed_in, amelie, licence):
    DeadlineKind.objects.filter(pk=licence.pk).update(channels=["inbox", "sms"])
    page = signed_in(amelie).get(address(licence)).content.decode()
    assert 'name="email"' not in page and 'name="sms"' in page


def test_a_past_date_is_followed_while_a_step_is_to_come(every, signed_in, amelie):
    client, card = signed_in(amelie), every.get(code="carte-assurance-maladie")
    client.post(address(card), {"due_on": (today() - dt.timedelta(days=3)).isoformat()})
    assert Deadline.objects.get().reminders.planned().count() == 2  # thirty days after, a hundred and fifty
    page = client.post(address(card), {"due_on": (today() - dt.timedelta(days=200)).isoformat()})
    assert "aucun rappel ne la suit" in page.content.decode()


def test_words_of_an_organization_stay_words(every, signed_in, amelie):
    every.filter(code="passeport").update(rule_fr="<b onclick=x>gras</b>")
    page = signed_in(amelie).get(address(every.get(code="passeport"))).content.decode()
    assert "<b onclick" not in page and "&lt;b onclick" in page


def test_nobody_named_is_oneself(signed_in, amelie, licence):
    signed_in(amelie).post(address(licence), {})
    assert Deadline.objects.get().concerned == amelie.citizen


@pytest.mark.parametrize("day", ["9999-12-31", "9998-01-01", "0001-01-01"])
@pytest.mark.parametrize("name", ["event_on", "due_on"])
def test_a_year_that_nobody_meant_is_told(every, signed_in, amelie, name, day):
    """The delay that runs from it would fall outside the calendar."""
    moved = DeadlineKind.objects.filter(basis__startswith="event:", basis__endswith="d").exclude(basis__contains="-")
    answer = signed_in(amelie).post(address(moved.first()), {name: day})
    assert answer.status_code in {200, 422} and "Vérifiez l’année." in answer.text
    assert not Deadline.objects.exists()


def test_a_step_that_a_version_dropped_follows_no_past_date(licence, signed_in, amelie):
    """Nothing would leave: the person is told so instead."""
    licence.steps.filter(offset_days__gt=0).update(retired_at=licence.published_at)
    past = (today() - dt.timedelta(days=3)).isoformat()
    assert "aucun rappel ne la suit" in signed_in(amelie).post(address(licence), {"due_on": past}).text
    assert not Deadline.objects.exists()
