"""Recognise frequent long passwords by what they are made of.

A list of whole passwords would need millions of lines for what a thousand parts compose. `frequent_passwords.txt` holds
the parts, and says where they come from.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).with_name("frequent_passwords.txt")
MOST_PARTS = 3
SHORTEST_RUN = 4
LONGEST_PATTERN = 7
LONGEST_NUMBER = 6
_LETTERS = str.maketrans("013457@$", "oieastas")
_DATE = re.compile(r"(?:19|20)\d\d(?:0\d|1[0-2])(?:[0-2]\d|3[01])|(?:[0-2]\d|3[01])(?:0\d|1[0-2])(?:19|20)\d\d")


class Parts(NamedTuple):
    linking: frozenset[str]
    words: frozenset[str]
    rows: tuple[str, ...]
    whole: frozenset[str]
    longest: int


@cache
def parts() -> Parts:
    """Read the file once."""
    sections: dict[str, list[str]] = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            current = sections.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            current += line.lower().split()
    rows = sections["rows"]
    return Parts(
        linking=frozenset(sections["linking"]),
        words=frozenset(sections["words"]),
        rows=(*rows, *(row[::-1] for row in rows)),
        whole=frozenset(sections["whole"]),
        longest=max(map(len, sections["words"])),
    )


def is_frequent(password: str) -> bool:
    """Whether the password is wholly made of a few frequent parts. Pure; a sign the file cannot hold is never one."""
    typed = _typed(password)
    if not typed:
        return False
    read = typed.translate(_LETTERS)
    return read in parts().whole or _repeats(typed) or _is_made_of_parts(typed, read)


def _typed(password: str) -> str:
    """Return it without accents, capitals, spaces and punctuation; "" when something else is left, an emoji say."""
    folded = unicodedata.normalize("NFKD", password.casefold())
    kept = [sign for sign in folded if unicodedata.category(sign)[0] not in "MPZ" or sign == "@"]
    typed = "".join(kept)
    return typed if typed.isascii() else ""


def _repeats(typed: str) -> bool:
    """Whether it is one short pattern, again and again; the last time perhaps cut."""
    sizes = range(1, min(LONGEST_PATTERN, len(typed) // 2) + 1)
    return any((typed[:size] * len(typed)).startswith(typed) for size in sizes)


def _is_made_of_parts(typed: str, read: str) -> bool:
    """Walk through every way to cut it; the same part again costs nothing."""
    seen: set[tuple[int, frozenset[str]]] = set()
    waiting: list[tuple[int, frozenset[str]]] = [(0, frozenset())]
    while waiting:
        place, used = waiting.pop()
        if place == len(typed):
            return True
        if (place, used) in seen:
            continue
        seen.add((place, used))
        for end, part in _parts_at(typed, read, place):
            with_it = used | {part} if part else used
            if len(with_it) <= MOST_PARTS:
                waiting.append((end, with_it))
    return False


def _parts_at(typed: str, read: str, place: int) -> list[tuple[int, str]]:
    """Return (end, part) of what may begin here; the part is "" for what counts for nothing."""
    known = parts()
    found = [(end, "") for end in range(place + 1, place + 5) if read[place:end] in known.linking]
    found += [
        (end, read[place:end]) for end in range(place + 3, place + known.longest + 1) if read[place:end] in known.words
    ]
    run = _run_length(typed, place)
    if run >= SHORTEST_RUN:
        found.append((place + run, typed[place : place + run]))
    digits = re.match(r"\d+", typed[place:])
    if digits and (len(digits[0]) <= LONGEST_NUMBER or _DATE.fullmatch(digits[0])):
        found.append((place + digits.end(), digits[0]))
    return list(dict.fromkeys((end, part) for end, part in found if end <= len(typed)))


def _run_length(typed: str, place: int) -> int:
    """Return how far a keyboard row, the alphabet, or one sign again and again goes from here."""
    longest = len(typed) - place - len(typed[place:].lstrip(typed[place]))
    for row in parts().rows:
        size = SHORTEST_RUN
        while place + size <= len(typed) and typed[place : place + size] in row:
            longest = max(longest, size)
            size += 1
    return longest
