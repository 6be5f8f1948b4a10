"""How a call proves where it comes from: HMAC-SHA256 over `timestamp.body`. Pure."""

import hashlib
import hmac

TIMESTAMP, SIGNATURE, CALL = "Relais-Timestamp", "Relais-Signature", "Relais-Call"
"""Headers: seconds since 1970; `v1=` and the hexadecimal signature; the call's own number, the same at each try."""


def signature_of(*, secret: str, timestamp: str, body: bytes) -> str:
    made = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256)
    return f"v1={made.hexdigest()}"
