"""One meaning, two executions: whatever the criteria, the people and the day, SQL and Python answer the same."""

import datetime as dt
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.criteria.judging import MET, NOT_MET
from portal.criteria.vocabulary import read as read_facts
from programs.facts.crossings import given_on, remember
from programs.facts.derivations import resolve
from programs.rules.verdicts import compile_rule
from tests.programs.populations import TODAY, answers_in_sql, random_person, settle, trees
from tests.programs.reference_rules import AS_OF, kinds, personas, rules

pytestmark = pytest.mark.django_db
ANSWERS = {MET: True, NOT_MET: False}
DAYS = st.integers(0, 1200).map(lambda days: TODAY + dt.timedelta(days=days))
IN_ONE_TABLE = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@pytest.fixture
def people():
    """Two hundred people, 15 % of whose facts are not known."""
    chance = random.Random(46)
    return settle([random_person(chance) for _ in range(200)])


def in_python(rule, facts, day):
    return ANSWERS.get(rule.judge(resolve(given_on(facts, day), day)).state)


@settings(suppress_health_check=IN_ONE_TABLE, deadline=None, max_examples=40)
@given(written=st.lists(trees(), min_size=1, max_size=12), day=DAYS)
def test_random_criteria_answer_the_same(people, written, day):
    random_rules = {f"rule-{number}": compile_rule(tree) for number, tree in enumerate(written)}
    answers = answers_in_sql(random_rules, day)
    for profile, facts in people.items():
        for code, rule in random_rules.items():
            assert answers[profile][code] is in_python(rule, facts, day), (code, rule.root, facts, day)


@settings(suppress_health_check=IN_ONE_TABLE, deadline=None, max_examples=8)
@given(day=DAYS)
def test_the_programs_answer_the_same_any_day(people, day):
    answers = answers_in_sql(rules(), day)
    assert {answer for one in answers.values() for answer in one.values()} == {True, False, None}
    for profile, facts in people.items():
        assert answers[profile] == {code: in_python(rule, facts, day) for code, rule in rules().items()}


def test_the_thirty_people_get_the_expected_verdicts_in_sql():
    words = {True: "eligible", False: "not_eligible", None: "unknown"}
    known = {who: remember(read_facts(kinds(), persona["facts"]), AS_OF) for who, persona in personas().items()}
    profiles = settle(list(known.values()))
    answers = answers_in_sql(rules(), AS_OF)
    for (profile, facts), (who, persona) in zip(profiles.items(), personas().items(), strict=True):
        assert answers[profile] == {code: in_python(rule, facts, AS_OF) for code, rule in rules().items()}
        for code, expected in persona["expected"].items():
            assert words[answers[profile][code]] == expected["verdict"], (who, code)
