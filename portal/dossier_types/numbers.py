"""The form of the numbers that dossiers of a type get: «SAAQ-{année}-{rang}». Pure."""

import re

YEAR, RANK = "{année}", "{rang}"
WIDTH = 6
LONGEST = 40
"""Signs of a number."""
_BRACES = re.compile(r"[{}]")


def number_of(pattern: str, *, year: int, rank: int) -> str:
    return pattern.replace(YEAR, str(year)).replace(RANK, f"{rank:0{WIDTH}d}")


def is_yearly(pattern: str) -> bool:
    """Whether ranks begin again each year: a number must say its year for that."""
    return YEAR in pattern


def is_pattern(text: str) -> bool:
    """Whether numbers can be made of it: it has a rank, and nothing in braces that is not known."""
    bare = text.replace(YEAR, "").replace(RANK, "")
    fits = len(number_of(text, year=2000, rank=1)) <= LONGEST
    return text.count(RANK) == 1 and not _BRACES.search(bare) and fits and text == text.strip()
