"""From when: the first day on which time alone would open a program: a birthday, the end of a wait, a new rule.
Everything else stays as it is. Pure."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

from portal.criteria.judging import MET
from portal.criteria.nodes import Leaf, Node, leaves
from portal.criteria.vocabulary import Given
from programs.facts.crossings import Remembered, crossings, given_on, thresholds
from programs.facts.derivations import resolve
from programs.rules.verdicts import Rule

HORIZON = timedelta(days=365)


def turns_of(*nodes: Node) -> dict[str, frozenset[int]]:
    """The thresholds in time of these criteria, tables and their keys included."""
    return thresholds([pair for node in nodes for leaf in leaves(node) for pair in _conditions(leaf)])


def from_when(rule: Rule, facts: Remembered, today: date) -> date | None:
    """The first day, within twelve months, on which the criteria are met; None when they are today, or are not then."""
    return openings({"": rule}, facts, today).get("")


def openings(rules: Mapping[str, Rule], facts: Remembered, today: date) -> dict[str, date]:
    """Program → the day that `from_when` gives; those that time alone opens. Each day is looked at once."""
    now = resolve(given_on(facts, today), today)
    closed = {code: rule for code, rule in rules.items() if not _is_met(rule, now)}
    opens: dict[str, date] = {}
    for day in _days(closed.values(), facts, today):
        known = resolve(given_on(facts, day), day)
        opens |= {code: day for code, rule in closed.items() if code not in opens and _is_met(rule.on(day), known)}
    return opens


def roots_of(rules: Iterable[Rule]) -> list[Node]:
    """Their criteria, today's and those to come."""
    return [one.root for rule in rules for one in (rule, *(coming for _day, coming in rule.coming))]


def changes_of(rules: Iterable[Rule]) -> list[date]:
    """The days on which one of them changes, in order."""
    return sorted({day for rule in rules for day, _coming in rule.coming})


def _days(rules: Collection[Rule], facts: Remembered, today: date) -> list[date]:
    until = today + HORIZON
    changes = {day for day in changes_of(rules) if today < day <= until}
    return sorted(changes.union(crossings(turns_of(*roots_of(rules)), facts, today, until)))


def _is_met(rule: Rule, known: Given) -> bool:
    return rule.judge(known).state is MET


def _conditions(leaf: Leaf) -> list[tuple[str, list]]:
    if leaf.key:
        return [(leaf.fact, list(leaf.value.values())), (leaf.key, [])]
    return [(leaf.fact, list(leaf.value) if leaf.op == "in" else [leaf.value])]
