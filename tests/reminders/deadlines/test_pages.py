"""«Me le rappeler» and «Mes échéances», as the owner, her representative, a stranger, an agent."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from portal.clock import today
from portal.consents.models import Channel, Consent
from reminders.deadlines.models import Deadline
from reminders.demo import seed
from reminders.kinds.dates import next_due


@pytest.fixture
def ask(licence) -> str:
    return reverse("reminders:remind_me", args=[licence.code])


def test_anonymous_signs_in_and_comes_back(client, ask):
    answer = client.get(ask)
    assert answer.status_code == 302 and ask in answer.url.replace("%2F", "/")


def test_the_birthday_gives_the_date_and_nothing_is_ticked(signed_in, amelie, ask):
    page = signed_in(amelie).get(ask).content.decode()
    assert f'datetime="{next_due("birth_date", today(), amelie.citizen.birth_date)}"' in page
    ticked = re.findall(r'<input[^>]* name="(\w+)"[^>]*checked', page)
    assert ticked == ["concerned", "renews"]  # no channel: a consent is never given for somebody


def test_without_a_typed_date_the_rule_gives_it(signed_in, amelie, ask):
    signed_in(amelie).post(ask, {"due_on": "", "renews": "on"})
    assert Deadline.objects.get().due_on == next_due("birth_date", today(), amelie.citizen.birth_date)


def test_asking_records_the_consents_with_their_words(signed_in, amelie, ask):
    day = today() + dt.timedelta(days=40)
    answer = signed_in(amelie).post(ask, {"due_on": day.isoformat(), "email": "on"}, follow=True)
    assert "Rappel prévu à 9" in answer.content.decode().replace("\u00a0", " ")
    deadline = Deadline.objects.get(citizen=amelie.citizen)
    assert deadline.reminders.planned().count() == 5
    mine = Consent.objects.in_force().filter(citizen=amelie.citizen)
    assert set(mine.values_list("channel", flat=True)) == {Channel.INBOX, Channel.EMAIL}
    assert mine.get(channel=Channel.EMAIL).wording.startswith("Je veux recevoir mes rappels par courriel.")


def test_without_the_box_no_email_consent(signed_in, amelie, ask):
    signed_in(amelie).post(ask, {"due_on": (today() + dt.timedelta(days=40)).isoformat()})
    assert not Consent.objects.filter(channel=Channel.EMAIL).exists()


@pytest.mark.parametrize("wrong", ["demain", "2020-01-01", "9999-12-31", "2027-02-30"])
def test_a_wrong_date_is_explained_and_stores_nothing(signed_in, amelie, ask, wrong):
    page = signed_in(amelie).post(ask, {"due_on": wrong, "email": "on"})
    assert page.status_code == 200 and "Il reste quelque chose à corriger" in page.content.decode()
    assert not Deadline.objects.exists() and not Consent.objects.exists()


def test_a_draft_cannot_be_asked_for(signed_in, amelie, licence):
    assert signed_in(amelie).get(reverse("reminders:remind_me", args=["pneus-hiver"])).status_code == 404


def test_mine_are_drawn(signed_in, amelie, followed):
    deadline = followed(amelie, days=40)
    page = signed_in(amelie).get(reverse("reminders:deadlines")).content.decode()
    assert str(deadline.pk) in page and page.count("r-strip-step") == 5 and "Rappels envoyés" in page
    page = signed_in(amelie).get(deadline.get_absolute_url()).content.decode()
    assert page.count("r-timeline-date") == 6


@pytest.mark.parametrize("name", ["deadline", "done", "not_for_me", "change_date"])
def test_a_stranger_gets_404(signed_in, followed, amelie, bruno, name):
    address = reverse(f"reminders:{name}", args=[followed(amelie).pk])
    client = signed_in(bruno)
    assert client.post(address, {"due_on": "2027-01-01"}).status_code == 404
    assert Deadline.objects.get().is_open


def test_a_representative_sees_and_acts(signed_in, followed, amelie, rachel):
    deadline = followed(amelie)
    client = signed_in(rachel)
    assert client.get(deadline.get_absolute_url()).status_code == 200
    client.post(reverse("reminders:done", args=[deadline.pk]))
    deadline.refresh_from_db()
    assert deadline.state == "done" and deadline.closed_by == rachel


@pytest.mark.parametrize(("name", "state"), [("done", "done"), ("not_for_me", "cancelled")])
def test_closing(signed_in, followed, amelie, name, state):
    deadline = followed(amelie)
    answer = signed_in(amelie).post(reverse(f"reminders:{name}", args=[deadline.pk]), follow=True)
    deadline.refresh_from_db()
    assert deadline.state == state and not deadline.reminders.planned().exists()
    assert answer.status_code == 200


def test_moving(signed_in, followed, amelie):
    deadline = followed(amelie, days=40)
    day = deadline.due_on + dt.timedelta(days=20)
    address = reverse("reminders:change_date", args=[deadline.pk])
    client = signed_in(amelie)
    assert client.get(address).status_code == 200
    assert client.post(address, {"due_on": day.isoformat()}).status_code == 302
    deadline.refresh_from_db()
    assert deadline.due_on == day


def test_moving_onto_another_is_explained(signed_in, followed, amelie):
    one, two = followed(amelie, days=40), followed(amelie, days=41)
    page = signed_in(amelie).post(reverse("reminders:change_date", args=[one.pk]), {"due_on": two.due_on.isoformat()})
    assert "Vous suivez déjà cette échéance" in page.content.decode()


def test_a_closed_one_does_not_move(signed_in, followed, amelie):
    deadline = followed(amelie, days=40)
    client = signed_in(amelie)
    client.post(reverse("reminders:done", args=[deadline.pk]))
    client.post(reverse("reminders:change_date", args=[deadline.pk]), {"due_on": (today()).isoformat()})
    assert Deadline.objects.closed().get().due_on == deadline.due_on


def test_late_says_how_to_limit_the_damage(signed_in, followed, amelie, clock_offset):
    deadline = followed(amelie, days=2)
    clock_offset(days=5)
    page = signed_in(amelie).get(deadline.get_absolute_url()).content.decode()
    assert "comment limiter les conséquences" in page and "ne pas conduire" in page


@pytest.mark.parametrize("many", [3, 30])
def test_the_number_of_queries_is_fixed(signed_in, followed, amelie, django_assert_num_queries, many):
    for days in range(40, 40 + many):
        followed(amelie, days=days)
    client = signed_in(amelie)
    client.get(reverse("reminders:deadlines"))
    with django_assert_num_queries(QUERIES):
        client.get(reverse("reminders:deadlines"))


QUERIES = 10
"""Session, account, reach (citizen, mandates), deadlines, steps, reminders, closed ones, unread, suspensions."""


def test_the_demonstration_is_seeded_once(people, signed_in, amelie, bruno):
    seed(people)
    seed(people)
    late = Deadline.objects.with_next().get(citizen=bruno.citizen)
    assert late.due_on < today() and late.next_offset > 0
    assert Consent.objects.in_force().filter(citizen=amelie.citizen).exists()
    assert "passée depuis" in signed_in(bruno).get(reverse("pages:space")).content.decode()
