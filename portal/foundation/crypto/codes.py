"""Codes that people copy from paper or from an e-mail: made, shown, read as typed, and kept as a keyed digest only."""

import secrets

from portal.foundation.crypto.indexing import keyed_digest

ALPHABET = "2346789ABCDEFGHJKMNPQRTUVWXY"
"""Without 0 O, 1 I L, 5 S, Z 2's look-alike: 28 signs."""
LENGTH = 10
"""28 to the tenth power: with ten tries an hour, about three thousand million years for one number."""


def new_code() -> str:
    """Return a code nobody can guess."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def plain(typed: str) -> str:
    """Return the code as it was made, however it is typed: spaces, hyphens and small letters do not count."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())


def grouped(code: str) -> str:
    """Return «K7M4P-9XW2T»: how it is shown."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def digest_of(typed: str, *, context: str) -> str:
    """Return what is kept of a code, however it is typed. `context` names what it opens, and for whom: elsewhere the
    same code opens nothing."""
    return keyed_digest(plain(typed), context=context)
