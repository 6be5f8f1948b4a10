"""Decide what of a client number is the number, and whether it has the form that its organization declared. Pure.

Only spaces and hyphens, in all their Unicode forms, are decoration. Any other sign makes another number: «123456.0»,
which a spreadsheet writes for 123456, was once read as 1234560, somebody else's.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle, groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.foundation.formats.cells import Unfit, spaced
from portal.foundation.formats.identifiers import identifier_of

LONGEST = 40
SIGNS = "./_+*:#&"
"""What an organization may declare beside letters and digits. A comma stays a mistake: it parts cells and decimals."""
DIGITS, LETTERS, BOTH = "digits", "letters", "both"
LUHN, MOD11, MOD97 = "luhn", "mod11", "mod97"

_MINUS = "\u2212"
"""Unicode's category of dashes has the other hyphens; a soft one has no width, and is taken out with its kind."""
_RUN = re.compile(r"([dls])([0-9]+)")


def normal_form(number: str) -> str:
    """Return the number without its decoration, in capitals: what two ways of writing it have in common."""
    return "".join(sign for sign in spaced(number).upper() if not _is_decoration(sign))


def _is_decoration(sign: str) -> bool:
    return sign in {" ", _MINUS} or unicodedata.category(sign) == "Pd"


def luhn(digits: str) -> bool:
    """ISO/IEC 7812: every second digit from the right is doubled."""
    doubled = (int(sign) * (1 + place % 2) for place, sign in enumerate(reversed(digits)))
    return sum(value - 9 * (value > 9) for value in doubled) % 10 == 0


def mod11(digits: str) -> bool:
    """Weights 2 to 7 from the right; a remainder that would ask for «10» is given to no number."""
    total = sum(int(sign) * weight for sign, weight in zip(reversed(digits[:-1]), cycle(range(2, 8)), strict=False))
    return (total + int(digits[-1])) % 11 == 0


def mod97(signs: str) -> bool:
    """ISO 7064, MOD 97-10: letters count from 10 to 35."""
    return int("".join(str(int(sign, 36)) for sign in signs)) % 97 == 1


CHECKS: dict[str, Callable[[str], bool]] = {LUHN: luhn, MOD11: mod11, MOD97: mod97}


@dataclass(frozen=True)
class Pattern:
    """The form of an organization's numbers. By default what any organization's may have."""

    alphabet: str = BOTH
    signs: str = ""
    shortest: int = 1
    longest: int = LONGEST
    check_digit: str = ""

    def number_of(self, value: Any) -> str:
        """Return the number of a cell, as it is written. Raises Unfit with the remedy."""
        number = identifier_of(value)
        if words := self._trouble(normal_form(number)):
            raise Unfit(words)
        if len(number) > LONGEST:
            raise Unfit(_("Trop long\u00a0: %(longest)d caractères au plus.") % {"longest": LONGEST})
        return number

    def _trouble(self, number: str) -> str:
        for sign in number:
            if not self._knows(sign):
                return self._sign_words(sign)
        if self.alphabet == BOTH and not any(sign.isdigit() for sign in number):
            return _("Un numéro de client a au moins un chiffre\u00a0: vérifiez la colonne.")
        if not self.shortest <= len(number) <= self.longest:
            return self._length_words(len(number))
        if self.check_digit and not CHECKS[self.check_digit](self._bare(number)):
            return _("Le chiffre de contrôle ne concorde pas\u00a0: un chiffre est faux ou deux sont inversés.")
        return ""

    def _knows(self, sign: str) -> bool:
        if sign in "0123456789":
            return self.alphabet != LETTERS
        # A check over letters counts those of ASCII only.
        is_letter = sign.isalpha() and (sign.isascii() or not self.check_digit)
        return sign in self.signs or (is_letter and self.alphabet != DIGITS)

    def _bare(self, number: str) -> str:
        return "".join(sign for sign in number if sign not in self.signs)

    def _sign_words(self, sign: str) -> str:
        if self.is_any:
            return _(
                "Le signe «\u00a0%(sign)s\u00a0» n’est d’aucun numéro de client. "
                "S’il est dans les vôtres, déclarez leur forme "
                "(Forme des numéros de client)."
            ) % {"sign": sign}
        return _("Le signe «\u00a0%(sign)s\u00a0» n’est pas dans la forme déclarée de vos numéros\u00a0: %(form)s.") % {
            "sign": sign,
            "form": self.words,
        }

    def _length_words(self, length: int) -> str:
        values = {"length": length, "form": self.words}
        if length < self.shortest and self.alphabet != LETTERS:
            words = _(
                "Ce numéro a %(length)d signes; forme déclarée\u00a0: %(form)s. Des zéros du début sont-ils perdus? "
                "Mettez la colonne au format Texte."
            )
            return words % values
        return _("Ce numéro a %(length)d signes; forme déclarée\u00a0: %(form)s.") % values

    @property
    def is_any(self) -> bool:
        """Whether nothing was declared."""
        return self == ANY

    @property
    def words(self) -> str:
        """«8 chiffres, le dernier de contrôle»."""
        names = {DIGITS: _("chiffres"), LETTERS: _("lettres"), BOTH: _("lettres ou chiffres")}
        values = {"shortest": self.shortest, "longest": self.longest, "signs": names[self.alphabet]}
        if self.shortest == self.longest:
            parts = [_("%(longest)d %(signs)s") % values]
        else:
            parts = [_("de %(shortest)d à %(longest)d %(signs)s") % values]
        if self.signs:
            parts.append(_("et %(signs)s") % {"signs": " ".join(self.signs)})
        if self.check_digit:
            parts.append(_("avec contrôle"))
        return " ".join(parts)

    @property
    def example(self) -> str:
        """An invented number of that form; nothing when the form has none so short."""
        filler = {DIGITS: "1234567890" * 4, LETTERS: "ABCDEFGHIJ" * 4, BOTH: "A" + "123456789" * 5}[self.alphabet]
        length = min(max(self.shortest, 6), self.longest)
        stem = filler[:length]
        return next(filter(self._fits, _with_other_ends(stem)), "")

    def _fits(self, number: str) -> bool:
        return not self._trouble(number)


def _with_other_ends(stem: str) -> Iterator[str]:
    """The stem, then the stem with each of its last digits changed: one of them has the right check digit."""
    yield stem
    for size in (1, 2):
        yield from (f"{stem[:-size]}{end:0{size}d}" for end in range(10**size))


ANY = Pattern()


def shape_of(number: str) -> str:
    """Return «d8» for eight digits, «l4d8» for four letters before them; other signs are themselves."""
    runs = groupby("d" if sign.isdigit() else "l" if sign.isalpha() else "s" for sign in normal_form(number))
    return "".join(f"{kind}{len(list(run))}" for kind, run in runs)


def shape_words(shape: str) -> str:
    """«4 lettres, 8 chiffres»."""
    return ", ".join(_run_words(kind, int(count)) for kind, count in _RUN.findall(shape))


def _run_words(kind: str, count: int) -> str:
    if kind == "d":
        return ngettext("%(count)d chiffre", "%(count)d chiffres", count) % {"count": count}
    if kind == "l":
        return ngettext("%(count)d lettre", "%(count)d lettres", count) % {"count": count}
    return ngettext("%(count)d autre signe", "%(count)d autres signes", count) % {"count": count}
