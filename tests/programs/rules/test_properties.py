"""Laws that hold for any criteria and any person."""

from hypothesis import given
from hypothesis import strategies as st

from portal.criteria.judging import MET, MISSING, NOT_MET, TO_CHECK
from portal.criteria.nodes import leaves
from portal.criteria.vocabulary import read
from programs.facts.derivations import resolve
from programs.rules.verdicts import compile_rule, evaluate
from tests.programs.reference_rules import AS_OF, kinds, personas, rules

NAMES = ("a", "b", "c", "d")
OPPOSITE = {MET: NOT_MET, NOT_MET: MET, MISSING: MISSING, TO_CHECK: TO_CHECK}


def leaf(name, wanted, lenient):
    return {"fact": name, "op": "eq", "value": wanted} | ({"on_fail": "unknown"} if lenient else {})


strict_leaves = st.builds(leaf, st.sampled_from(NAMES), st.booleans(), st.just(False))
any_leaves = st.builds(leaf, st.sampled_from(NAMES), st.booleans(), st.booleans())


def trees_over(some_leaves):
    return st.recursive(
        some_leaves,
        lambda parts: st.one_of(
            st.builds(lambda branches: {"all": branches}, st.lists(parts, min_size=1, max_size=3)),
            st.builds(lambda branches: {"any": branches}, st.lists(parts, min_size=1, max_size=3)),
            st.builds(lambda branch: {"not": branch}, parts),
        ),
        max_leaves=12,
    )


trees = trees_over(any_leaves)
strict_trees = trees_over(strict_leaves)
people = st.dictionaries(st.sampled_from(NAMES), st.booleans())


def state(tree, known):
    return evaluate(compile_rule(tree), known).judged.state


@given(trees, trees, people)
def test_de_morgan_and_double_negation(one, other, known):
    assert state({"not": {"not": one}}, known) is state(one, known)
    assert state({"not": {"all": [one, other]}}, known) is state({"any": [{"not": one}, {"not": other}]}, known)


@given(st.lists(trees, min_size=2, max_size=4), people, st.randoms())
def test_order_is_neutral(parts, known, random):
    shuffled = random.sample(parts, len(parts))
    for kind in ("all", "any"):
        assert state({kind: parts}, known) is state({kind: shuffled}, known)
        asked = evaluate(compile_rule({kind: parts}), known).missing
        assert set(asked) == set(evaluate(compile_rule({kind: shuffled}), known).missing)


@given(trees, people, st.booleans())
def test_an_irrelevant_fact_changes_nothing(tree, known, value):
    outcome, found = evaluate(compile_rule(tree), known), evaluate(compile_rule(tree), known | {"another": value})
    assert (outcome.verdict, outcome.missing) == (found.verdict, found.missing)


@given(strict_trees, people, people)
def test_more_facts_never_overturn_a_decision(tree, known, more):
    before = state(tree, known)
    if before in (MET, NOT_MET):
        assert state(tree, more | known) is before


@given(trees, people, people)
def test_what_is_not_missing_cannot_change_the_verdict(tree, known, answers):
    """Answering everything but the missing facts leaves the verdict where it was."""
    outcome = evaluate(compile_rule(tree), known)
    others = {fact: value for fact, value in answers.items() if fact not in outcome.missing}
    assert evaluate(compile_rule(tree), others | known).verdict is outcome.verdict


@given(st.sampled_from(sorted(personas())), st.sampled_from(sorted(rules())), st.data())
def test_a_fact_that_a_program_does_not_name_never_changes_its_verdict(who, code, data):
    facts = read(kinds(), personas()[who]["facts"])
    rule = rules()[code]
    used = {fact for leaf in leaves(rule.root) for fact in (leaf.fact, leaf.key)}
    dropped = data.draw(st.sampled_from(sorted(facts)))
    derived = resolve(facts, AS_OF).keys() - resolve({k: v for k, v in facts.items() if k != dropped}, AS_OF).keys()
    if used.isdisjoint({dropped, *derived}):
        without = resolve({fact: value for fact, value in facts.items() if fact != dropped}, AS_OF)
        assert evaluate(rule, without).verdict is evaluate(rule, resolve(facts, AS_OF)).verdict
