"""Understand what an agent types to find a person: names, part of a telephone, e-mail, postal code, birth date, number.

Pure. Each part must be found somewhere in the row (`portal.people.searchable` says what a row's text holds), in any
order: «Tremblay, Amélie 555-0123» has three parts.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from portal.foundation.words.folding import fold, joined, plain
from portal.foundation.words.names import clean_name

LONGEST, MOST_PARTS = 200, 12
"""Characters read, and parts looked for."""
FEWEST_DIGITS = 4
"""Fewer digits than that are no part of a telephone: they only make a whole dossier number."""

_EMAIL = re.compile(r"\S*@\S*")
_POSTAL_CODE = re.compile(r"(?<!\w)([A-Za-z]\d[A-Za-z])[ -]*(\d[A-Za-z]\d)(?!\w)")
_ISO_DAY = re.compile(r"(?<!\d)(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?!\d)")
_MONTHS = {
    **dict.fromkeys(("janvier", "janv", "jan", "january"), 1),
    **dict.fromkeys(("fevrier", "fev", "fevr", "february", "feb"), 2),
    **dict.fromkeys(("mars", "march"), 3),
    **dict.fromkeys(("avril", "avr", "april", "apr"), 4),
    **dict.fromkeys(("mai", "may"), 5),
    **dict.fromkeys(("juin", "june", "jun"), 6),
    **dict.fromkeys(("juillet", "juil", "july", "jul"), 7),
    **dict.fromkeys(("aout", "august", "aug"), 8),
    **dict.fromkeys(("septembre", "sept", "september", "sep"), 9),
    **dict.fromkeys(("octobre", "oct", "october"), 10),
    **dict.fromkeys(("novembre", "nov", "november"), 11),
    **dict.fromkeys(("decembre", "dec", "december"), 12),
}
_WRITTEN_DAY = re.compile(r"(?:(?<!\d)(\d{1,2})(?:er|e|st|nd|rd|th)?[\s-]+)?([^\W\d_]+)\.?[\s,-]+(\d{4})(?!\d)")
_SEPARATOR = re.compile(r"[\s,;/|]+")


@dataclass(frozen=True)
class SearchPart:
    """One thing to find: any of `needles` in the searched text, or a number that holds `number`.

    `word` is the folded word when it is one, which typing errors may have changed."""

    needles: tuple[str, ...]
    number: str = ""
    word: str = ""


def parts_of(typed: str) -> tuple[SearchPart, ...]:
    """Return what to find; empty when nothing typed can be found («%», «--»)."""
    text = clean_name(unicodedata.normalize("NFKC", typed[:LONGEST]))
    found: list[SearchPart] = []
    for take in (_emails, _dates, _postal_codes):
        taken = list(take(text))
        for whole, part in taken:
            text = text.replace(whole, " , ", 1)
            found.append(part)
    found += _numbers_and_words(text)
    return tuple(dict.fromkeys(found))[:MOST_PARTS]


def whole_number(typed: str) -> str:
    """Return all that was typed as one number («SAAQ 2026-001» → «saaq2026001»), or "" when it holds no digit."""
    whole = joined(typed[:LONGEST])
    return whole if any(sign.isdecimal() for sign in whole) else ""


def _emails(text: str) -> Iterator[tuple[str, SearchPart]]:
    for found in _EMAIL.finditer(text):
        if needle := found[0].strip(",;<>()").lower():
            yield found[0], SearchPart((needle,)) if needle != "@" else SearchPart(())


def _postal_codes(text: str) -> Iterator[tuple[str, SearchPart]]:
    for found in _POSTAL_CODE.finditer(text):
        code = (found[1] + found[2]).lower()
        yield found[0], SearchPart((f" {code}",), number=code)


def _dates(text: str) -> Iterator[tuple[str, SearchPart]]:
    """Whole dates with figures, the day or the month first; then months and days in words."""
    for found in _ISO_DAY.finditer(text):
        if days := _days((int(found[1]), int(found[2]), int(found[3]))):
            yield found[0], _born(days, found[0])
    for found in _DAY_FIRST.finditer(text):
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        if days := _days((year, second, first), (year, first, second)):
            yield found[0], _born(days, found[0])
    for found in _WRITTEN_DAY.finditer(text):
        month = _MONTHS.get(plain(found[2]))
        if month is None:
            continue
        if found[1] is None:
            yield found[0], SearchPart((f"*{found[3]}{month:02}",))
        elif days := _days((int(found[3]), month, int(found[1]))):
            yield found[0], _born(days, found[0])


def _days(*days: tuple[int, int, int]) -> list[str]:
    """Those that exist, as «19610501»."""
    known = []
    for year, month, day in days:
        try:
            known.append(f"{dt.date(year, month, day):%Y%m%d}".zfill(8))
        except ValueError:
            continue
    return known


def _born(days: list[str], written: str) -> SearchPart:
    return SearchPart(tuple(dict.fromkeys(f"*{day}" for day in days)), number=joined(written))


def _numbers_and_words(text: str) -> Iterator[SearchPart]:
    """Figures that follow each other are one number, however it is cut: «(418) 555 0123»."""
    digits = ""
    for token in _SEPARATOR.split(text):
        if not any(sign.isalpha() for sign in token) and any(sign.isdecimal() for sign in token):
            digits += "".join(sign for sign in token if sign.isdecimal())
            continue
        if digits and token:
            yield _number(digits)
            digits = ""
        yield from _words(token)
    if digits:
        yield _number(digits)


def _number(digits: str) -> SearchPart:
    digits = unicodedata.normalize("NFKC", digits)
    if len(digits) < FEWEST_DIGITS:
        return SearchPart((), number=digits)
    born = _days((int(digits[4:]), int(digits[2:4]), int(digits[:2]))) if len(digits) == 8 else []
    return SearchPart((digits, *(f"*{day}" for day in born)), number=digits)


def _words(token: str) -> Iterator[SearchPart]:
    """A word with figures is a piece of a postal code or of a number: it is not cut."""
    if any(sign.isdecimal() for sign in token):
        whole = joined(token)
        yield SearchPart((f" {whole}",), number=whole)
        return
    for word in fold(token).split():
        yield SearchPart((f" {word}",), word=word)
