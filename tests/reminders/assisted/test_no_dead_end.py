"""A letter that returns, a telephone nobody answers: the next way the person accepted, else somebody's work."""

import pytest

from portal.clock import now
from portal.consents.models import Channel
from portal.people.actions import amend, set_phone
from portal.printing import actions as printing
from portal.work_items.models import WorkItem
from reminders.calls import actions as calls
from reminders.calls.models import Call
from reminders.deliveries.actions import send_rows
from reminders.deliveries.models import Delivery
from reminders.fallback.models import DeadLetter
from reminders.fallback.sweep import follow_up
from reminders.fallback.words import why
from reminders.letters import actions as letters
from reminders.letters.models import Letter
from tests.reminders.calls.conftest import lea, listed, morning  # noqa: F401 (the same person and hour)
from tests.reminders.paper import agree, delivery_of, reminder_of


@pytest.fixture
def reachable_both_ways(morning, lea, saaq_agent):  # noqa: F811
    agree(lea, Channel.LETTER, saaq_agent)
    amend(citizen=lea, columns={"postal_address": "1, rue A\nLévis (Québec)  G6V 1A1"}, by=saaq_agent)
    return lea


def test_a_letter_that_returns_becomes_a_call(reachable_both_ways, licence, operator, saaq_agent):
    person = reachable_both_ways
    delivery = delivery_of(person, Channel.LETTER, reminder_of(person, licence))
    letters.queue(deliveries=[delivery], at=now(), by=None)
    batch = printing.note_download(batch=printing.prepare(printable="letters", by=operator), by=operator)
    printing.mark_printed(batch=batch, by=operator)
    letters.mark_returned(letter=Letter.objects.get(), by=operator)
    for _ in range(2):
        follow_up()
        send_rows()
    call = Call.objects.get()
    assert (call.citizen, call.delivery.group) == (person, delivery.group)
    assert calls.take(call=call, by=saaq_agent)


def test_a_wrong_number_becomes_a_letter(reachable_both_ways, listed, saaq_agent):  # noqa: F811
    call = calls.take(call=listed(reachable_both_ways), by=saaq_agent)
    calls.note(call=call, outcome="wrong_number", by=saaq_agent)
    follow_up()
    send_rows()
    assert Letter.objects.queued().get().citizen == reachable_both_ways


def test_nobody_answers_and_no_way_is_left_somebody_is_asked(morning, lea, listed, saaq_agent):  # noqa: F811
    call = listed(lea)
    for _ in range(4):
        call = calls.note(call=calls.take(call=call, by=saaq_agent), outcome="no_answer", by=saaq_agent)
        if call.next_try_at:
            morning.move_to(call.next_try_at)
    follow_up()
    assert Delivery.objects.get().followed_up_at
    assert "sans réponse" in why(DeadLetter.objects.get())
    assert WorkItem.objects.open().filter(kind="reminders.reach", team__organization=call.organization).exists()


def test_a_number_that_changed_is_called_again_after_a_wrong_one(morning, lea, listed, saaq_agent):  # noqa: F811
    call = calls.take(call=listed(lea), by=saaq_agent)
    calls.note(call=call, outcome="wrong_number", by=saaq_agent)
    set_phone(citizen=lea, phone="+14185550166", verified=False, by=saaq_agent)
    assert calls.take(call=listed(lea, days=12), by=saaq_agent)
