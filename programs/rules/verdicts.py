"""Verdicts: a rule, and what it answers for one person as of the facts resolved. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from portal.criteria.judging import MET, NOT_MET, Judge, Judged, compile_node
from portal.criteria.missing import weigh
from portal.criteria.nodes import Leaf, Node, read_tree
from portal.criteria.vocabulary import Given
from programs.facts.derivations import lacking


class Verdict(StrEnum):
    """Indicative: the organization decides."""

    ELIGIBLE = "eligible"
    UNKNOWN = "unknown"
    NOT_ELIGIBLE = "not_eligible"


_VERDICTS = {MET: Verdict.ELIGIBLE, NOT_MET: Verdict.NOT_ELIGIBLE}


@dataclass(frozen=True, slots=True)
class Rule:
    """Criteria ready to judge. `screening`: facts that the organization wants asked first. `coming`: the rules already
    published that will replace this one, each with its first day, in their order."""

    root: Node
    judge: Judge
    screening: tuple[str, ...] = ()
    coming: tuple[tuple[date, Rule], ...] = ()

    def on(self, day: date) -> Rule:
        """The rule of a day from today on."""
        return next((rule for first_day, rule in reversed(self.coming) if first_day <= day), self)


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """`missing`: facts to ask, most decisive first; empty and unknown together mean "to be checked"."""

    verdict: Verdict
    judged: Judged
    weights: dict[str, float]
    missing: tuple[str, ...]

    def leaves(self) -> Iterator[Judged]:
        """Every leaf with its state, in the order written."""
        return _leaves(self.judged)


def compile_rule(
    criteria: Mapping[str, Any], screening: Sequence[str] = (), coming: Sequence[tuple[date, Rule]] = ()
) -> Rule:
    """The rule for a tree of criteria; raises BadCriteria."""
    root = read_tree(criteria)
    return Rule(root, compile_node(root), tuple(screening), tuple(coming))


def evaluate(rule: Rule, known: Given) -> RuleOutcome:
    """The verdict and all reasons over resolved facts (`programs.facts.derivations.resolve`)."""
    judged = rule.judge(known)
    verdict = _VERDICTS.get(judged.state, Verdict.UNKNOWN)
    weights = weigh(judged, known, lacking) if verdict is Verdict.UNKNOWN else {}
    # sorted() is stable: equal weights keep the order in which the organization wrote its criteria.
    missing = sorted(weights, key=lambda fact: (fact not in rule.screening, -weights[fact]))
    return RuleOutcome(verdict, judged, weights, tuple(missing))


def _leaves(judged: Judged) -> Iterator[Judged]:
    if isinstance(judged.node, Leaf):
        yield judged
    for part in judged.parts:
        yield from _leaves(part)
