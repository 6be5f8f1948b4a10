"""Who calls: each shape's own proof. Pure: bytes and words in, yes or no out; compared in constant time."""

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence

OLDEST = 300
"""Seconds: a signed callback of ours is refused after that, and before that in the future."""


def is_ours(*, secret: str, timestamp: str, signature: str, body: bytes, at: float) -> bool:
    """Our own plain shape: hexadecimal HMAC-SHA256 of `timestamp`, a full stop and the body; `timestamp` in Unix
    seconds, `at` the real time."""
    if not secret or not timestamp.isascii() or not timestamp.isdigit() or len(timestamp) > 12:
        return False
    expected = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return _same(expected, signature) and abs(at - int(timestamp)) <= OLDEST


def is_bearer(*, secret: str, authorization: str) -> bool:
    """GC Notify and GOV.UK Notify: the token that we gave them."""
    return bool(secret) and _same(f"Bearer {secret}", authorization)


def is_twilio(*, secret: str, url: str, parameters: Mapping[str, Sequence[str]], signature: str) -> bool:
    """Base64 HMAC-SHA1 of the address that Twilio called, followed by each parameter's name and value, sorted."""
    if not secret:
        return False
    signed = url + "".join(name + value for name in sorted(parameters) for value in sorted(set(parameters[name])))
    expected = base64.b64encode(hmac.new(secret.encode(), signed.encode(), hashlib.sha1).digest()).decode()
    return _same(expected, signature)


def _same(expected: str, given: str) -> bool:
    return hmac.compare_digest(expected.encode(), given.encode())
