"""From when: what time alone opens, a birthday or a rule that changes. Every day of the year is looked at."""

import datetime as dt
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.criteria.judging import MET
from programs.facts.crossings import given_on, remember
from programs.facts.derivations import resolve
from programs.rules.horizons import HORIZON, from_when
from programs.rules.verdicts import compile_rule
from tests.programs.populations import TODAY, random_person, trees

JULY_1 = dt.date(2027, 7, 1)


def aged(least):
    return compile_rule({"all": [{"fact": "age", "op": "gte", "value": least}]})


def with_coming(least, *coming):
    later = [(day, aged(then)) for day, then in coming]
    return compile_rule({"all": [{"fact": "age", "op": "gte", "value": least}]}, (), later)


def person(born):
    return remember({"birth_date": dt.date.fromisoformat(born)}, TODAY)


@pytest.mark.parametrize(
    ("rule", "born", "day"),
    [
        (with_coming(65, (JULY_1, 60)), "1965-01-01", JULY_1),
        (with_coming(65, (JULY_1, 60)), "1962-03-10", dt.date(2027, 3, 10)),  # their birthday comes first
        (with_coming(60, (JULY_1, 65)), "1967-08-01", None),  # the new rule closes before they are 60
        (with_coming(65, (JULY_1, 60)), "1967-09-01", dt.date(2027, 9, 1)),  # 60 under the new rule
        (with_coming(65, (JULY_1, 99), (dt.date(2027, 9, 1), 60)), "1965-01-01", dt.date(2027, 9, 1)),
        (with_coming(65, (TODAY + HORIZON + dt.timedelta(days=1), 60)), "1965-01-01", None),
        (with_coming(60, (JULY_1, 65)), "1965-01-01", None),  # met today: nothing opens
    ],
)
def test_a_rule_that_changes_opens_on_its_day(rule, born, day):
    assert from_when(rule, person(born), TODAY) == day


def test_the_rule_of_a_day():
    rule = with_coming(65, (JULY_1, 60), (dt.date(2028, 1, 1), 55))
    values = {day: rule.on(day).root.parts[0].value for day in (TODAY, JULY_1, dt.date(2028, 6, 1))}
    assert list(values.values()) == [65, 60, 55]
    assert rule.on(JULY_1 - dt.timedelta(days=1)) is rule


@settings(max_examples=25, deadline=None)
@given(first=trees(), then=trees(), days=st.integers(1, 400), seed=st.integers(0, 5_000))
def test_it_is_the_first_day_of_the_year_on_which_the_rule_of_that_day_is_met(first, then, days, seed):
    change = TODAY + dt.timedelta(days=days)
    rule, facts = compile_rule(first, (), [(change, compile_rule(then))]), random_person(random.Random(seed))

    def is_met(day):
        return rule.on(day).judge(resolve(given_on(facts, day), day)).state is MET

    every = (TODAY + dt.timedelta(days=more) for more in range(1, HORIZON.days + 1))
    expected = None if is_met(TODAY) else next((day for day in every if is_met(day)), None)
    assert from_when(rule, facts, TODAY) == expected
