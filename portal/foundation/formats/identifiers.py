"""Read an identifier that another system wrote, and refuse what a spreadsheet put in its place. Pure.

Source: reports of people who exchange such files (identifiers that leave as «123456.0» as soon as one cell of the
column is empty, as «1,23457E+11» in Excel, error cells, rows of totals).
"""

import datetime as dt
import re
import unicodedata
from typing import Any

from django.utils.translation import gettext as _

from portal.foundation.formats.cells import Unfit, text_of

EXACT = 10**15
"""A spreadsheet keeps fifteen digits: the further ones of a number cell are zeros."""

_ERRORS = re.compile(
    r"#(N/?[AD]|REF!|VALEUR!|VALUE!|DIV/0!|NOM\?|NAME\?|NUL!|NULL!|NOMBRE!|NUM!|CALC!|PROPAGATION!|SPILL!|#+)?|ERR:[0-9]+",
    re.IGNORECASE,
)
_SCIENTIFIC = re.compile(r"[0-9]+([.,][0-9]+)?E\+[0-9]+|[0-9]+[.,][0-9]+E-?[0-9]+", re.IGNORECASE)
_WHOLE_DECIMAL = re.compile(r"-?[0-9]+[.,]0+")
_TOTAL = re.compile(r"(sous|grand)?[ -]?tota(l|ux)( general)?( ?:.*)?|(sous|sub)[ -]?total|somme|sum")
_NOTHING = frozenset("n/a n.a. n/d n.d. s/o s.o. ? null none vide aucun aucune inconnu inconnue unknown".split())
# Of an identifier only: people are called Na and So.
_NO_IDENTIFIER = frozenset("na nd so nan nil".split())


class TotalRow(Unfit):
    """The row sums the others up: nothing else is to correct in it."""


def identifier_of(value: Any) -> str:
    """Return the identifier that a cell holds. Raises Unfit with the remedy."""
    if isinstance(value, (dt.date, dt.time)):
        raise Unfit(_("Le tableur a pris cet identifiant pour une date\u00a0: mettez la colonne au format Texte."))
    if isinstance(value, (int, float)) and abs(value) >= EXACT:
        raise Unfit(_("Le tableur ne garde que 15 chiffres d’un nombre\u00a0: mettez la colonne au format Texte."))
    text = text_of(value)
    if _TOTAL.fullmatch(folded(text)):
        raise TotalRow(_("Cette ligne est un total, et non une échéance\u00a0: retirez-la du fichier."))
    if words := _written_instead(text):
        raise Unfit(words)
    return text


def _written_instead(text: str) -> str:
    """What a spreadsheet wrote instead of the identifier, with the remedy; nothing for an identifier."""
    word = folded(text)
    if not text:
        return _("Cette case est vide\u00a0: remplissez-la.")
    if _ERRORS.fullmatch(text):
        return _(
            "Une formule du tableur n’a pas donné de valeur ici\u00a0: corrigez-la, ou écrivez l’identifiant lui-même."
        )
    if _SCIENTIFIC.fullmatch(text):
        return _(
            "Le tableur a abrégé ce nombre (E+)\u00a0: mettez la colonne au format Texte, puis écrivez-le en entier."
        )
    if _WHOLE_DECIMAL.fullmatch(text):
        return _("Ce nombre entier a pris des décimales (.0)\u00a0: exportez la colonne en texte, sans décimales.")
    if says_nothing(text) or word in _NO_IDENTIFIER:
        return _("Cette valeur ne désigne personne\u00a0: écrivez l’identifiant, ou retirez la ligne.")
    return ""


def says_nothing(text: str) -> bool:
    """Whether the text stands for an empty cell: «N/A», «inconnu», zeros, hyphens."""
    word = folded(text)
    return word in _NOTHING or not word.strip("0 -")


def folded(text: str) -> str:
    """Small letters without accents."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign)).casefold()
