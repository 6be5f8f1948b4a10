"""The code that undoes: twelve signs, derived from the change and a key outside the database, so that nothing needs to
keep it and a worker may send it again."""

import base64

from portal.contact_changes.models import ContactChange
from portal.foundation.crypto.indexing import keyed_digest

# Crockford's base 32: no I, L, O or U, so that a code read aloud or copied by hand is one.
_FROM, _TO = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALPHABET = str.maketrans(_FROM, _TO)
_LOOK_ALIKES = str.maketrans("ILO", "110")


def code_of(change: ContactChange) -> str:
    """«7K3M-Q0ZD-4HVW»: 60 bits."""
    digest = bytes.fromhex(keyed_digest(str(change.pk), context="contact-change"))
    signs = base64.b32encode(digest[:10]).decode().translate(_ALPHABET)
    return "-".join(signs[start : start + 4] for start in (0, 4, 8))


def digest_of(typed: str) -> str:
    """What the column holds for this code, however it was typed: small letters, spaces, an O for a zero."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum()).translate(_LOOK_ALIKES)
    return keyed_digest(signs, context="contact-change-code")
