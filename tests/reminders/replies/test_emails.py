"""E-mails that people write back to an address that only sends."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from anymail.inbound import AnymailInboundMessage
from anymail.signals import AnymailInboundEvent, inbound
from django.test import Client
from django.utils.translation import override

from portal.foundation.channels import ChannelError
from portal.work_items.models import WorkItem
from reminders.replies.answering import send_answers
from reminders.replies.mail import read
from reminders.replies.models import AutomaticAnswer, Reply
from tests.reminders.callbacks.conftest import signed

DOOR = "/rappels/retours/courriel-recu/"
OURS = "ne-pas-repondre@relais.example"
BRUNO = "bruno@relais.example"
pytestmark = pytest.mark.django_db


def message(delivery=None, text: str = "J’ai déjà payé.", sender: str = BRUNO, **headers: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"Bruno <{sender}>", OURS, "RE: Rappel"
    mail["Message-ID"] = headers.pop("message_id", "<abc@mail.example>")
    if delivery is not None:
        mail["In-Reply-To"] = delivery.message_id
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(f"{text}\n\nLe 28 nov. 2026 à 9 h, Relais <{OURS}> a écrit :\n> Bonjour,\n> Rappel")
    return mail


def arrives(mail: EmailMessage, **how):
    body = mail.as_bytes()
    return Client().post(DOOR, body, content_type="message/rfc822", headers=signed(body, **how))


def test_a_reply_to_our_message_is_a_task_and_is_answered(delivered, bruno, saaq_team, mailoutbox, settings):
    delivery = delivered("email")
    assert arrives(message(delivery)).status_code == 204
    reply = Reply.objects.get()
    assert (reply.citizen, reply.team, reply.body) == (bruno.citizen, saaq_team, "J’ai déjà payé.")
    assert WorkItem.objects.filter(kind="reminders.reply", team=saaq_team, done_at=None).count() == 1
    send_answers()
    (answer,) = mailoutbox
    assert answer.to == [BRUNO] and "est transmise" in answer.body
    assert settings.HELP_PHONE in answer.body and "localhost:8000" in answer.body and "http" not in answer.body
    assert answer.extra_headers["Auto-Submitted"] == "auto-replied"
    assert answer.extra_headers["In-Reply-To"] == "<abc@mail.example>"
    assert "payé" not in answer.body and AutomaticAnswer.objects.get().address == ""


def test_one_answer_for_an_address_in_a_week(delivered, mailoutbox):
    delivery = delivered("email")
    for count in range(3):
        arrives(message(delivery, message_id=f"<m{count}@mail.example>"))
    send_answers()
    assert len(mailoutbox) == 1 and Reply.objects.count() == 3


def test_a_message_to_nobody_in_particular_is_told_where_to_write(bruno, mailoutbox):
    arrives(message(sender="inconnue@mail.example"))
    send_answers()
    assert not Reply.objects.exists() and "Personne n’a lu votre message" in mailoutbox[0].body


def test_an_invented_reference_or_another_sender_opens_nothing(delivered, amelie):
    delivery = delivered("email")
    arrives(message(delivery, sender=amelie.email))
    invented = message(message_id="<other@mail.example>")
    invented["In-Reply-To"] = "<00000000-0000-4000-8000-000000000000@localhost>"
    arrives(invented)
    assert not Reply.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated (vacation)"},
        {"Precedence": "bulk"},
        {"Precedence": "list"},
        {"List_Id": "<liste.mail.example>"},
        {"List_Unsubscribe": "<mailto:x@mail.example>"},
        {"X_Auto_Response_Suppress": "All"},
        {"X_Autoreply": "yes"},
        {"Return_Path": "<>"},
        {"Return_Path": "<liste-bounces@mail.example>"},
        {"sender": "MAILER-DAEMON@mail.example"},
        {"sender": "no-reply@mail.example"},
        {"sender": "noreply@mail.example"},
        {"sender": "liste-request@mail.example"},
        {"sender": OURS},
    ],
)
def test_machines_are_not_answered(delivered, settings, headers):
    settings.DEFAULT_FROM_EMAIL = f"Relais <{OURS}>"
    assert arrives(message(delivered("email"), **headers)).status_code == 204
    assert not AutomaticAnswer.objects.exists() and not Reply.objects.exists()


def test_our_own_answer_is_not_answered(delivered, mailoutbox, settings):
    """Two portals of this kind, each an address of the other."""
    arrives(message(delivered("email")))
    send_answers()
    sent = mailoutbox[0].message()
    again = read(message_of(sent.as_bytes()), ours="autre@relais.example")
    assert again.is_automatic


def message_of(content: bytes) -> EmailMessage:
    return message_from_bytes(content, policy=default)


def test_a_stranger_does_not_come_in(delivered):
    mail = message(delivered("email"))
    assert arrives(mail, secret="autre").status_code == 403
    assert Client().post(DOOR, mail.as_bytes(), content_type="message/rfc822").status_code == 403
    assert not Reply.objects.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff",
        b"From: \r\n\r\n",
        b"From: a@b\r\nContent-Type: text/plain; charset=klingon\r\n\r\nbonjour",
        b"\r\n" * 50,
    ],
)
def test_what_is_no_message_breaks_nothing(content):
    answer = Client().post(DOOR, content, content_type="message/rfc822", headers=signed(content))
    assert answer.status_code in {204, 400} and not Reply.objects.exists()


def test_only_html_is_read_as_text(delivered):
    mail = message(delivered("email"))
    mail.set_content("<p>J’ai <b>payé</b></p><script>x()</script>", subtype="html")
    arrives(mail)
    assert Reply.objects.get().body.startswith("J’ai payé")


def test_the_providers_door_is_the_same(delivered, bruno):
    """Anymail reads its provider's shape, then says what arrived."""
    mail = AnymailInboundMessage.parse_raw_mime_bytes(message(delivered("email")).as_bytes())
    event = AnymailInboundEvent(event_type="inbound", message=mail)
    inbound.send(sender=object, event=event, esp_name="Postmark")
    assert Reply.objects.get().citizen == bruno.citizen


def test_a_provider_that_is_not_ours_is_refused():
    assert (
        Client().post("/rappels/retours/courriel-recu/postmark/", b"{}", content_type="application/json").status_code
        == 403
    )


def test_an_answer_that_cannot_leave_waits(delivered, monkeypatch):
    arrives(message(delivered("email")))

    def away(**values):
        raise ChannelError("unreachable")

    monkeypatch.setattr("portal.account_notices.outbox.email.send", away)
    assert send_answers() == 0
    waiting = AutomaticAnswer.objects.get()
    assert waiting.sent_at is None and waiting.address == BRUNO


def test_english_for_who_chose_it(delivered, bruno, mailoutbox):
    delivery = delivered("email")
    type(bruno.citizen).objects.filter(pk=bruno.citizen.pk).update(language="en")
    arrives(message(delivery))
    with override("fr-ca"):
        send_answers()
    assert "To write to us" in mailoutbox[0].body and "Relais does not read" in mailoutbox[0].subject
