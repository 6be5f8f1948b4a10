"""How an invitation's code is kept. Pure."""

from portal.foundation.crypto.codes import digest_of


def code_digest_of(email: str, code: str) -> str:
    """Return the keyed digest of a code, bound to the address: with another address it is no code."""
    return digest_of(code, context=f"staff invitation:{email.lower()}")
