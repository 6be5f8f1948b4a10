"""Sending, opening by a proof, answering, closing: what each leaves behind, once."""

import datetime as dt
import uuid

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from messaging.guest_mail import actions, proofs
from messaging.guest_mail.models import GuestEmail, GuestShipment
from messaging.guest_mail.sending import send_guest_emails
from messaging.threads import actions as threads
from messaging.threads.models import Message
from portal import clock
from portal.audit.models import AuditEvent
from portal.foundation.channels import ChannelError, sms
from portal.notices.models import Notice
from portal.people import text_codes
from portal.retention.actions import sweep_model
from portal.work_items.models import WorkItem
from reminders.assisted.deaths import note_death
from tests.messaging.guest_mail.conftest import CANARY, EMAIL, PHONE
from tests.messaging.threads.test_actions import raw_rows
from tests.together import at_once

pytestmark = pytest.mark.django_db


def open_with(shipment: GuestShipment, typed: str) -> GuestShipment:
    return proofs.open_with(shipment=shipment, typed=typed, by=None)


def ask(shipment: GuestShipment) -> None:
    proofs.ask_code(shipment=shipment, by=None)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_what_is_sent_is_sealed_and_announced_to_nobody_else(shipment, guest) -> None:
    assert not Notice.objects.exists()
    assert shipment.thread.citizen == guest and shipment.proof == GuestShipment.Proof.TEXT
    everything = raw_rows("guest_mail_guestshipment") + raw_rows("audit_auditevent") + raw_rows("threads_message")
    for word in (CANARY, EMAIL, PHONE, PHONE[2:], shipment.reference):
        assert word.encode() not in everything, word
    assert AuditEvent.objects.get(verb="guest_shipment.sent").citizen_id == guest.pk


def test_the_email_is_neutral(shipment) -> None:
    assert (send_guest_emails(), send_guest_emails()) == (1, 0)
    (letter,) = mail.outbox
    assert letter.to == [EMAIL] and "/document" in letter.body and shipment.shown_reference in letter.body
    for word in (CANARY, "Gaston", "Sansespace", "SAAQ", "automobile", "Permis", "http", PHONE, "0123"):
        assert word not in letter.subject + letter.body, word


def test_the_same_form_sent_twice_is_one_shipment(send) -> None:
    key = uuid.uuid4()
    (first, secret), (again, nothing) = send(key=key, phone=""), send(key=key, phone="", uploads=())
    assert first == again and len(secret) == 10 and nothing == ""
    assert GuestShipment.objects.count() == GuestEmail.objects.count() == Message.objects.count() == 1


def test_who_has_a_space_is_written_to_there(send, amelie) -> None:
    with pytest.raises(actions.HasSpace):
        send(citizen=amelie.citizen)


def test_a_landline_gets_no_code(send) -> None:
    with pytest.raises(actions.NoTextThere):
        send(phone=f"{PHONE};ext=12")


def test_an_agent_of_another_team_sends_and_changes_nothing(send, shipment, ramq_agent, saaq_agent_other_team) -> None:
    for by in (ramq_agent, saaq_agent_other_team):
        with pytest.raises(PermissionDenied):
            send(by=by)
        for act in (actions.send_again, actions.withdraw, actions.renew_secret):
            with pytest.raises(PermissionDenied):
                act(shipment=shipment, by=by)


def test_a_code_opens_once(shipment, code_of, texts) -> None:
    ask(shipment)
    assert texts[-1]["to"] == PHONE and CANARY not in texts[-1]["text"]
    opened = open_with(shipment, f" {code_of()[:3]} {code_of()[3:]} ")
    assert opened.opened_at and opened.state == GuestShipment.State.OPENED
    assert shipment.thread.messages.get().read_at and shipment.thread.messages.get().read_by is None
    with pytest.raises(proofs.WrongProof):
        open_with(shipment, code_of())
    verbs = set(AuditEvent.objects.values_list("verb", flat=True))
    assert {"guest_shipment.code_asked", "guest_shipment.opened", "guest_shipment.refused", "thread.read"} <= verbs


def test_a_new_code_replaces_the_former_one(shipment, code_of) -> None:
    ask(shipment)
    former = code_of()
    ask(shipment)
    if former != code_of():
        with pytest.raises(proofs.WrongProof):
            open_with(shipment, former)
    assert open_with(shipment, code_of())


def test_a_code_lasts_ten_minutes(shipment, code_of, clock_offset) -> None:
    ask(shipment)
    clock_offset(minutes=11)
    with pytest.raises(proofs.WrongProof):
        open_with(shipment, code_of())


def test_five_wrong_tries_end_a_code(shipment, code_of) -> None:
    ask(shipment)
    for _ in range(5):
        with pytest.raises(proofs.WrongProof):
            open_with(shipment, wrong(code_of()))
    with pytest.raises(proofs.TooManyProofs):
        open_with(shipment, code_of())
    ask(shipment)
    assert open_with(shipment, code_of())


def test_fifteen_tries_end_the_day_whatever_the_codes(send) -> None:
    shipment, secret = send(phone="")
    for _ in range(proofs.MOST_TRIES_A_DAY):
        with pytest.raises(proofs.WrongProof):
            open_with(shipment, "AAAAA-AAAAA")
    with pytest.raises(proofs.TooManyProofs):
        open_with(shipment, secret)


