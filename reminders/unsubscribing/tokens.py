"""The token of an unsubscribe link: whose consent, for what, by which channel; sealed: nothing can be read in it.

It does not expire: an e-mail may be kept for years, and withdrawing late must still work.
"""

import base64
import binascii
import uuid
from dataclasses import dataclass

from portal.consents.models import Channel, Purpose
from portal.foundation.crypto import Unsealable, seal_bytes, unseal_bytes

CONTEXT = "unsubscribing.token"


class BadToken(Exception):
    """Not one of ours: cut, altered or invented."""


@dataclass(frozen=True)
class Choice:
    """The consent that a link withdraws."""

    citizen_id: uuid.UUID
    purpose: Purpose
    channel: Channel


def token_for(choice: Choice) -> str:
    """Letters, digits, hyphens and underscores only: it travels in a header and in an address."""
    plain = choice.citizen_id.bytes + f"{choice.purpose}:{choice.channel}".encode()
    return base64.urlsafe_b64encode(seal_bytes(plain, context=CONTEXT)).decode().rstrip("=")


def read_token(token: str) -> Choice:
    """Raises BadToken."""
    try:
        sealed = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        plain = unseal_bytes(sealed, context=CONTEXT)
        purpose, channel = plain[16:].decode().split(":")
        return Choice(uuid.UUID(bytes=plain[:16]), Purpose(purpose), Channel(channel))
    except (Unsealable, binascii.Error, ValueError) as error:
        raise BadToken from error
