"""What an invented person writes back, handed over as their provider would: through the portal's real doors."""

import hashlib
import hmac
import json
import time
import uuid
from email.message import EmailMessage
from email.utils import formatdate

import requests
from django.conf import settings
from django.urls import reverse

from portal.demonstration.sent import SentMessage

TIMEOUT = 15
"""Seconds."""


def reply(sent: SentMessage, text: str) -> bool:
    """Answer a message that the sinks kept; whether the portal took it. Raises requests.RequestException."""
    address, body, headers = _text_message(sent, text) if sent.kind == "sms" else _email(sent, text)
    answer = requests.post(settings.SITE_URL + address, body, headers=headers, timeout=TIMEOUT, allow_redirects=False)
    return answer.status_code == 204


def _text_message(sent: SentMessage, text: str) -> tuple[str, bytes, dict[str, str]]:
    """As GC Notify says that a text message was received."""
    body = json.dumps({"id": str(uuid.uuid4()), "source_number": sent.to, "message": text}).encode()
    headers = {"Authorization": f"Bearer {settings.SMS_CALLBACK_SECRET}", "Content-Type": "application/json"}
    return reverse("callbacks:sms_callback"), body, headers


def _email(sent: SentMessage, text: str) -> tuple[str, bytes, dict[str, str]]:
    """As a mail program writes an answer, and a relay signs it."""
    message = EmailMessage()
    message["From"], message["To"] = sent.to, sent.sender
    message["Subject"], message["Date"] = f"RE: {sent.subject}", formatdate()
    message["Message-ID"] = f"<{uuid.uuid4()}@mail.example>"
    message["In-Reply-To"] = message["References"] = sent.reference
    message.set_content(text)
    body, at = message.as_bytes(), str(int(time.time()))
    signature = hmac.new(settings.EMAIL_CALLBACK_SECRET.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    headers = {"X-Relais-Timestamp": at, "X-Relais-Signature": signature, "Content-Type": "message/rfc822"}
    return reverse("callbacks:email_received"), body, headers
