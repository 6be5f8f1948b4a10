"""When an account was here before, by the session's own activity."""

import datetime as dt

import pytest
from django.urls import reverse

from portal import clock
from portal.account_closing.erasing import erase
from portal.people.models import User, Visit
from portal.people.visits import PREVIOUS

pytestmark = pytest.mark.django_db
HELP = reverse("pages:help")


def seen(user) -> dt.datetime:
    return Visit.objects.get(user=user).seen_at


def test_a_first_visit_has_none_before_it(amelie, signed_in):
    client = signed_in(amelie)
    client.get(HELP)
    assert PREVIOUS not in client.session and abs(seen(amelie) - clock.now()) < dt.timedelta(minutes=1)


def test_a_visit_ends_with_its_last_page_and_the_next_one_knows_when(amelie, signed_in, clock_offset):
    first = signed_in(amelie)
    first.get(HELP)
    clock_offset(minutes=20)
    first.get(HELP)
    ended = seen(amelie)
    assert abs(ended - clock.now()) < dt.timedelta(minutes=1)
    clock_offset(days=3)
    second = signed_in(amelie)
    assert dt.datetime.fromisoformat(second.session[PREVIOUS]) == ended
    clock_offset(days=3, minutes=10)
    second.get(HELP)
    assert dt.datetime.fromisoformat(second.session[PREVIOUS]) == ended < seen(amelie)


def test_it_is_noted_by_the_minute_and_not_by_a_page_that_asks_by_itself(amelie, signed_in, clock_offset):
    client = signed_in(amelie)
    client.get(HELP)
    began = seen(amelie)
    clock_offset(seconds=30)
    client.get(HELP)
    clock_offset(minutes=5)
    client.get("/session/etat/", headers={"X-Passive": "1"})
    assert seen(amelie) == began


def test_who_acts_for_somebody_visits_as_themselves(amelie, rachel, signed_in, clock_offset):
    signed_in(amelie)
    was = seen(amelie)
    clock_offset(days=1)
    helper = signed_in(rachel, place=amelie.citizen)
    assert helper.get(reverse("pages:space")).status_code == 200
    clock_offset(days=1, minutes=9)
    helper.get(reverse("pages:space"))
    assert seen(amelie) == was and seen(rachel) > was


def test_an_erased_account_keeps_none(amelie, signed_in):
    signed_in(amelie)
    User.objects.filter(pk=amelie.pk).update(closed_at=clock.now())
    erase(account=User.objects.get(pk=amelie.pk))
    assert not Visit.objects.filter(user=amelie).exists()
