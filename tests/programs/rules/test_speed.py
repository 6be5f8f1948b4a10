"""How long one person takes: printed, never asserted (machines differ)."""

import sys
import timeit

from portal.criteria.vocabulary import read
from programs.facts.derivations import resolve
from programs.rules.verdicts import evaluate
from tests.programs.reference_rules import AS_OF, kinds, personas, rules


def test_one_persons_verdicts_with_reasons_are_measured(capsys):
    facts = read(kinds(), personas()["p01"]["facts"])

    def advise():
        known = resolve(facts, AS_OF)
        return [tuple(evaluate(rule, known).leaves()) for rule in rules().values()]

    best = min(timeit.repeat(advise, number=20, repeat=5)) / 20
    assert len(advise()) == 46
    with capsys.disabled():
        sys.stdout.write(f"\n46 verdicts with every reason: {best * 1000:.2f} ms\n")
