"""Texts made comparable: a search that forgives accents, capitals, apostrophes and plurals. Pure."""

import re
import unicodedata

_WORD = re.compile(r"[a-z0-9]+")


def plain(text: str) -> str:
    """Lower case, without accents or punctuation: « Crédit d’impôt » → "credit d impot"."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return " ".join(_WORD.findall("".join(letter for letter in decomposed if not unicodedata.combining(letter))))


def stems(query: str) -> list[str]:
    """The words of a query, cut of their plural so that « enfants » finds « enfant » and the reverse."""
    return [word.rstrip("sx") if len(word) > 3 else word for word in plain(query).split()]
