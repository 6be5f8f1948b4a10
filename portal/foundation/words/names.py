"""Clean the names of people: any script, what nobody sees taken out, nothing cut."""

import re
import unicodedata

LONGEST_NAME = 100
"""Characters of a given or family name."""

# Zero-width joiners write words of Arabic and Indic scripts; elsewhere they are noise, or a trap.
_JOINERS = "\u200c\u200d"
_SPACES = re.compile(r"\s+")


def clean_name(typed: str) -> str:
    """Return a name composed (NFC), in one line, without signs that change direction or take no room.

    >>> clean_name("Ali\\u202e\\u2066cod")
    'Alicod'
    """
    text = unicodedata.normalize("NFC", typed)
    kept = "".join(sign for at, sign in enumerate(text) if _is_kept(text, at))
    return _SPACES.sub(" ", kept).strip()


def has_letter(name: str) -> bool:
    """Whether a name says something: «-», «.» and «123» do not."""
    return any(unicodedata.category(sign)[0] == "L" for sign in name)


def _is_kept(text: str, at: int) -> bool:
    sign = text[at]
    if sign.isspace():
        return True
    if sign in _JOINERS:
        around = text[at - 1 : at] + text[at + 1 : at + 2]
        return len(around) == 2 and all(_is_letter_of_joined_script(letter) for letter in around)
    return unicodedata.category(sign) not in {"Cc", "Cf", "Cs"}


def _is_letter_of_joined_script(sign: str) -> bool:
    """Arabic to Malayalam and their neighbours: U+0600 to U+0DFF."""
    return 0x0600 <= ord(sign) <= 0x0DFF and unicodedata.category(sign)[0] in "LM"
