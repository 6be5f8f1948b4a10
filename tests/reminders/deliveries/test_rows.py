"""Letters and calls are rows of ours: one that our own code cannot write holds nobody back."""

import datetime as dt

import pytest

from portal.consents.models import Channel
from portal.people.models import Citizen
from reminders.deliveries import actions
from reminders.deliveries.actions import MOST_TRIES, send_rows
from reminders.deliveries.adapters import adapter_of
from reminders.deliveries.models import Delivery
from reminders.fallback.models import DeadLetter
from reminders.fallback.sweep import follow_up
from reminders.letters.models import Letter
from tests.reminders.paper import agree, delivery_of, reminder_of

pytestmark = pytest.mark.django_db
READY = {"state": Delivery.State.READY, "attempted_at": None, "settled_at": None}


class Broken(Exception):
    """A row that our code cannot write."""


@pytest.fixture
def letters(licence, saaq_agent):
    """Five people's letters, ready."""

    def person(number: int) -> Delivery:
        names = {"given_name": f"Personne {number}", "family_name": "Roy"}
        citizen = Citizen.objects.create(postal_address=f"{number}, rue A\nLévis (Québec)  G6V 1A1", **names)
        agree(citizen, Channel.LETTER, saaq_agent)
        return delivery_of(citizen, Channel.LETTER, reminder_of(citizen, licence, days=20), **READY)

    return [person(number) for number in range(5)]


@pytest.fixture
def breaks_on(monkeypatch):
    """`breaks_on(deliveries)`: writing any of them fails, after it has written something."""
    adapter = adapter_of(Channel.LETTER)
    real, broken = type(adapter).write_rows, set()

    def write_rows(self, deliveries, *, at: dt.datetime) -> None:
        real(self, deliveries, at=at)
        if broken & {delivery.recipient_id for delivery in deliveries}:
            raise Broken

    monkeypatch.setattr(type(adapter), "write_rows", write_rows)

    def choose(*deliveries: Delivery) -> None:
        broken.clear()
        broken.update(delivery.recipient_id for delivery in deliveries)

    return choose


def of(delivery: Delivery) -> list[tuple[str, str]]:
    return list(Delivery.objects.same_message(delivery).order_by("attempt").values_list("state", "code"))


def test_the_others_leave(letters, breaks_on):
    breaks_on(letters[2])
    assert send_rows() == 4
    assert Letter.objects.count() == 4 and not Letter.objects.filter(citizen=letters[2].recipient).exists()
    assert of(letters[2]) == [("failed", "internal"), ("ready", "")]
    assert not DeadLetter.objects.exists() and follow_up() == 0


def test_a_whole_batch_that_fails_does_not_hold_back_the_next(letters, breaks_on, monkeypatch):
    monkeypatch.setattr(actions, "ROWS", 2)
    first = sorted(letters, key=lambda one: one.not_before)[:2]
    breaks_on(*first)
    assert send_rows() == 3 and Letter.objects.count() == 3


def test_it_is_tried_again_later_and_leaves_once(letters, breaks_on, clock_offset):
    breaks_on(letters[2])
    send_rows()
    breaks_on()
    assert send_rows() == 0  # not at once
    clock_offset(minutes=2)
    assert (send_rows(), send_rows()) == (1, 0)
    assert of(letters[2]) == [("failed", "internal"), ("accepted", "")] and Letter.objects.count() == 5


def test_after_so_many_tries_people_are_told(letters, breaks_on, clock_offset):
    breaks_on(letters[2])
    for hour in range(MOST_TRIES):
        clock_offset(hours=2 * hour)
        send_rows()
    assert of(letters[2]) == [("failed", "internal")] * MOST_TRIES
    follow_up()
    assert DeadLetter.objects.open().get().delivery.attempt == MOST_TRIES
    assert Letter.objects.count() == 4
