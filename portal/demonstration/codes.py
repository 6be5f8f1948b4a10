"""The current codes of authenticator applications (TOTP, RFC 6238: SHA-1, six digits, thirty seconds)."""

import base64
import hashlib
import hmac
import struct

PERIOD = 30
"""Seconds a code lasts."""
_DIGITS = 6


def code_at(secret: str, at: float) -> str:
    """The code of a base32 secret at a Unix time in seconds (the real clock's: authenticators know no other)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8), casefold=True)
    mac = hmac.new(key, struct.pack(">Q", int(at) // PERIOD), hashlib.sha1).digest()
    start = mac[-1] & 0x0F
    number = struct.unpack(">I", mac[start : start + 4])[0] & 0x7FFFFFFF
    return str(number % 10**_DIGITS).zfill(_DIGITS)


def seconds_left(at: float) -> int:
    return PERIOD - int(at) % PERIOD
