"""Judging: a tree of criteria compiled once to closures; each answers with its state and its reasons.

The four answers that a leaf can give are built at compile time, so judging allocates almost nothing: 46 programs
with all their reasons take well under a millisecond.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from enum import StrEnum
from typing import Any, NamedTuple

from portal.criteria.nodes import Group, Leaf, Node
from portal.criteria.ranges import over
from portal.criteria.spans import ValueRange
from portal.criteria.vocabulary import Given
from portal.foundation.formats.partial_days import PartialDay


class CriterionState(StrEnum):
    """MET and NOT_MET are decided. MISSING: a fact is not given. TO_CHECK: the facts are known and leave it open."""

    MET = "met"
    NOT_MET = "not_met"
    MISSING = "missing"
    TO_CHECK = "to_check"


MET, NOT_MET, MISSING, TO_CHECK = (
    CriterionState.MET,
    CriterionState.NOT_MET,
    CriterionState.MISSING,
    CriterionState.TO_CHECK,
)
OPEN = frozenset({MISSING, TO_CHECK})


class Judged(NamedTuple):
    """What a node answered, with the answers of its parts: the explanation."""

    state: CriterionState
    node: Node
    parts: tuple[Judged, ...] = ()


Judge = Callable[[Given], Judged]
_ABSENT = object()
_RANGES = (ValueRange, PartialDay)
_ORDERINGS = {"lt": operator.lt, "lte": operator.le, "gt": operator.gt, "gte": operator.ge}


def compile_node(node: Node) -> Judge:
    """The closure that judges this node over resolved facts."""
    if isinstance(node, Leaf):
        return _compile_leaf(node)
    judges = tuple(compile_node(part) for part in node.parts)
    if node.kind == "not":
        return _compile_not(node, judges[0])
    decisive, otherwise = (NOT_MET, MET) if node.kind == "all" else (MET, NOT_MET)
    return _compile_group(node, judges, decisive, otherwise)


def _compile_group(
    node: Group, judges: tuple[Judge, ...], decisive: CriterionState, otherwise: CriterionState
) -> Judge:
    def judge(known: Given) -> Judged:
        parts = tuple([part(known) for part in judges])
        states = {part.state for part in parts}
        if decisive in states:
            return Judged(decisive, node, parts)
        if MISSING in states:
            return Judged(MISSING, node, parts)
        return Judged(TO_CHECK if TO_CHECK in states else otherwise, node, parts)

    return judge


def _compile_not(node: Group, judge_part: Judge) -> Judge:
    opposite = {MET: NOT_MET, NOT_MET: MET, MISSING: MISSING, TO_CHECK: TO_CHECK}

    def judge(known: Given) -> Judged:
        part = judge_part(known)
        return Judged(opposite[part.state], node, (part,))

    return judge


def _compile_leaf(leaf: Leaf) -> Judge:
    met, missing, to_check = Judged(MET, leaf), Judged(MISSING, leaf), Judged(TO_CHECK, leaf)
    failed = to_check if leaf.is_lenient else Judged(NOT_MET, leaf)
    fact = leaf.fact
    if leaf.key:
        return _compile_table(leaf, met, failed, missing, to_check)
    holds = _test(leaf.op, leaf.value)
    answers = {True: met, False: failed, None: to_check}

    def judge(known: Given) -> Judged:
        value = known.get(fact, _ABSENT)
        if value is _ABSENT:
            return missing
        return answers[holds(value)]

    return judge


def _compile_table(leaf: Leaf, met: Judged, failed: Judged, missing: Judged, to_check: Judged) -> Judge:
    """A key that the table does not have leaves the leaf open: we do not invent a figure."""
    tests = {key: _test(leaf.op, value) for key, value in leaf.value.items()}
    answers = {True: met, False: failed, None: to_check}

    def judge(known: Given) -> Judged:
        if leaf.fact not in known or leaf.key not in known:
            return missing
        holds = tests.get(known[leaf.key])
        if holds is None:
            return to_check
        return answers[holds(known[leaf.fact])]

    return judge


def _test(op: str, expected: Any) -> Callable[[Any], bool | None]:
    """The test of one operator on a known value, or over a range of them: None when it depends on which one."""
    holds = _of_value(op, expected)
    ranged = over(op, expected, holds)
    return lambda value: ranged(value) if isinstance(value, _RANGES) else holds(value)


def _of_value(op: str, expected: Any) -> Callable[[Any], bool]:
    """Null ("it did not happen") is only equal to null."""
    if op in _ORDERINGS:
        compare = _ORDERINGS[op]
        return lambda value: value is not None and compare(value, expected)
    return {
        "eq": lambda value: value == expected,
        "ne": lambda value: value != expected,
        "in": lambda value: value in expected,
        "contains": lambda value: value is not None and expected in value,
        "exists": lambda value: (value is not None) == bool(expected),
    }[op]
