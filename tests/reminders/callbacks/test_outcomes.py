"""What providers say changes deliveries, contact points and consents: once, and the same whatever the order."""

import datetime as dt
import itertools

import pytest

from portal.audit.models import AuditEvent
from portal.clock import now
from portal.consents.actions import give
from portal.consents.models import Channel, Consent, How, Purpose
from portal.people.actions import confirm_email
from reminders.callbacks.actions import WAIT_FOR_DELIVERY, handle_events
from reminders.callbacks.models import ProviderEvent
from reminders.deliveries.models import Delivery
from reminders.suspensions.actions import lift
from reminders.suspensions.models import Suspension
from tests.reminders.callbacks.conftest import EMAIL, SMS, call, said_of

pytestmark = pytest.mark.django_db
State = Delivery.State


def state_of(delivery: Delivery) -> str:
    return Delivery.objects.get(pk=delivery.pk).state


def suspended() -> list[tuple[str, str]]:
    return list(Suspension.objects.in_force().order_by("pk").values_list("channel", "reason"))


def test_a_hard_bounce_suspends_the_address_and_takes_the_delivery_back(left, bruno):
    delivery = left(bruno)
    assert call(EMAIL, said_of(delivery, code="5.1.1")).status_code == 204
    assert handle_events() == 1
    row = Delivery.objects.get(pk=delivery.pk)
    assert (row.state, row.code, row.followed_up_at) == (State.BOUNCED, "5.1.1", None)
    suspension = Suspension.objects.get()
    assert (suspension.address, suspension.reason) == (bruno.citizen.email, Suspension.Reason.BOUNCE)
    assert AuditEvent.objects.filter(verb="contact.suspended", citizen_id=bruno.citizen.pk).count() == 1


def test_a_soft_bounce_is_tried_again_and_suspends_nothing(left, bruno):
    delivery = left(bruno, reminder_ids=[4, 5])
    call(EMAIL, said_of(delivery, type="soft", code="4.2.2"))
    handle_events()
    again = Delivery.objects.get(attempt=2)
    assert (state_of(delivery), again.state, again.message_id) == (State.BOUNCED, State.READY, delivery.message_id)
    assert again.not_before > now() and again.reminder_ids == [4, 5] and not suspended()


def test_a_complaint_stops_the_address_though_the_message_arrived(left, bruno):
    delivery = left(bruno)
    call(EMAIL, said_of(delivery, "complained"))
    handle_events()
    assert state_of(delivery) == State.ACCEPTED
    assert suspended() == [(Channel.EMAIL, Suspension.Reason.COMPLAINT)]


def test_an_undeliverable_number_suspends_texts_and_not_calls(left, bruno):
    delivery = left(bruno, Channel.SMS, reference="sms-77")
    call(SMS, {"id": "x", "reference": "sms-77", "status": "failed", "code": "unknown-subscriber"})
    handle_events()
    assert state_of(delivery) == State.BOUNCED
    assert suspended() == [(Channel.SMS, Suspension.Reason.UNDELIVERABLE)]


def test_a_provider_may_use_our_own_reference(left, bruno):
    delivery = left(bruno, Channel.SMS)
    call(SMS, {"id": "x", "reference": str(delivery.key).upper(), "status": "failed"})
    assert handle_events() == 1 and state_of(delivery) == State.BOUNCED


def test_a_text_of_unknown_outcome_that_arrived_is_known_at_last(left, bruno):
    delivery = left(bruno, Channel.SMS, state=State.UNCERTAIN)
    call(SMS, {"id": "x", "reference": str(delivery.key), "status": "delivered"})
    handle_events()
    assert state_of(delivery) == State.ACCEPTED


@pytest.mark.parametrize("order", list(itertools.permutations(["delivered", "hard", "soft"])))
@pytest.mark.parametrize("together", [True, False])
def test_the_order_in_which_they_come_changes_nothing(left, bruno, order, together):
    delivery = left(bruno)
    for key in order:
        event = "delivered" if key == "delivered" else "bounced"
        call(EMAIL, said_of(delivery, event, key, type=key))
        if not together:
            handle_events()
    handle_events()
    assert state_of(delivery) == State.BOUNCED
    assert suspended() == [(Channel.EMAIL, Suspension.Reason.BOUNCE)]


def test_replayed_it_changes_nothing_even_after_the_address_was_taken_up_again(left, bruno):
    delivery = left(bruno)
    call(EMAIL, said_of(delivery))
    handle_events()
    lift(suspension=Suspension.objects.get(), by=bruno)
    assert call(EMAIL, said_of(delivery)).status_code == 204  # the same event
    call(EMAIL, said_of(delivery, key="e2"))  # the same said otherwise, of the same old message
    handle_events()
    assert not suspended() and ProviderEvent.objects.count() == 2


def test_a_bounce_of_a_former_address_spares_the_new_one_and_the_message_goes_there(left, bruno):
    delivery = left(bruno)
    confirm_email(citizen=bruno.citizen, email="neuve@relais.example", by=bruno)
    call(EMAIL, said_of(delivery))
    handle_events()
    assert not suspended() and state_of(delivery) == State.BOUNCED
    assert Delivery.objects.get(attempt=2).state == State.READY


def test_an_event_older_than_the_confirmation_does_not_suspend(left, bruno):
    delivery = left(bruno)
    old = (dt.datetime.now(dt.UTC) - dt.timedelta(days=31)).isoformat()
    call(EMAIL, said_of(delivery, at=old))
    handle_events()
    assert not suspended()