def test_codes_are_limited_by_the_hour_and_by_number(shipment, monkeypatch) -> None:
    for _ in range(proofs.MOST_CODES_AN_HOUR):
        ask(shipment)
    with pytest.raises(proofs.TooManyProofs):
        ask(shipment)
    monkeypatch.setattr(proofs, "MOST_CODES_AN_HOUR", 99)
    for _ in range(text_codes.MOST_TO_ONE_NUMBER - 5):
        ask(shipment)
    with pytest.raises(proofs.CodeNotSent):
        ask(shipment)


def test_a_provider_that_refuses_is_said(shipment, monkeypatch) -> None:
    def refuse(**given):
        raise ChannelError("400", permanent=True)

    monkeypatch.setattr(sms, "send", refuse)
    with pytest.raises(proofs.CodeNotSent):
        ask(shipment)


def test_the_code_of_one_opens_no_other(send, code_of) -> None:
    mine, other = send()[0], send()[0]
    ask(mine)
    with pytest.raises(proofs.WrongProof):
        open_with(other, code_of())


def test_the_secret_opens_until_another_is_made(send, saaq_agent) -> None:
    shipment, secret = send(phone="")
    assert open_with(shipment, f"{secret[:5].lower()}-{secret[5:]}") and open_with(shipment, secret)
    with pytest.raises(proofs.ShipmentOver):
        ask(shipment)
    another = actions.renew_secret(shipment=shipment, by=saaq_agent)
    with pytest.raises(proofs.WrongProof):
        open_with(shipment, secret)
    assert open_with(shipment, another)


def test_after_the_last_day_nothing_opens(shipment, code_of, clock_offset, saaq_agent) -> None:
    ask(shipment)
    clock_offset(days=15)
    shipment.refresh_from_db()
    assert shipment.state == GuestShipment.State.EXPIRED
    for act in (
        lambda: open_with(shipment, code_of()),
        lambda: ask(shipment),
        lambda: actions.finish(shipment=shipment, by=None),
        lambda: actions.answer(shipment=shipment, body="x", key=uuid.uuid4(), uploads=(), by=None),
        lambda: actions.send_again(shipment=shipment, by=saaq_agent),
    ):
        with pytest.raises(proofs.ShipmentOver):
            act()
    assert send_guest_emails() == 0


def test_withdrawn_or_after_a_death_it_is_over(send, shipment, code_of, saaq_agent, guest) -> None:
    ask(shipment)
    assert actions.withdraw(shipment=shipment, by=saaq_agent).state == GuestShipment.State.WITHDRAWN
    other, secret = send(phone="")
    note_death(citizen=guest, died_on=clock.today(), by=saaq_agent)
    for one, typed in ((shipment, code_of()), (other, secret)):
        with pytest.raises(proofs.ShipmentOver):
            open_with(one, typed)


def test_the_answer_is_a_task_of_the_team_and_the_reply_tells_the_person(shipment, saaq_agent) -> None:
    send_guest_emails()
    key = uuid.uuid4()
    answers = [actions.answer(shipment=shipment, body="Merci", key=key, uploads=(), by=None) for _ in range(2)]
    assert answers[0] == answers[1] and answers[0].is_without_account
    assert WorkItem.objects.open().about(shipment.thread).get().kind == threads.ANSWER
    shipment.refresh_from_db()
    assert shipment.state == GuestShipment.State.ANSWERED
    for _ in range(2):  # one e-mail that waits says both
        threads.reply(by=saaq_agent, thread=shipment.thread, author_kind="agent", body="Reçu", key=uuid.uuid4())
    assert send_guest_emails() == 1 and "Du nouveau" in mail.outbox[-1].body


def test_an_address_that_takes_nothing_is_seen_by_the_agent(shipment, monkeypatch) -> None:
    def refuse(*given):
        raise ChannelError("5.1.1", permanent=True)

    monkeypatch.setattr("portal.account_notices.outbox._send", refuse)
    send_guest_emails()
    assert GuestShipment.objects.get().state == GuestShipment.State.REFUSED


def test_addresses_are_emptied_a_month_after_the_last_day(shipment) -> None:
    GuestShipment.objects.update(expires_at=clock.now() - dt.timedelta(days=31))
    sweep_model(model=GuestShipment)
    shipment.refresh_from_db()
    assert (shipment.email, shipment.phone, shipment.shown_reference) == (None, None, "")


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_twenty_at_once_open_once(shipment, code_of) -> None:
    ask(shipment)
    GuestShipment.objects.filter(pk=shipment.pk).update(opened_at=None)
    found = at_once(lambda: open_with(shipment, code_of()), times=20)
    assert [isinstance(one, GuestShipment) for one in found].count(True) == 1
    assert {type(one) for one in found} <= {GuestShipment, proofs.WrongProof, proofs.TooManyProofs}
    assert AuditEvent.objects.filter(verb="guest_shipment.opened").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_twenty_wrong_tries_at_once_are_five(shipment, code_of) -> None:
    ask(shipment)
    bad = wrong(code_of())
    found = at_once(lambda: open_with(shipment, bad), times=20)
    assert [type(one) for one in found].count(proofs.WrongProof) == 5
    assert [type(one) for one in found].count(proofs.TooManyProofs) == 15


def test_the_last_day_is_counted_where_the_person_is(send, guest) -> None:
    guest.time_zone = "America/Halifax"
    guest.save(update_fields=["time_zone"])
    day = clock.today() + dt.timedelta(days=3)
    assert send(last_day=day)[0].expires_at == clock.end_of_day(day, "America/Halifax")
