"""What each e-mail says to mail programs, so that they offer one button to stop (RFC 2369, RFC 8058)."""

from functools import cache
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from portal.consents.models import Channel, Purpose
from reminders.unsubscribing.tokens import Choice, token_for


class Leaving(Protocol):
    """What of a delivery the headers depend on: deliveries stand above."""

    channel: str
    purpose: str
    recipient_id: UUID


def headers_for(delivery: Leaving) -> dict[str, str]:
    """Both headers of RFC 8058 §3.1 for an e-mail; nothing for other channels. The link is in headers only, never in
    the text."""
    if delivery.channel != Channel.EMAIL:
        return {}
    choice = Choice(delivery.recipient_id, Purpose(delivery.purpose), Channel.EMAIL)
    return {
        "List-Unsubscribe": f"<{settings.SITE_URL}{token_for(choice).join(_around_the_token())}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


@cache
def _around_the_token() -> tuple[str, str]:
    """Resolved once: thousands of messages a second bear this address."""
    before, _, after = reverse("unsubscribing:unsubscribe", args=["TOKEN"]).partition("TOKEN")
    return before, after
