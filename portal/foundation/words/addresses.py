"""The part of a public address that says what a page is about: readable, and never one that exists."""

from django.db.models import QuerySet
from django.utils.text import slugify

_ROOM_FOR_A_NUMBER = 5


def free_code(rows: QuerySet, words: str, *, otherwise: str) -> str:
    """Return a code for a title that no row has yet; `otherwise`: the base when the title has no letter to keep."""
    base = _base(rows, words) or otherwise
    taken = set(rows.filter(code__startswith=base).values_list("code", flat=True))
    numbered = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(code for code in numbered if code not in taken)


def code_following(rows: QuerySet, code: str, *, before: str, after: str, otherwise: str) -> str:
    """Return the code of a row that nobody has read yet when its title changes from `before` to `after`: no address may
    say a title that was given up. A code that was not made from the former title was given with the row, and stays."""
    if _comes_from(rows, code, after, otherwise) or not _comes_from(rows, code, before, otherwise):
        return code
    return free_code(rows, after, otherwise=otherwise)


def _comes_from(rows: QuerySet, code: str, words: str, otherwise: str) -> bool:
    base = _base(rows, words) or otherwise
    return code == base or code.startswith(f"{base}-") and code[len(base) + 1 :].isdigit()


def _base(rows: QuerySet, words: str) -> str:
    length = rows.model._meta.get_field("code").max_length
    return slugify(words)[: length - _ROOM_FOR_A_NUMBER].strip("-")
