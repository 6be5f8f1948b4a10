"""Random criteria and random people over the real vocabulary, and what SQL answers about them."""

import datetime as dt
import random
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from hypothesis import strategies as st

from portal.criteria.days import day_number
from portal.criteria.sql import Sql, compile_sql
from portal.criteria.vocabulary import FactKind
from portal.foundation.formats.partial_days import PartialDay
from programs.facts.crossings import Known, Remembered
from programs.profiles.columns import row_of
from programs.profiles.models import Profile
from programs.rules.verdicts import Rule
from programs.scans.plan import facts_of, population_for
from programs.scans.statements import WORD, Scan
from tests.programs.reference_rules import kinds

TODAY = dt.date(2026, 11, 15)
UNKNOWN = 0.15
NUMBERS = {"family_net_income": 90_000, "housing_cost_share": 60, "insurable_hours": 900, "age": 90}


class Crowd(dict[UUID, Remembered]):
    """Profile → facts. Short in error messages."""

    def __repr__(self) -> str:
        return f"{len(self)} people"


def random_value(kind: FactKind, chance: random.Random, today: dt.date = TODAY) -> Any:
    if kind.nullable and chance.random() < 0.4:
        return None
    if kind.type == "list":
        days = [random_day(chance, 20, today) for _ in range(chance.choice((0, 0, 1, 2, 3)))]
        return tuple({"birth_date": day} for day in days)
    if kind.type == "multi":
        return tuple(choice for choice in kind.choices if chance.random() < 0.4)
    return {
        "bool": lambda: chance.random() < 0.5,
        "date": lambda: in_part(chance, random_day(chance, 5 if kind.nullable else 90, today)),
        "choice": lambda: chance.choice(kind.choices or ("",)),
        "int": lambda: chance.randint(0, NUMBERS.get(kind.code, 60)),
        "number": lambda: chance.choice((0, chance.randint(0, NUMBERS.get(kind.code, 60_000)), chance.random() * 1000)),
    }[kind.type]()


def in_part(chance: random.Random, day: dt.date) -> dt.date | PartialDay:
    """One in four knows only the year, or the month and the year."""
    return day if chance.random() < 0.75 else PartialDay(day.year, chance.choice((None, day.month)))


def random_day(chance: random.Random, years: int, today: dt.date) -> dt.date:
    """Month ends and February 29 more often than they come: that is where calendars lie."""
    if chance.random() < 0.2:
        return chance.choice((dt.date(2008, 2, 29), dt.date(2024, 2, 29), dt.date(2023, 1, 31), dt.date(1961, 12, 31)))
    return today - dt.timedelta(days=chance.randint(0, years * 365))


def random_person(chance: random.Random, today: dt.date = TODAY) -> Remembered:
    """Facts known at one time or another before `today`; 15 % are not."""
    asked = [kind for kind in kinds().values() if not kind.is_derived and chance.random() >= UNKNOWN]
    return {
        kind.code: Known(random_value(kind, chance, today), today - dt.timedelta(days=chance.randint(0, 400)))
        for kind in asked
    }


def settle(people: list[Remembered]) -> Crowd:
    """The people as profiles."""
    types = {code: kind.type for code, kind in kinds().items() if not kind.is_derived}
    rows = Crowd((uuid4(), person) for person in people)
    Profile.objects.bulk_create([Profile(pk=pk, **row_of(person, types)) for pk, person in rows.items()])
    return rows


def sql_of(rule: Rule) -> Sql:
    return compile_sql(rule.root, kinds())


def answers_in_sql(rules: Mapping[str, Rule], day: dt.date) -> dict[UUID, dict[str, bool | None]]:
    """Profile → rule → met, not met or open, in one statement."""
    slots = {code: number for number, code in enumerate(rules)}
    scan = Scan(population_for(rules), {slots[code]: sql_of(rule) for code, rule in rules.items()}, facts_of(rules))
    source = Sql("profiles_profile p CROSS JOIN (SELECT %s::int AS day) at", (day_number(day),))
    with connection.cursor() as cursor:
        cursor.execute(*scan.select(source, scan.population.crossing.format("at.day")))
        return {row[0]: {code: read(row[3], slots[code]) for code in rules} for row in cursor.fetchall()}


def read(words: list[int], slot: int) -> bool | None:
    return {1: True, 2: False, 0: None}[words[slot // WORD] >> 2 * (slot % WORD) & 3]


def leaves_of(kind: FactKind) -> st.SearchStrategy[dict]:
    """A condition that the vocabulary allows on this fact."""
    chance = st.integers(0, 2**32).map(random.Random)
    value = chance.map(lambda one: random_value(kind, one)).filter(lambda one: not isinstance(one, PartialDay))
    known = value.filter(lambda one: one is not None)
    if kind.type == "list":
        return exists(kind.code)
    if kind.type == "multi":
        return exists(kind.code) | leaf(kind.code, st.just("contains"), st.sampled_from(kind.choices))
    some = exists(kind.code) | leaf(kind.code, st.sampled_from(["eq", "ne"]), value)
    some |= leaf(kind.code, st.just("in"), st.lists(known, min_size=1, max_size=3))
    if kind.type in {"int", "number", "date"}:
        some |= leaf(kind.code, st.sampled_from(["lt", "lte", "gt", "gte"]), known)
    if kind.type in {"int", "number"}:
        some |= leaf(kind.code, st.sampled_from(["lt", "gte"]), tables(known))
    return some


def tables(values: st.SearchStrategy) -> st.SearchStrategy[dict]:
    keys = kinds()["household_type"].choices
    rows = st.lists(values, min_size=len(keys), max_size=len(keys))
    return rows.map(lambda row: {"table": dict(zip(keys, row, strict=True)), "key": "household_type"})


def leaf(code: str, op: st.SearchStrategy, value: st.SearchStrategy) -> st.SearchStrategy[dict]:
    lenient = st.sampled_from([{}, {}, {"on_fail": "unknown"}])
    return st.builds(lambda op, value, more: {"fact": code, "op": op, "value": value} | more, op, value, lenient)


def exists(code: str) -> st.SearchStrategy[dict]:
    return leaf(code, st.just("exists"), st.booleans())


def trees() -> st.SearchStrategy[dict]:
    some_leaf = st.sampled_from(sorted(kinds())).flatmap(lambda code: leaves_of(kinds()[code]))
    return st.recursive(
        some_leaf,
        lambda parts: st.one_of(
            st.builds(lambda branches: {"all": branches}, st.lists(parts, min_size=1, max_size=3)),
            st.builds(lambda branches: {"any": branches}, st.lists(parts, min_size=1, max_size=3)),
            st.builds(lambda branch: {"not": branch}, parts),
        ),
        max_leaves=8,
    )
