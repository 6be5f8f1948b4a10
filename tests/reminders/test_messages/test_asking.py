"""«M’envoyer un essai»: one real message, asked by the person, through the real channels."""

import datetime as dt

import pytest
from django.core import mail
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.consents.actions import give
from portal.consents.models import Channel, Consent, Purpose
from portal.foundation.channels.sms import segments
from portal.people.actions import set_phone
from portal.people.models import Citizen
from reminders.deliveries.actions import send_ready
from reminders.deliveries.models import Delivery, message_key
from reminders.fallback.models import DeadLetter
from reminders.fallback.sweep import follow_up
from reminders.inbox.models import InboxItem
from reminders.suspensions.actions import suspend
from reminders.suspensions.models import Suspension
from reminders.test_messages.actions import PER_HOUR, NoContactPoint, TooManyTestMessages, ask, confirm_receipt, send
from reminders.test_messages.models import TestMessage
from reminders.test_messages.tasks import send_test_message

pytestmark = pytest.mark.django_db


def asked(user, channel=Channel.EMAIL) -> TestMessage:
    return ask(citizen=user.citizen, channel=channel, by=user)


def sent(test_message: TestMessage) -> TestMessage:
    send_test_message(str(test_message.pk))
    return TestMessage.objects.select_related("delivery", "citizen").get(pk=test_message.pk)


def test_an_email_leaves_without_any_consent_and_with_its_stable_id(amelie, mail_sink):
    test_message = sent(asked(amelie))
    assert not Consent.objects.filter(citizen=amelie.citizen).exists()
    (message,) = mail_sink.messages
    assert message["To"] == amelie.citizen.email and message["Message-ID"] == test_message.delivery.message_id
    assert test_message.delivery.pk == message_key(amelie.citizen.pk, Channel.EMAIL, test_message.delivery.group)
    assert test_message.state == "accepted" and test_message.delivery.settled_at
    assert "essai" in message["Subject"] and "essai" in message.get_body(("plain",)).get_content()
    assert "http" not in message.as_string() and "Amélie" not in message.as_string()


def test_a_text_leaves_in_one_segment(amelie, sms_gateway):
    test_message = sent(asked(amelie, Channel.SMS))
    (text,) = sms_gateway.texts
    assert test_message.state == "accepted" and text["to"] == amelie.citizen.phone.as_e164
    assert text["reference"] == str(test_message.delivery_id) and segments(text["text"]) == 1
    assert test_message.delivery.reference == "sms-1"


def test_it_speaks_the_language_of_its_person(amelie, sms_gateway, mail_sink):
    Citizen.objects.filter(pk=amelie.citizen.pk).update(language="en")
    for channel in (Channel.SMS, Channel.EMAIL):
        sent(asked(amelie, channel))
    (text,), (message,) = sms_gateway.texts, mail_sink.messages
    assert "you have just asked for" in text["text"] and segments(text["text"]) == 1
    assert "test message" in message["Subject"] and "Hello" in message.get_body(("plain",)).get_content()


def test_the_inbox_receives_it_and_nothing_else_leaves(amelie, signed_in):
    test_message = asked(amelie, Channel.INBOX)
    assert test_message.state == "accepted" and InboxItem.objects.get(test_message=test_message).notice.handled_at
    assert not Delivery.objects.filter(recipient=amelie.citizen).exists()
    page = signed_in(amelie).get(test_message.item.get_absolute_url()).content.decode()
    assert "l’essai que vous avez demandé" in page and test_message.get_absolute_url() in page


def test_a_bell_rung_twice_sends_once(amelie, mail_sink):
    test_message = asked(amelie)
    sent(test_message)
    sent(test_message)
    assert len(mail_sink.messages) == 1


@pytest.mark.parametrize(("answer", "state"), [("550 no", "refused"), ("451 later", "failed")])
def test_a_refusal_is_told_as_it_is(amelie, mail_sink, answer, state):
    mail_sink.answers = [answer]
    test_message = sent(asked(amelie))
    assert test_message.state == state and test_message.delivery.code == answer[:3] and not mail_sink.messages


def test_so_many_an_hour_and_no_more(amelie, clock_offset):
    for _ in range(PER_HOUR):
        asked(amelie)
    with pytest.raises(TooManyTestMessages):
        asked(amelie)
    asked(amelie, Channel.SMS)  # each channel has its own count
    clock_offset(minutes=61)
    asked(amelie)


def test_an_unconfirmed_number_receives_nothing(bruno):
    set_phone(citizen=bruno.citizen, phone="+14185550199", verified=False, by=bruno)
    for channel in (Channel.SMS, Channel.LETTER, Channel.PHONE):
        with pytest.raises(NoContactPoint):
            asked(bruno, channel)
    assert not TestMessage.objects.exists()


def test_it_is_recorded_as_asked_by_the_person(amelie):
    test_message = asked(amelie)
    row = AuditEvent.objects.get(verb="test_message.asked")
    assert row.by_id == amelie.pk and row.subject_id == str(test_message.pk) and row.detail == {"channel": "email"}
    assert (test_message.asked_by, test_message.address) == (amelie, amelie.citizen.email)


