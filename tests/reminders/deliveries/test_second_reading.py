"""Consent, act, date, stop and address are read again when an attempt is committed: what a sender holds leaves no more
once they have changed."""

import datetime as dt

import pytest

from portal.clock import now, today
from portal.consents.actions import withdraw
from portal.consents.models import Channel, Purpose
from portal.people.models import Citizen
from reminders.deadlines.actions import follow, mark_done, move
from reminders.deliveries.actions import send_ready
from reminders.deliveries.adapters import adapter_of
from reminders.deliveries.claims import DeliveryQueue
from reminders.deliveries.email_adapter import EmailAdapter
from reminders.deliveries.models import Delivery
from reminders.deliveries.release import release_due
from reminders.kinds.models import DeadlineKind
from reminders.preferences.wordings import wording_of
from reminders.suspensions.actions import suspend
from reminders.suspensions.models import Suspension

pytestmark = pytest.mark.django_db
State = Delivery.State
PEOPLE = 20


def change(what: str, deadline, person: Citizen, by) -> None:
    match what:
        case "withdrawn":
            withdraw(citizen=person, purpose=Purpose.REMINDERS, channel=Channel.EMAIL, by=by)
        case "done":
            mark_done(deadline=deadline, by=by)
        case "moved":
            move(deadline=deadline, due_on=deadline.due_on + dt.timedelta(days=60), by=by)
        case "suspended":
            reason = Suspension.Reason.BOUNCE
            suspend(citizen=person, channel=Channel.EMAIL, address=person.email, reason=reason, by=None)
        case "stopped":
            DeadlineKind.objects.filter(pk=deadline.kind_id).update(stopped_at=now(), stopped_by=by)
        case "another address":
            Citizen.objects.filter(pk=person.pk).update(email="ailleurs@relais.example")
        case "unconfirmed":
            Citizen.objects.filter(pk=person.pk).update(email_verified_at=None)
        case "closed":
            type(by).objects.filter(pk=person.user_id).update(is_active=False)


@pytest.fixture
def ready(followed, bruno, clock_offset):
    deadline = followed(bruno)
    clock_offset(days=4)
    release_due()
    return deadline


@pytest.mark.parametrize(
    ("what", "state", "code"),
    [
        ("withdrawn", State.CANCELLED, "consent"),
        ("done", State.CANCELLED, "useless"),
        ("moved", State.CANCELLED, "useless"),
        ("suspended", State.CANCELLED, "suspended"),
        ("unconfirmed", State.CANCELLED, "contact"),
        ("stopped", State.READY, ""),
        ("another address", State.READY, ""),
        ("closed", State.CANCELLED, "closed"),
    ],
)
def test_a_change_after_the_claim_stops_the_message(ready, bruno, saaq_administrator, what, state, code):
    queue = DeliveryQueue(adapter_of(Channel.EMAIL))
    with queue.alive():
        (message,) = queue.claim(10)
        change(what, ready, bruno.citizen, saaq_administrator)
        assert queue.record([message], []) == set()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.code) == (state, code)
    assert delivery.claimed_by is None and delivery.attempted_at is None


def test_without_a_change_it_leaves(ready):
    queue = DeliveryQueue(adapter_of(Channel.EMAIL))
    with queue.alive():
        (message,) = queue.claim(10)
        assert queue.record([message], []) == {message.id}


def test_none_of_twenty_leaves_after_the_change(followed, licence, bruno, amelie, mail_sink, clock_offset, monkeypatch):
    """All are claimed and composed, then twenty withdraw; one who does not still gets theirs."""
    people = [a_follower(number, licence, by=bruno) for number in range(PEOPLE)]
    followed(amelie)
    clock_offset(days=4)
    release_due()
    composed = EmailAdapter.compose

    def compose_then_change(adapter, messages):
        composed(adapter, messages)
        for person in people:
            withdraw(citizen=person, purpose=Purpose.REMINDERS, channel=Channel.EMAIL, by=bruno)

    monkeypatch.setattr(EmailAdapter, "compose", compose_then_change)
    assert send_ready() == 1
    assert [message["To"] for message in mail_sink.messages] == [amelie.citizen.email]
    assert Delivery.objects.filter(state=State.CANCELLED, code="consent").count() == PEOPLE


def a_follower(number: int, kind: DeadlineKind, *, by) -> Citizen:
    person = Citizen.objects.create(
        given_name="Personne", family_name=str(number), email=f"p{number}@relais.example", email_verified_at=now()
    )
    wordings = {channel: wording_of(Purpose.REMINDERS, channel) for channel in (Channel.INBOX, Channel.EMAIL)}
    follow(citizen=person, kind=kind, due_on=today() + dt.timedelta(days=10), wordings=wordings, by=by)
    return person


def test_a_new_address_gets_it_in_the_same_run(ready, bruno, mail_sink, monkeypatch):
    composed, changes = EmailAdapter.compose, ["ailleurs@relais.example"]

    def compose_then_move(adapter, messages):
        composed(adapter, messages)
        if changes:
            Citizen.objects.filter(user=bruno).update(email=changes.pop())

    monkeypatch.setattr(EmailAdapter, "compose", compose_then_move)
    send_ready()
    assert [message["To"] for message in mail_sink.messages] == ["ailleurs@relais.example"]
