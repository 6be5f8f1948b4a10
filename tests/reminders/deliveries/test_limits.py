"""What must be longer than what: a final dot is waited for, nobody takes the sender for dead meanwhile."""

from types import SimpleNamespace

import pytest

from portal.celery import app
from portal.consents.models import Channel
from reminders.deliveries import sending
from reminders.deliveries.adapters import adapter_of
from reminders.deliveries.claims import RENEW_EVERY
from reminders.deliveries.sending import Sender


def test_a_final_dot_is_waited_for_as_the_rfc_asks(settings):
    assert settings.EMAIL_FINAL_TIMEOUT >= 600  # RFC 5321 §4.5.3.2.6


def test_a_sender_may_wait_for_its_last_answer(settings):
    dialogue = 6 * settings.EMAIL_TIMEOUT  # connection, greeting, commands
    assert settings.SENDER_WORKS_FOR + settings.EMAIL_FINAL_TIMEOUT + dialogue < settings.SENDER_TIME_LIMIT
    app.loader.import_default_modules()
    assert app.tasks["reminders.send"].time_limit == settings.SENDER_TIME_LIMIT


def test_no_task_is_given_to_another_worker_while_it_works(settings):
    app.loader.import_default_modules()
    limits = {name: task.time_limit or settings.CELERY_TASK_TIME_LIMIT for name, task in app.tasks.items()}
    assert max(limits.values()) < settings.BROKER_VISIBILITY


def test_a_lease_outlives_two_renewals():
    assert 2 * RENEW_EVERY < 45


@pytest.fixture
def sender(monkeypatch):
    """A sender whose clock the test moves; `told` is what it did."""
    made = Sender(adapter_of(Channel.EMAIL))
    made.steps, made.clock, made.found = [], 0.0, []
    monkeypatch.setattr(sending, "time", SimpleNamespace(monotonic=lambda: made.clock))
    made._over_at, made._longest_at = 10.0, 600.0
    made._slot.callback(made.steps.append, "slot free")
    monkeypatch.setattr(made, "_claim", lambda: made.steps.append("claim") or made.found)
    return made


def loop_of(sender, *, is_busy: bool, is_held_up: bool):
    return SimpleNamespace(
        is_busy=is_busy,
        is_held_up=is_held_up,
        give=lambda batch: sender.steps.append("give"),
        finish=lambda: sender.steps.append("finish"),
    )


@pytest.mark.parametrize(
    ("clock", "busy", "held_up", "found", "expected"),
    [
        (1, True, False, ["message"], ["claim", "give"]),
        (1, False, False, [], ["claim", "finish", "slot free"]),
        (1, True, False, [], ["claim"]),  # the message under way may become a slow one
        (11, True, False, ["message"], []),
        (11, False, False, ["message"], ["finish", "slot free"]),
        (11, True, True, ["message"], ["claim", "give"]),  # it must live for one, and serves the others
        (11, True, True, [], ["claim"]),
        (601, True, True, ["message"], ["finish", "slot free"]),  # another sender comes while this one waits
    ],
)
def test_a_sender_that_waits_serves_the_others(sender, clock, busy, held_up, found, expected):
    sender.clock, sender.found = float(clock), found
    sender._feed(loop_of(sender, is_busy=busy, is_held_up=held_up))
    assert sender.steps == expected


def test_it_does_not_ask_the_database_without_end(sender):
    loop = loop_of(sender, is_busy=True, is_held_up=True)
    for tenth in range(30):
        sender.clock = 20 + tenth / 10
        sender._feed(loop)
    assert sender.steps.count("claim") == 3
