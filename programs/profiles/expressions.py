"""Facts as SQL sees them, as of a day: the columns of a profile, and what is computed from them.

`p` is the profile, `at.day` the day number. The definitions are those of `programs.facts.derivations`; a property test
holds the two equal. Everything here is our own text: no value of a person, no word of an organization.
"""

from collections.abc import Iterable

from portal.criteria.days import MONTH, NEVER, YEAR
from portal.criteria.spans import LAST
from programs.facts.counters import AGED_IN
from programs.facts.crossings import AGING, CHILD_AGES, RANGED, SEPTEMBER
from programs.facts.derivations import COUPLES, DERIVATIONS, NO_CHILD_MONTHS
from programs.profiles.models import Profile

# Added before an integer division and taken off after it, so that it rounds down below zero too.
_LIFT = 1_000


def elapsed(start: str, unit: int, at: str = "at.day") -> str:
    """Complete units from one day number to another."""
    return f"(({at} - {start} + {unit * _LIFT}) / {unit} - {_LIFT})"


def _children_until(cutoff: str) -> str:
    """How many were born on or before a day number (the array is in order; an empty one has no dimension to search)."""
    return f"CASE WHEN cardinality(p.children) = 0 THEN 0 ELSE width_bucket({cutoff}, p.children) END"


def _children_under(limit: int) -> str:
    return f"(cardinality(p.children) - {_children_until(f'at.day - {limit * YEAR}')})"


def _kindergarten() -> str:
    """Aged 4 or 5 on the September 30 of the next school year's start."""
    start = f"((at.day / {YEAR} + (mod(at.day, {YEAR}) >= {SEPTEMBER})::int) * {YEAR} + {SEPTEMBER + 29})"
    return f"({_children_until(f'{start} - {4 * YEAR}')} - {_children_until(f'{start} - {6 * YEAR}')})"


def _months_since(column: str) -> str:
    return f"CASE WHEN p.{column} = {NEVER} THEN {NEVER} ELSE {elapsed(f'p.{column}', MONTH)} END"


def _household() -> str:
    adults = f"CASE {_HAS_SPOUSE} WHEN TRUE THEN 'couple' WHEN FALSE THEN 'single' END"
    # Not LEAST(n, 2): it passes over NULL, and would read an unknown number of children as two.
    count = _children_under(18)
    children = (
        f"CASE ({count} > 0)::int + ({count} > 1)::int WHEN 0 THEN '' WHEN 1 THEN '_1child' WHEN 2 THEN '_2plus' END"
    )
    return f"({adults} || {children})"


_HAS_SPOUSE = "(p.marital_status IN ({}))".format(", ".join(f"'{status}'" for status in sorted(COUPLES)))
_YOUNGEST = elapsed("p.children[cardinality(p.children)]", MONTH)
DERIVED: dict[str, str] = {
    "age": elapsed("p.birth_date", YEAR),
    "has_spouse": _HAS_SPOUSE,
    "spouse_age": f"CASE {_HAS_SPOUSE} WHEN TRUE THEN {elapsed('p.spouse_birth_date', YEAR)} WHEN FALSE THEN 0 END",
    "children_under_18": _children_under(18),
    "children_under_14": _children_under(14),
    "youngest_child_months": f"CASE WHEN cardinality(p.children) = 0 THEN {NO_CHILD_MONTHS} ELSE {_YOUNGEST} END",
    "children_kindergarten_next_fall": _kindergarten(),
    "household_type": _household(),
    "months_since_road_accident": _months_since("road_accident_date"),
    "months_since_work_injury": _months_since("work_injury_date"),
    "months_since_crime": _months_since("crime_date"),
}
assert set(DERIVED) == set(DERIVATIONS)  # noqa: S101 (one meaning, two executions)

# What is counted from a day, counted from the last that it may be.
DERIVED_LAST: dict[str, str] = {
    fact: DERIVED[fact].replace(f"p.{source}", f"p.{source}{LAST}")
    for fact, source in ((fact, AGING[fact][0]) for fact in sorted(RANGED))
}


def expressions() -> dict[str, str]:
    """Fact → its SQL, for the whole vocabulary; of what may be known in part, also from the last day it may be."""
    codes = [field.name for field in Profile._meta.fields if not field.primary_key]
    last = {code + LAST: text for code, text in DERIVED_LAST.items()}
    counted = {code: elapsed(f"p.{code}", AGING[code][1]) for code in AGED_IN}
    return {code: f"p.{code}" for code in codes} | counted | DERIVED | last


def ranged_facts() -> frozenset[str]:
    """Facts that may be known in part: days, and what is counted from them. Each has a second expression."""
    return frozenset(code.removesuffix(LAST) for code in expressions() if code.endswith(LAST))


def columns_of(facts: Iterable[str]) -> tuple[str, ...]:
    """The expressions that criteria over these facts read: a fact that may be known in part is read twice."""
    read = set(facts)
    return tuple(sorted(read | {fact + LAST for fact in read & ranged_facts()}))


def next_crossing(turns: dict[str, frozenset[int]], after: str) -> str:
    """The first day number after another on which time alone may change an answer; NULL when none may."""
    numbers = [number for fact in sorted(turns) for number in _crossings(fact, turns[fact], after)]
    if not numbers:
        return "NULL::int"
    return "LEAST({})".format(", ".join(f"CASE WHEN {number} > {after} THEN {number} END" for number in numbers))


def _crossings(fact: str, values: frozenset[int], after: str) -> list[str]:
    if fact in CHILD_AGES:
        born = f"p.children[{_children_until(f'{after} - {CHILD_AGES[fact] * YEAR}')} + 1]"
        return [f"({born} + {CHILD_AGES[fact] * YEAR})"]
    if fact not in AGING:
        year = f"({after} / {YEAR} + (mod({after}, {YEAR}) >= {SEPTEMBER})::int)"
        return [f"({year} * {YEAR} + {SEPTEMBER} + 0 * cardinality(p.children))"]
    source, unit = AGING[fact]
    starts = [f"p.{source}"] if source in AGED_IN else [f"p.{source}", f"p.{source}{LAST}"]
    if source == "children":
        starts = ["p.children[cardinality(p.children)]"]
    return [f"({start} + {value * unit})" for value in sorted(values) for start in starts]
