"""Crossings: the days on which time alone can change an answer: a birthday, the end of a wait. Pure.

Between two crossings of a rule, its verdict does not move: looking at each of them is looking at every day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from math import ceil, floor
from typing import Any, NamedTuple

from portal.criteria.days import EARLIEST, MONTH, YEAR, date_of, day_number
from portal.criteria.spans import ends
from portal.criteria.vocabulary import Given
from programs.facts.counters import AGED_IN, aged
from programs.facts.derivations import full_years

# Fact that grows with time → the fact it is counted from, and in which unit.
AGING: dict[str, tuple[str, int]] = {
    "age": ("birth_date", YEAR),
    "spouse_age": ("spouse_birth_date", YEAR),
    "youngest_child_months": ("children", MONTH),
    "months_since_road_accident": ("road_accident_date", MONTH),
    "months_since_work_injury": ("work_injury_date", MONTH),
    "months_since_crime": ("crime_date", MONTH),
} | {counter: (counter, YEAR if counts is full_years else MONTH) for counter, counts in AGED_IN.items()}
# What is counted from a day: known in part when the day is.
RANGED = frozenset(fact for fact, (source, _) in AGING.items() if source != "children" and source not in AGED_IN)
# Fact that changes when a child reaches an age → that age in years.
CHILD_AGES = {"children_under_18": 18, "children_under_14": 14, "household_type": 18}
# Counted anew each September 1.
SCHOOL_YEAR = "children_kindergarten_next_fall"
SEPTEMBER = 8 * MONTH


class Known(NamedTuple):
    """A fact as kept: its value, and the day it was known."""

    value: Any
    known_on: date


Remembered = Mapping[str, Known]
Thresholds = Mapping[str, frozenset[int]]


def remember(given: Mapping[str, Any], known_on: date) -> Remembered:
    """Facts all known the same day."""
    return {code: Known(value, known_on) for code, value in given.items()}


def given_on(facts: Remembered, on: date) -> Given:
    """The facts as of a day, counters aged from the day they were known."""
    return {code: aged(code, known.value, known.known_on, on) for code, known in facts.items()}


def since(fact: str, known: Known) -> int:
    """The day number from which a counter counts: what it was, taken back from the day it was known."""
    return max(EARLIEST, day_number(known.known_on) - floor(known.value) * AGING[fact][1])


def thresholds(conditions: Iterable[tuple[str, Iterable[Any]]]) -> dict[str, frozenset[int]]:
    """Fact that moves with time → the whole values at which a condition on it may turn."""
    found: dict[str, set[int]] = {}
    for fact, values in conditions:
        if fact in AGING:
            numbers = [value for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
            found.setdefault(fact, set()).update(turn for value in numbers for turn in (ceil(value), floor(value) + 1))
        elif fact in CHILD_AGES or fact == SCHOOL_YEAR:
            found.setdefault(fact, set())
    return {fact: frozenset(turns) for fact, turns in found.items()}


def crossings(turns: Thresholds, facts: Remembered, after: date, until: date) -> list[date]:
    """The days, after one and up to another, on which an answer may change; in order."""
    first, last = day_number(after), day_number(until)
    numbers = {number for fact, values in turns.items() for number in _numbers(fact, values, facts, after)}
    return sorted({date_of(number) for number in numbers if first < number <= last})


def _numbers(fact: str, values: Iterable[int], facts: Remembered, after: date) -> Iterator[int]:
    if fact in CHILD_AGES:
        yield from (born + CHILD_AGES[fact] * YEAR for born in _births(facts))
    elif fact == SCHOOL_YEAR:
        yield from ((after.year + more) * YEAR + SEPTEMBER for more in (0, 1))
    else:
        yield from (start + value * AGING[fact][1] for value in values for start in _starts(fact, facts))


def _starts(fact: str, facts: Remembered) -> list[int]:
    """What it is counted from: one day, or the first and the last that it may be."""
    source = AGING[fact][0]
    if source == "children":
        return sorted(_births(facts))[-1:]
    known = facts.get(source)
    if known is None or known.value is None:
        return []
    return [since(fact, known)] if source in AGED_IN else [day_number(day) for day in ends(known.value)]


def _births(facts: Remembered) -> list[int]:
    known = facts.get("children")
    return [day_number(child["birth_date"]) for child in known.value] if known else []
