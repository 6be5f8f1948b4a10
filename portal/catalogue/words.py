"""Pure: how words are compared. Neither accents, capitals, apostrophes nor hyphens count."""

import re
import unicodedata
from collections.abc import Iterator

LONGEST_TERM = 4
"""A synonym's term has at most that many words («bien-être social» has three)."""

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"})
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")


def plain(text: str) -> str:
    """«L’Allocation famille (œuvre)» → «l allocation famille oeuvre»."""
    composed = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    bare = "".join(sign for sign in composed if not unicodedata.combining(sign))
    return _NOT_A_WORD.sub(" ", bare.casefold()).strip()


def terms(text: str) -> Iterator[tuple[int, str]]:
    """Every run of one to `LONGEST_TERM` words of plain `text`, with the position of its first word, longest first."""
    words = text.split()
    for length in range(min(LONGEST_TERM, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            yield start, " ".join(words[start : start + length])
