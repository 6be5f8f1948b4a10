"""Deliveries that left, and providers who call as they do: signed with the shared secret."""

import base64
import hashlib
import hmac
import json
import time
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client

from portal.clock import now
from portal.consents.models import Channel, Purpose
from reminders.deliveries.models import Delivery, message_key

SECRET = "un-secret-partage-entre-nous-deux"
EMAIL, SMS = "/rappels/retours/courriel/", "/rappels/retours/sms/"


@pytest.fixture(autouse=True)
def shared_secrets(settings):
    settings.EMAIL_CALLBACK_SECRET = settings.SMS_CALLBACK_SECRET = SECRET
    settings.SMS_URL = "plain+https://relais:secret@sms.example/sms"


@pytest.fixture
def reached(people):
    """`reached(user)`: their address and number were confirmed a month ago."""

    def confirm(user):
        citizen = user.citizen
        citizen.phone = f"+1418555{1000 + int(citizen.pk.int % 9000)}"
        citizen.phone_verified_at = citizen.email_verified_at = now() - timedelta(days=30)
        citizen.save()
        return citizen

    return confirm


@pytest.fixture
def left(reached):
    """`left(user, channel=…, state=…)`: one attempt that left an hour ago."""

    def make(user, channel=Channel.EMAIL, group="reminder:1", attempt=1, **columns) -> Delivery:
        citizen = reached(user)
        ago = now() - timedelta(hours=1)
        values = {"state": "accepted", "settled_at": ago, "attempted_at": ago, "purpose": Purpose.REMINDERS}
        values |= {"pk": message_key(citizen.pk, channel, group)} if attempt == 1 else {}
        return Delivery.objects.create(
            recipient=citizen,
            channel=channel,
            group=group,
            attempt=attempt,
            since=ago,
            not_before=ago,
            **{**values, **columns},
        )

    return make


def signed(body: bytes, *, secret: str = SECRET, at: float | None = None, ahead: float = 0) -> dict[str, str]:
    timestamp = str(int(time.time() + ahead if at is None else at))
    signature = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Relais-Timestamp": timestamp, "X-Relais-Signature": signature}


def call(path: str, said: object, **how):
    """Posts `said` in our plain shape, signed."""
    body = json.dumps(said).encode()
    return Client().post(path, body, content_type="application/json", headers=signed(body, **how))


def said_of(delivery: Delivery, event: str = "bounced", key: str = "e1", **more) -> dict:
    return {"id": key, "event": event, "message_id": delivery.message_id, **more}


def twilio_call(parameters: dict, *, secret: str = SECRET, path: str = SMS):
    said = "http://localhost:8000" + path + "".join(name + parameters[name] for name in sorted(parameters))
    signature = base64.b64encode(hmac.new(secret.encode(), said.encode(), hashlib.sha1).digest()).decode()
    return Client().post(
        path,
        urlencode(parameters),
        content_type="application/x-www-form-urlencoded",
        headers={"X-Twilio-Signature": signature},
    )
