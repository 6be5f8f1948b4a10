"""Derived facts: computed as of a date, never asked. Their rules are `rule_*` in `programs/reference/facts.yaml`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from portal.criteria.spans import ValueRange, counted
from portal.criteria.vocabulary import Given

# "999 when children is an empty list" (facts.yaml): no rule about a young child can be met.
NO_CHILD_MONTHS = 999
COUPLES = frozenset({"married", "common_law"})


def full_years(start: date, on: date) -> int:
    """Complete years; somebody born on February 29 is a year older on March 1 of a common year."""
    return on.year - start.year - ((on.month, on.day) < (start.month, start.day))


def full_months(start: date, on: date) -> int:
    """Complete months: the 31st of January to the 28th of February is none yet."""
    return (on.year - start.year) * 12 + on.month - start.month - (on.day < start.day)


def _spouse_age(known: Given, on: date) -> int | ValueRange:
    return counted(full_years, known["spouse_birth_date"], on) if known["has_spouse"] else 0


def _children_under(limit: int) -> Callable[[Given, date], int]:
    return lambda known, on: sum(full_years(child["birth_date"], on) < limit for child in known["children"])


def _youngest_child_months(known: Given, on: date) -> int:
    return min((full_months(child["birth_date"], on) for child in known["children"]), default=NO_CHILD_MONTHS)


def _children_kindergarten_next_fall(known: Given, on: date) -> int:
    """School starts in September; from September on, the next start is the following year's."""
    start = date(on.year + (on.month >= 9), 9, 30)
    return sum(full_years(child["birth_date"], start) in (4, 5) for child in known["children"])


def _household_type(known: Given, _on: date) -> str:
    adults = "couple" if known["has_spouse"] else "single"
    return adults + ("", "_1child", "_2plus")[min(known["children_under_18"], 2)]


def _months_since(source: str) -> Callable[[Given, date], int | ValueRange | None]:
    return lambda known, on: None if known[source] is None else counted(full_months, known[source], on)


# In order: a derivation may use those above it. A KeyError means that a source is not given: the fact stays unknown.
DERIVATIONS: dict[str, tuple[tuple[str, ...], Callable[[Given, date], Any]]] = {
    "age": (("birth_date",), lambda known, on: counted(full_years, known["birth_date"], on)),
    "has_spouse": (("marital_status",), lambda known, _on: known["marital_status"] in COUPLES),
    "spouse_age": (("marital_status", "spouse_birth_date"), _spouse_age),
    "children_under_18": (("children",), _children_under(18)),
    "children_under_14": (("children",), _children_under(14)),
    "youngest_child_months": (("children",), _youngest_child_months),
    "children_kindergarten_next_fall": (("children",), _children_kindergarten_next_fall),
    "household_type": (("marital_status", "children"), _household_type),
    "months_since_road_accident": (("road_accident_date",), _months_since("road_accident_date")),
    "months_since_work_injury": (("work_injury_date",), _months_since("work_injury_date")),
    "months_since_crime": (("crime_date",), _months_since("crime_date")),
}

# Nobody is asked a spouse's birth date before we know that there is a spouse.
STEPWISE = frozenset({"spouse_age"})


def resolve(given: Mapping[str, Any], as_of: date) -> Given:
    """The facts given and all that can be derived from them as of that date."""
    known = dict(given)
    for code, (_sources, derive) in DERIVATIONS.items():
        try:
            known[code] = derive(known, as_of)
        except KeyError:
            continue
    return known


def lacking(fact: str, known: Mapping[str, Any]) -> tuple[str, ...]:
    """The facts to ask, in order, before `fact` is known; empty when it is."""
    if fact in known:
        return ()
    if fact not in DERIVATIONS:
        return (fact,)
    sources = tuple(source for source in DERIVATIONS[fact][0] if source not in known)
    return sources[:1] if fact in STEPWISE else sources