def test_a_bounce_of_the_message_tells_of_its_last_attempt(left, bruno):
    first = left(bruno, state=State.UNCERTAIN)
    second = left(bruno, attempt=2)
    call(EMAIL, said_of(first))
    handle_events()
    assert (state_of(first), state_of(second)) == (State.UNCERTAIN, State.BOUNCED)


def test_what_is_still_under_way_waits_for_its_sender(left, bruno):
    delivery = left(bruno, state=State.ATTEMPTED, settled_at=None, claimed_until=now(), claimed_by=1)
    call(EMAIL, said_of(delivery))
    assert handle_events() == 0 and ProviderEvent.objects.waiting().count() == 1
    Delivery.objects.filter(pk=delivery.pk).update(
        state=State.ACCEPTED, settled_at=now(), claimed_by=None, claimed_until=None
    )
    assert handle_events() == 1 and state_of(delivery) == State.BOUNCED


def test_an_unknown_reference_is_kept_a_while_and_changes_nothing(left, bruno, clock_offset):
    delivery = left(bruno)
    call(SMS, {"id": "x", "reference": "code-of-somebody", "status": "failed"})
    call(EMAIL, {"id": "y", "event": "bounced", "message_id": "<00000000-0000-0000-0000-000000000000@x>"})
    assert handle_events() == 0 and ProviderEvent.objects.waiting().count() == 2
    clock_offset(seconds=WAIT_FOR_DELIVERY.total_seconds() + 1)
    assert handle_events() == 0 and not ProviderEvent.objects.waiting().exists()
    assert state_of(delivery) == State.ACCEPTED and not suspended()


def test_unsubscribing_at_the_provider_withdraws_that_consent(left, bruno):
    delivery = left(bruno)
    for purpose in (Purpose.REMINDERS, Purpose.LEARN):
        give(citizen=bruno.citizen, purpose=purpose, channel=Channel.EMAIL, wording="Oui", by=bruno)
    call(EMAIL, said_of(delivery, "unsubscribed"))
    handle_events()
    assert list(Consent.objects.in_force().values_list("purpose", flat=True)) == [Purpose.LEARN]


def test_stop_is_obeyed_at_once_and_a_replay_does_not_undo_a_new_consent(reached, bruno):
    number = reached(bruno).phone.as_e164
    choice = {"citizen": bruno.citizen, "purpose": Purpose.REMINDERS, "channel": Channel.SMS}
    give(**choice, wording="Oui", by=bruno)
    message = {"id": "in-1", "from": number, "text": "Arrêt"}
    assert call(SMS, message).status_code == 204
    assert Consent.objects.get().withdrawn_how == How.SMS_STOP
    give(**choice, wording="Oui, encore", by=bruno)
    call(SMS, message)
    assert Consent.objects.in_force().count() == 1
    call(SMS, {"id": "in-2", "from": number, "text": "merci!"})
    assert Consent.objects.in_force().count() == 1
    assert list(ProviderEvent.objects.order_by("pk").values_list("kind", flat=True)) == ["stopped", "received"]


def test_nothing_personal_is_kept(left, bruno):
    delivery = left(bruno)
    call(EMAIL, said_of(delivery, key=bruno.citizen.email, code=f"550 <{bruno.citizen.email}> inconnu"))
    call(SMS, {"id": "i", "from": bruno.citizen.phone.as_e164, "text": "STOP"})
    for row in ProviderEvent.objects.order_by("pk").values_list():
        said = " ".join(map(str, row))
        assert bruno.citizen.email not in said and bruno.citizen.phone.as_e164 not in said


@pytest.mark.slow
def test_thousands_at_once(left, bruno, amelie, django_assert_max_num_queries):
    """A whole mailing comes back: kept in a few statements, handled in batches, the same outcome as one by one."""
    deliveries = [left(bruno, group=f"reminder:{number}") for number in range(40)]
    first = left(amelie)
    events = [said_of(delivery, "delivered", f"d{index}") for index, delivery in enumerate(deliveries)]
    events += [{"id": f"u{number}", "event": "bounced", "message_id": f"m{number}"} for number in range(950)]
    with django_assert_max_num_queries(8):
        assert call(EMAIL, {"events": [*events, said_of(first)]}).status_code == 204
    with django_assert_max_num_queries(45):
        assert handle_events() == 41
    assert state_of(first) == State.BOUNCED and len(suspended()) == 1
    assert call(EMAIL, {"events": events * 2}).status_code == 400  # more than a call may hold


def test_several_messages_to_a_dead_address_suspend_it_once(left, bruno, amelie):
    """They come back one after the other, each in its own call; another person's address is left alone."""
    first, second, third = (left(bruno, group=f"reminder:{number}") for number in (1, 2, 3))
    left(amelie)
    for number, delivery in enumerate((first, second)):
        assert call(EMAIL, said_of(delivery, key=f"e{number}")).status_code == 204
        assert handle_events() == 1
    call(EMAIL, said_of(third, "complained", key="e9"))
    handle_events()
    assert suspended() == [(Channel.EMAIL, Suspension.Reason.BOUNCE)]
    assert (state_of(first), state_of(second), state_of(third)) == (State.BOUNCED, State.BOUNCED, State.ACCEPTED)
    assert AuditEvent.objects.filter(verb="contact.suspended").count() == 1
