"""From when: the first day on which time alone would open a program, everything else staying as it is. Pure."""

from datetime import date, timedelta

from programs.facts.crossings import Remembered, crossings, given_on, thresholds
from programs.facts.derivations import resolve
from programs.rules.judging import MET
from programs.rules.nodes import Leaf, Node, leaves
from programs.rules.verdicts import Rule

HORIZON = timedelta(days=365)


def turns_of(*nodes: Node) -> dict[str, frozenset[int]]:
    """The thresholds in time of these criteria, tables and their keys included."""
    return thresholds([pair for node in nodes for leaf in leaves(node) for pair in _conditions(leaf)])


def from_when(rule: Rule, facts: Remembered, today: date) -> date | None:
    """The first day, within twelve months, on which the criteria are met; None when they are today, or are not then."""
    if rule.judge(resolve(given_on(facts, today), today)).state is MET:
        return None
    days = crossings(turns_of(rule.root), facts, today, today + HORIZON)
    return next((day for day in days if rule.judge(resolve(given_on(facts, day), day)).state is MET), None)


def _conditions(leaf: Leaf) -> list[tuple[str, list]]:
    if leaf.key:
        return [(leaf.fact, list(leaf.value.values())), (leaf.key, [])]
    return [(leaf.fact, list(leaf.value) if leaf.op == "in" else [leaf.value])]
