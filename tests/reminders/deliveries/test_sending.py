"""Claim, send, record: what happens when things go wrong in between."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from portal.clock import now
from portal.consents.actions import give, withdraw
from portal.consents.models import Channel, Purpose
from portal.notices.actions import announce
from portal.people.models import Citizen
from reminders.deadlines.actions import mark_done, move
from reminders.deliveries import email_adapter
from reminders.deliveries.actions import send_ready
from reminders.deliveries.adapters import adapter_of
from reminders.deliveries.claims import DeliveryQueue
from reminders.deliveries.models import Delivery
from reminders.deliveries.outgoing import SendResult
from reminders.deliveries.release import release_due, release_notices
from reminders.inbox.models import InboxItem
from tests.together import at_once

pytestmark = pytest.mark.django_db
State = Delivery.State


@pytest.fixture
def ready(followed, bruno, clock_offset):
    """One e-mail to Bruno, released and ready to leave."""
    deadline = followed(bruno)
    clock_offset(days=4)
    release_due()
    return deadline


def states(**where) -> list[str]:
    return list(Delivery.objects.filter(**where).order_by("attempt").values_list("state", flat=True))


def lease_over() -> None:
    Delivery.objects.update(claimed_until=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))


def test_it_leaves_once_and_says_the_consequence(ready, mail_sink):
    assert (send_ready(), send_ready()) == (1, 0)
    message = mail_sink.messages[0]
    assert message["To"] == "bruno@relais.example" and message["Auto-Submitted"] == "auto-generated"
    assert message["Subject"] == "Rappel : Paiement annuel du permis de conduire"
    text = message.get_body("plain").get_content()
    assert "vous perdez le droit de conduire" in text and "dans votre espace Relais" in text
    assert message.get_body("html") is not None
    assert states() == [State.ACCEPTED]


def test_after_the_date_it_says_the_remedy(ready, mail_sink, clock_offset):
    clock_offset(days=12)
    release_due()
    send_ready()
    text = mail_sink.messages[-1].get_body("plain").get_content()
    assert "Pour limiter les conséquences" in text and "ne pas conduire" in text


def test_temporary_is_tried_again_later_with_the_same_id(ready, mail_sink, clock_offset):
    mail_sink.answers = ["451 plus tard"]
    assert send_ready() == 0
    assert states() == [State.FAILED, State.READY]
    clock_offset(days=4, minutes=2)
    assert send_ready() == 1
    assert states() == [State.FAILED, State.ACCEPTED]
    assert len({delivery.message_id for delivery in Delivery.objects.all()}) == 1
    assert mail_sink.ids == [Delivery.objects.get(attempt=2).message_id]


def test_permanent_is_not_tried_again(ready, mail_sink):
    mail_sink.answers = ["550 inconnu"]
    send_ready()
    assert states() == [State.FAILED] and Delivery.objects.get().code == "550"


def test_a_relay_that_is_away_loses_nothing(ready, settings, mail_sink, clock_offset):
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 9
    assert send_ready() == 0
    assert states() == [State.READY]  # no attempt is spent on a relay that does not answer
    settings.EMAIL_PORT = port
    assert send_ready() == 1


@pytest.mark.parametrize("change", ["withdrawn", "done", "moved"])
def test_what_changed_after_it_was_queued_stops_it(ready, bruno, mail_sink, change):
    match change:
        case "withdrawn":
            withdraw(citizen=bruno.citizen, purpose=Purpose.REMINDERS, channel=Channel.EMAIL, by=bruno)
        case "done":
            mark_done(deadline=ready, by=bruno)
        case "moved":
            move(deadline=ready, due_on=ready.due_on + dt.timedelta(days=60), by=bruno)
    assert send_ready() == 0
    assert states() == [State.CANCELLED] and not mail_sink.messages


def queue_of(channel) -> DeliveryQueue:
    return DeliveryQueue(adapter_of(channel))


def test_what_a_living_sender_holds_is_left_to_it_and_freed_at_its_death(ready, mail_sink):
    queue = queue_of(Channel.EMAIL)
    with queue.alive():
        assert len(queue.claim(10)) == 1
        assert send_ready() == 0
    assert send_ready() == 1 and len(mail_sink.messages) == 1


def test_a_sender_that_hangs_loses_its_lease(ready, mail_sink):
    queue = queue_of(Channel.EMAIL)
    with queue.alive():
        (message,) = queue.claim(10)
        lease_over()
        assert send_ready() == 1
        assert queue.record([message], []) == set()  # it comes back: nothing of it leaves


def attempted(channel) -> None:
    """As a sender that died between the final dot and its commit leaves it."""
    queue = queue_of(channel)
    with queue.alive():
        (message,) = queue.claim(10)
        assert queue.record([message], []) == {message.id}


def test_an_attempt_without_an_outcome_repeats_the_same_id(ready, mail_sink):
    attempted(Channel.EMAIL)
    mail_sink.messages.append({"Message-ID": Delivery.objects.get().message_id})  # accepted, and the worker is gone
    assert send_ready() == 1
    assert states() == [State.UNCERTAIN, State.ACCEPTED]
    assert len(set(mail_sink.ids)) == 1
    assert InboxItem.objects.count() == 1


def test_a_late_record_changes_nothing_already_settled(ready, mail_sink):
    queue = queue_of(Channel.EMAIL)
    with queue.alive():
        (message,) = queue.claim(10)
        Delivery.objects.update(state=State.CANCELLED, settled_at=now())
        assert queue.record([message], []) == set()
        queue.record([], [SendResult(id=message.id, state="accepted")])
    assert states() == [State.CANCELLED] and not mail_sink.messages


def with_phone(user):
    citizens = user.citizen.__class__.objects
    citizens.filter(pk=user.citizen.pk).update(phone="+14185550122", phone_verified_at=now())
    user.citizen.refresh_from_db()


@pytest.fixture
def sms_ready(followed, bruno, clock_offset, noon):
    with_phone(bruno)
    clock_offset()
    followed(bruno, channels=[Channel.INBOX, Channel.SMS])
    noon()
    release_due()


def test_a_retry_does_not_ring_at_night(sms_ready, sms_gateway, noon):
    sms_gateway.answers.append((503, {}))
    assert send_ready() == 0
    Delivery.objects.filter(attempt=2).update(not_before=now() + dt.timedelta(hours=9))
    noon(hours=9.5)
    assert send_ready() == 0
    again = Delivery.objects.get(attempt=2).not_before.astimezone(ZoneInfo("America/Toronto"))
    assert (again.hour, again.minute) in {(9, 0), (10, 0)}


def test_an_sms_leaves_through_the_gateway(sms_ready, sms_gateway):
    assert send_ready() == 1
    assert sms_gateway.texts[0]["to"] == "+14185550122"
    assert sms_gateway.texts[0]["text"].startswith("Rappel : permis de conduire à payer")
    assert Delivery.objects.get().reference == "sms-1"


def test_retry_after_is_kept(sms_ready, sms_gateway):
    sms_gateway.answers.append((429, {"Retry-After": "7200"}))
    send_ready()
    again = Delivery.objects.get(attempt=2)
    assert again.not_before - now() > dt.timedelta(minutes=119)


def test_the_provider_is_asked_about_an_sms_in_doubt(sms_ready, sms_gateway, noon):
    attempted(Channel.SMS)
    sms_gateway.known[str(Delivery.objects.get().key)] = "sms-77"
    assert send_ready() == 0 and states() == [State.ATTEMPTED]  # too early to ask
    noon(minutes=3)
    assert send_ready() == 1
    assert states() == [State.ACCEPTED] and Delivery.objects.get().reference == "sms-77"
    assert not sms_gateway.texts


def test_an_sms_that_the_provider_never_got_leaves_again(sms_ready, sms_gateway, noon):
    attempted(Channel.SMS)
    noon(minutes=3)
    send_ready()
    assert states() == [State.FAILED, State.READY]
    noon(minutes=5)
    assert send_ready() == 1 and len(sms_gateway.texts) == 1


def test_an_sms_in_doubt_is_never_resent_where_nobody_can_tell(sms_ready, sms_gateway, noon, settings):
    attempted(Channel.SMS)
    settings.SMS_URL = settings.SMS_URL.replace("plain+", "twilio+")
    noon(minutes=3)
    assert send_ready() == 0
    assert states() == [State.UNCERTAIN] and not sms_gateway.texts


def test_an_answer_lost_on_the_way_is_doubt_too(sms_ready, sms_gateway, noon):
    sms_gateway.cuts = 1
    assert send_ready() == 0 and states() == [State.ATTEMPTED]
    noon(minutes=3)
    assert send_ready() == 1 and states() == [State.ACCEPTED]
    assert len(sms_gateway.texts) == 1


def test_a_notice_says_nothing_of_whom_nor_what(bruno, saaq, mail_sink):
    give(citizen=bruno.citizen, purpose=Purpose.FILE_NEWS, channel=Channel.EMAIL, wording="Oui", by=bruno)
    announce(kind="message", citizen=bruno.citizen, subject=saaq, organization=saaq, by=None)
    release_notices()
    assert send_ready() == 1
    del mail_sink.messages[0]["List-Unsubscribe"]  # the one secret that travels, in a header
    whole = mail_sink.messages[0].as_string() + mail_sink.messages[0].get_body("plain").get_content()
    for secret in ("automobile", "SAAQ", "saaq", "Bruno", "Gagnon", "http", str(saaq.pk)):
        assert secret not in whole


def test_one_that_breaks_our_code_does_not_hold_back_the_others(followed, people, mail_sink, clock_offset, monkeypatch):
    for key in ("amelie", "bruno"):
        followed(people[key])
    clock_offset(days=4)
    release_due()
    Citizen.objects.filter(user=people["bruno"]).update(language="en")
    real = email_adapter.email_of

    def broken(lines, language):
        assert language == "fr"
        return real(lines, language)

    monkeypatch.setattr(email_adapter, "email_of", broken)
    assert send_ready() == 1
    assert mail_sink.messages[0]["To"] == "amelie@relais.example"
    monkeypatch.undo()
    clock_offset(days=4, minutes=2)
    assert send_ready() == 1
    assert mail_sink.messages[1]["To"] == "bruno@relais.example"


def test_what_kills_its_senders_waits_longer_and_longer(ready, mail_sink):
    attempted(Channel.EMAIL)
    Delivery.objects.update(attempt=9)
    assert send_ready() == 0
    assert Delivery.objects.get(attempt=10).not_before - now() > dt.timedelta(minutes=40)


@pytest.mark.django_db(transaction=True)
def test_four_senders_at_once_send_each_message_once(followed, people, mail_sink, clock_offset, settings):
    settings.SENDERS_PER_CHANNEL = 4
    for key in ("amelie", "bruno"):
        followed(people[key])
    clock_offset(days=4)
    release_due()
    connection.close()
    assert not [item for item in at_once(send_ready, 4) if isinstance(item, Exception)]
    assert sorted(mail_sink.ids) == sorted(delivery.message_id for delivery in Delivery.objects.all())
    assert states() == [State.ACCEPTED] * 2
