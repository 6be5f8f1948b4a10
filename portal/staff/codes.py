"""How an invitation's code is kept. Pure."""

from portal.foundation.crypto.codes import plain
from portal.foundation.crypto.indexing import keyed_digest


def code_digest_of(email: str, code: str) -> str:
    """Return the keyed digest of a code, bound to the address: with another address it is no code."""
    return keyed_digest(plain(code), context=f"staff invitation:{email.lower()}")
