"""In the demonstration, the page of what was sent is the person's telephone and mailbox, by the real doors."""

from types import SimpleNamespace

import pytest
from django.test import Client

from portal.demonstration.replies import reply
from portal.demonstration.sent import SentMessage
from reminders.replies.models import Reply
from tests.reminders.replies.conftest import NUMBER

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def by_the_doors(monkeypatch, settings):
    settings.SMS_URL = "notify+http://demo:demo@127.0.0.1:1/v2/notifications/sms"

    def post(url: str, body: bytes, *, headers: dict[str, str], **kwargs: object) -> SimpleNamespace:
        kind = headers.pop("Content-Type")
        path = url.removeprefix(settings.SITE_URL)
        return SimpleNamespace(status_code=Client().post(path, body, content_type=kind, headers=headers).status_code)

    monkeypatch.setattr("portal.demonstration.replies.requests.post", post)


def test_a_text_message(delivered, bruno):
    delivered("sms")
    assert reply(SentMessage(kind="sms", to=NUMBER, text="Un rappel"), "Je suis à l’hôpital")
    assert Reply.objects.get().citizen == bruno.citizen


def test_an_email(delivered, bruno):
    delivery = delivered("email")
    sent = SentMessage(kind="email", to=bruno.email, sender="x@relais.example", text="-", reference=delivery.message_id)
    assert reply(sent, "Je suis à l’hôpital")
    assert Reply.objects.get().body == "Je suis à l’hôpital"
