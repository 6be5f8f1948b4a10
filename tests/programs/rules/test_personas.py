"""The key proof: the thirty invented people get the verdicts written by hand from the official rules."""

import pytest

from portal.criteria.checking import problems
from portal.criteria.vocabulary import read
from programs.facts.derivations import resolve
from programs.reference import load
from programs.rules.verdicts import Verdict, evaluate
from tests.programs.reference_rules import AS_OF, kinds, personas, rules

EXPECTED = [(who, code) for who, persona in personas().items() for code in persona["expected"]]


def test_there_are_thirty_people_and_forty_six_programs():
    assert len(personas()) == 30
    assert len(rules()) == 46
    assert load("personas")["as_of"] == AS_OF.isoformat()


@pytest.mark.parametrize(("who", "code"), EXPECTED)
def test_the_expected_verdict(who, code):
    expected = personas()[who]["expected"][code]
    outcome = evaluate(rules()[code], resolve(read(kinds(), personas()[who]["facts"]), AS_OF))
    assert outcome.verdict == expected["verdict"]
    if "missing" in expected:
        assert outcome.missing[0] == expected["missing"][0]
    if expected.get("to_check"):
        assert outcome.missing == ()


@pytest.mark.parametrize("code", rules())
def test_nothing_known_decides_nothing_and_all_published_criteria_are_sound(code):
    outcome = evaluate(rules()[code], {})
    assert outcome.verdict is Verdict.UNKNOWN
    assert outcome.missing
    assert not problems(rules()[code].root, kinds())
