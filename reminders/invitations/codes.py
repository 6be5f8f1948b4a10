"""Codes that people copy from paper: pure."""

import secrets

ALPHABET = "2346789ABCDEFGHJKMNPQRTUVWXY"
"""Without 0 O, 1 I L, 5 S, Z 2's look-alike: 28 signs."""
LENGTH = 10
"""28 to the tenth power: with ten tries an hour, about three thousand million years for one number."""


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def plain(typed: str) -> str:
    """As it was made, however it is typed: spaces, hyphens and small letters do not count."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())


def grouped(code: str) -> str:
    """«K7M4P-9XW2T»: how it is printed."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def hint_of(number: str) -> str:
    """The last three signs of a client number: enough for its person, too little for anybody else. A short number
    shows less than half of itself."""
    signs = plain(number)
    return signs[-min(3, len(signs) // 2) :] if len(signs) > 1 else ""
