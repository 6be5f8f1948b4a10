"""The columns of facts: how a fact of the vocabulary is held in a row that SQL can judge. NULL: not known."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from portal.criteria.days import NEVER, day_number
from portal.criteria.spans import LAST, ends
from programs.facts.counters import AGED_IN
from programs.facts.crossings import Known, Remembered, since

LARGEST = 2**31 - 1


def yes_no() -> models.BooleanField:
    return models.BooleanField(null=True)


def whole() -> models.IntegerField:
    return models.IntegerField(null=True)


def amount() -> models.FloatField:
    return models.FloatField(null=True)


def day() -> models.IntegerField:
    """A day number (`portal.criteria.days`); NEVER when it did not happen. Of a day known in part, the first that it
    may be; the column whose name ends with `_last` has the last one, and the same day when all is known."""
    return models.IntegerField(null=True)


def since_day() -> models.IntegerField:
    """The day number from which a counter counts: it ages by itself."""
    return models.IntegerField(null=True)


def choice() -> models.CharField:
    return models.CharField(max_length=40, null=True)  # noqa: DJ001 (NULL is "not known" for every fact)


def choices() -> ArrayField:
    return ArrayField(models.CharField(max_length=40), null=True)


def days() -> ArrayField:
    """Birth day numbers, in order."""
    return ArrayField(models.IntegerField(), null=True)


def row_of(facts: Remembered, types: dict[str, str]) -> dict[str, Any]:
    """Fact → what its column holds, for every fact of `types` (code → type of the vocabulary)."""
    row = {code: _held(code, types[code], facts[code]) if code in facts else None for code in types}
    days = [code for code, kind in types.items() if kind == "date"]
    return row | {code + LAST: _last(facts[code]) if code in facts else None for code in days}


def _last(known: Known) -> int:
    return NEVER if known.value is None else day_number(ends(known.value)[1])


def _held(code: str, kind: str, known: Known) -> Any:
    if code in AGED_IN:
        return since(code, known)
    if kind == "date":
        return NEVER if known.value is None else day_number(ends(known.value)[0])
    if kind == "list":
        return sorted(day_number(one["birth_date"]) for one in known.value)
    if kind == "multi":
        return list(known.value)
    return min(known.value, LARGEST) if kind == "int" else known.value
