"""How a call proves where it comes from: Standard Webhooks (https://www.standardwebhooks.com). Pure."""

import base64
import datetime as dt
import secrets
from collections.abc import Sequence

from standardwebhooks import Webhook

CALL, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
"""Headers: the call's own number, the same at each try; seconds since 1970; one signature for each secret in force."""
MARK = "whsec_"
"""So that a leaked secret is recognised by those who look for them."""


def new_secret() -> str:
    return MARK + base64.b64encode(secrets.token_bytes(32)).decode()


def signed(*, secrets: Sequence[str], call: str, at: dt.datetime, body: bytes) -> dict[str, str]:
    """Return the headers of a call. With two secrets a receiver may know either: one is replaced while nobody waits."""
    signatures = [Webhook(secret).sign(call, at, body.decode()) for secret in secrets]
    return {CALL: call, TIMESTAMP: str(int(at.timestamp())), SIGNATURE: " ".join(signatures)}