def test_an_imported_deadline_that_the_person_confirms_lifts_the_suspension(amelie, mail_sink):
    citizen = amelie.citizen
    suspend(citizen=citizen, channel=Channel.EMAIL, address=citizen.email, reason="bounce", by=None)
    suspend(citizen=citizen, channel=Channel.EMAIL, address="avant@relais.example", reason="bounce", by=None)
    test_message = asked(amelie)
    confirm_receipt(test_message=test_message, by=amelie)  # not accepted yet: proves nothing
    assert Suspension.objects.in_force().count() == 2
    confirm_receipt(test_message=sent(test_message), by=amelie)
    assert Suspension.objects.in_force().get().address == "avant@relais.example"


def test_acceptance_alone_lifts_nothing(amelie, mail_sink):
    citizen = amelie.citizen
    suspend(citizen=citizen, channel=Channel.EMAIL, address=citizen.email, reason="bounce", by=None)
    sent(asked(amelie))
    assert Suspension.objects.in_force().exists()


@pytest.fixture
def died(amelie) -> TestMessage:
    """Taken by a worker that died before anything left."""
    test_message = asked(amelie)
    TestMessage.objects.filter(pk=test_message.pk).update(left_at=test_message.asked_at)
    long_ago = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    Delivery.objects.filter(pk=test_message.delivery_id).update(claimed_until=long_ago)
    return test_message


@pytest.mark.parametrize("consented", [True, False])
def test_a_dead_workers_test_message_is_told_and_never_leaves_by_itself(amelie, died, mail_sink, consented):
    if consented:
        give(citizen=amelie.citizen, purpose=Purpose.REMINDERS, channel=Channel.EMAIL, wording="Oui", by=amelie)
    assert not send(test_message=TestMessage.objects.select_related("delivery", "citizen").get(pk=died.pk))
    send_ready()
    send_ready()
    assert TestMessage.objects.select_related("delivery").get().state == "failed"
    assert not Delivery.objects.unsettled().exists() and not mail_sink.messages


def test_a_dead_workers_text_is_uncertain_and_never_leaves_again(amelie, sms_gateway):
    test_message = asked(amelie, Channel.SMS)
    long_ago = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    Delivery.objects.filter(pk=test_message.delivery_id).update(claimed_until=long_ago, attempted_at=long_ago)
    send_ready()
    send_ready()
    assert not sms_gateway.texts
    assert TestMessage.objects.select_related("delivery").get().state == "failed"


def test_a_test_message_that_fails_gives_agents_no_work(amelie, mail_sink):
    mail_sink.answers = ["550 no"]
    sent(asked(amelie))
    follow_up()
    assert not DeadLetter.objects.exists() and Delivery.objects.count() == 1


def test_a_test_message_that_bounces_later_is_told(amelie, mail_sink):
    test_message = sent(asked(amelie))
    Delivery.objects.filter(pk=test_message.delivery_id).update(state=Delivery.State.BOUNCED)
    test_message = TestMessage.objects.select_related("delivery", "citizen").get(pk=test_message.pk)
    assert test_message.state == "refused" and confirm_receipt(test_message=test_message, by=amelie).arrived_at is None


# -- pages -----------------------------------------------------------------------------------------------------------


def test_from_the_button_to_the_confirmation(amelie, signed_in, mail_sink):
    client = signed_in(amelie)
    answer = client.post(reverse("test_messages:ask_test_message", args=["email"]))
    test_message = TestMessage.objects.get()
    assert answer.headers["Location"] == test_message.get_absolute_url()
    waiting = client.get(test_message.get_absolute_url()).content.decode()
    assert "Le message part" in waiting and 'hx-trigger="every 2s"' in waiting
    sent(test_message)
    part = client.get(test_message.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith("<div") and "Accepté par votre fournisseur" in part and "hx-trigger" not in part
    page = client.post(
        reverse("test_messages:test_message_arrived", args=[test_message.pk]), follow=True
    ).content.decode()
    assert "Ce moyen fonctionne" in page
    assert TestMessage.objects.get().arrived_by == amelie


def test_too_many_are_told_kindly(amelie, signed_in):
    client = signed_in(amelie)
    for _ in range(PER_HOUR):
        client.post(reverse("test_messages:ask_test_message", args=["inbox"]))
    page = client.post(reverse("test_messages:ask_test_message", args=["inbox"]), follow=True).content.decode()
    assert "Attendez une heure" in page and TestMessage.objects.count() == PER_HOUR


@pytest.mark.parametrize("channel", ["letter", "phone", "pigeon"])
def test_no_test_message_on_paper_or_by_voice(amelie, signed_in, channel):
    assert signed_in(amelie).post(reverse("test_messages:ask_test_message", args=[channel])).status_code == 404


def test_a_test_message_is_its_owners(amelie, bruno, rachel, signed_in):
    test_message = asked(amelie)
    for name in ("test_messages:test_message", "test_messages:test_message_arrived"):
        address = reverse(name, args=[test_message.pk])
        ask_it = "get" if name.endswith("test_message") else "post"
        assert getattr(signed_in(bruno), ask_it)(address).status_code == 404
        assert getattr(signed_in(rachel, place=amelie.citizen), ask_it)(address).status_code in {200, 302}
    assert not mail.outbox
