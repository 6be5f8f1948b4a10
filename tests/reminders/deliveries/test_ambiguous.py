"""An answer that does not come: waited for as RFC 5321 asks, then repeated twice at most, then told to people."""

import datetime as dt
import time
import uuid

import pytest

from reminders.deliveries.actions import send_ready
from reminders.deliveries.models import Delivery
from reminders.deliveries.outgoing import OutgoingMessage
from reminders.deliveries.release import release_due
from reminders.deliveries.results import MOST_REPEATED, ambiguous_result, orphan_result
from reminders.fallback.models import DeadLetter
from reminders.fallback.sweep import follow_up
from reminders.fallback.words import why

pytestmark = pytest.mark.django_db
State = Delivery.State


@pytest.fixture
def ready(followed, bruno, clock_offset):
    """One e-mail to Bruno, released and ready to leave."""
    followed(bruno)
    clock_offset(days=4)
    release_due()


@pytest.fixture
def later(clock_offset):
    def move(hours: int) -> None:
        clock_offset(days=4, hours=hours)

    return move


def states() -> list[str]:
    return list(Delivery.objects.order_by("attempt").values_list("state", flat=True))


def test_a_relay_slower_than_a_command_is_waited_for(ready, mail_sink, settings):
    settings.EMAIL_TIMEOUT, settings.EMAIL_FINAL_TIMEOUT = 0.5, 10
    mail_sink.after_accepting = lambda: time.sleep(1.5)
    assert send_ready() == 1
    assert states() == [State.ACCEPTED] and len(mail_sink.messages) == 1


def test_a_mute_relay_gets_it_three_times_under_one_name_then_people_are_told(ready, mail_sink, settings, later):
    settings.EMAIL_FINAL_TIMEOUT = 0.2
    mail_sink.after_accepting = lambda: time.sleep(0.5)
    for hours in range(8):
        later(hours)
        send_ready()
        time.sleep(0.4)
    assert len(mail_sink.ids) == 1 + MOST_REPEATED and len(set(mail_sink.ids)) == 1
    assert states() == [State.UNCERTAIN] * 3
    assert list(Delivery.objects.order_by("attempt").values_list("ambiguous_attempts", flat=True)) == [1, 2, 3]
    follow_up()
    letter = DeadLetter.objects.get()
    assert letter.delivery.attempt == 3 and "même après l’avoir répété" in why(letter)


def test_plain_refusals_in_between_do_not_count(ready, mail_sink, settings, later):
    mail_sink.answers = ["451 plus tard"] * 4
    for hours in range(4):
        later(hours)
        send_ready()
    settings.EMAIL_FINAL_TIMEOUT = 0.2
    mail_sink.after_accepting = lambda: time.sleep(0.5)
    later(6)
    send_ready()
    last = Delivery.objects.get(attempt=6)
    assert last.state == State.READY and last.ambiguous_attempts == 1


AT = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(("former", "again"), [(0, True), (1, True), (2, False)])
def test_whoever_is_to_blame_it_is_repeated_twice(former, again):
    message = OutgoingMessage(*[uuid.UUID(int=1)] * 3, "email", "reminders", 4, AT, former)
    for result in (ambiguous_result(message, "cut", AT), orphan_result(message, AT)):
        assert (result.state, result.is_ambiguous, result.then is not None) == ("uncertain", True, again)


def test_what_is_of_no_use_any_more_is_not_repeated():
    soon = AT + dt.timedelta(seconds=5)
    message = OutgoingMessage(*[uuid.UUID(int=1)] * 3, "email", "reminders", 1, AT, useful_until=soon)
    assert orphan_result(message, AT).then is None
