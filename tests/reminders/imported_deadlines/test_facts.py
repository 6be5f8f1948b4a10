"""What an organization's system hears of the deadlines that it sent: once, and nothing of the person."""

import json

import pytest

from portal.clock import now
from portal.consents.models import Channel
from portal.webhooks import actions, sources
from portal.webhooks.models import WebhookCall
from reminders.deadlines.actions import mark_done
from reminders.deliveries.models import Delivery
from reminders.fallback.work import open_work
from reminders.imported_deadlines.actions import receive
from reminders.imported_deadlines.facts import EVENTS
from reminders.imported_deadlines.rows import ImportedRow
from reminders.reminders.models import Reminder
from tests.reminders.paper import delivery_of

pytestmark = pytest.mark.django_db


def accepted(imported_deadline, state=Delivery.State.ACCEPTED, channel=Channel.EMAIL):
    """A reminder of that deadline left; returns its delivery."""
    reminder = imported_deadline.deadline.reminders.order_by("due_at").first()
    Reminder.objects.filter(pk=reminder.pk).update(state="sent", settled_at=now())
    return delivery_of(imported_deadline.citizen, channel, reminder, state=state)


def test_delivered_is_told_once_with_the_reference_only(subscribed, sent, receiver, amelie):
    (imported_deadline,) = sent()
    assert actions.sweep() == 0
    delivery = accepted(imported_deadline)
    assert [actions.sweep() for _ in range(3)] == [1, 0, 0]
    assert receiver.received == [
        {
            "type": "deadline.delivered",
            "timestamp": delivery.settled_at.isoformat(),
            "data": {"reference": "F-0"},
        }
    ]
    everything = json.dumps([str(receiver.calls), receiver.paths], ensure_ascii=False)
    for personal in (amelie.citizen.family_name, amelie.email, "A-100", "A100", str(amelie.citizen.pk)):
        assert personal not in everything


@pytest.mark.parametrize("state", ["ready", "failed", "uncertain", "bounced"])
def test_what_did_not_arrive_is_not_told(subscribed, sent, receiver, state):
    columns = {"settled_at": None} if state == "ready" else {}
    (imported_deadline,) = sent()
    Delivery.objects.filter(pk=accepted(imported_deadline).pk).update(state=state, **columns)
    assert actions.sweep() == 0


def test_a_letter_is_told_once_posted_not_when_queued(subscribed, sent):
    accepted(sent()[0], channel=Channel.LETTER)
    assert sources.find() == 0


def test_done_is_the_person_s_word_not_an_echo(subscribed, sent, receiver, amelie, kind, saaq):
    first, second = sent(2)
    mark_done(deadline=first.deadline, by=amelie)
    row = ImportedRow(second.reference, kind, "A-100", second.due_on, None, "done")
    receive(organization=saaq, rows=[row], by=None, origin="import")
    actions.sweep()
    assert [(one["type"], one["data"]["reference"]) for one in receiver.received] == [("deadline.done", "F-0")]


def test_unreached_when_somebody_is_asked_to_join_the_person(subscribed, sent, receiver):
    imported_deadline, _other = sent(2)
    open_work([imported_deadline.deadline])
    actions.sweep()
    assert [(one["type"], one["data"]["reference"]) for one in receiver.received] == [("deadline.unreached", "F-0")]


def test_only_what_was_asked_for_and_only_since(kind, saaq, saaq_administrator, receiver, sent, amelie, clock_offset):
    early, late = sent(2)
    mark_done(deadline=early.deadline, by=amelie)
    clock_offset(minutes=1)
    actions.subscribe(organization=saaq, url=receiver.url, events=["deadline.done"], by=saaq_administrator)
    accepted(late)
    clock_offset(minutes=2)
    mark_done(deadline=late.deadline, by=amelie)
    actions.sweep()
    assert [(one["type"], one["data"]["reference"]) for one in receiver.received] == [("deadline.done", late.reference)]


def test_another_organization_hears_nothing(sent, ramq, ramq_administrator, receiver, amelie):
    actions.subscribe(organization=ramq, url=receiver.url, events=list(EVENTS), by=ramq_administrator)
    mark_done(deadline=sent()[0].deadline, by=amelie)
    assert actions.sweep() == 0 and not WebhookCall.objects.exists()


def test_thousands_are_found_in_one_statement(subscribed, sent, django_assert_num_queries):
    for imported_deadline in sent(30):
        accepted(imported_deadline)
    with django_assert_num_queries(4):  # one for each noun that tells something
        assert sources.find() == 30
    assert sources.find() == 0


def test_nothing_is_found_for_an_address_that_was_stopped(subscribed, sent, saaq_administrator):
    actions.revoke(subscription=subscribed[0], by=saaq_administrator)
    accepted(sent()[0])
    assert sources.find() == 0
