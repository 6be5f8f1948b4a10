"""What is worth asking: the facts whose answer can still change a verdict, with how decisive each one is. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from portal.criteria.judging import MET, MISSING, NOT_MET, OPEN, Judged
from portal.criteria.nodes import Group, Leaf

# A lenient leaf ("to be checked" when not met) can confirm, never refuse: it decides half as much.
LENIENT_SHARE = 0.5
# A table needs its key too (the household), which alone decides nothing.
KEY_SHARE = 0.25

Lacking = Callable[[str, Mapping[str, Any]], tuple[str, ...]]
"""(Fact, what is known) → what to ask, in order, before the fact is known; empty when it is."""


def itself(fact: str, known: Mapping[str, Any]) -> tuple[str, ...]:
    """For a vocabulary where nothing is computed from something else."""
    return () if fact in known else (fact,)


class _Questionnaire:
    """Adds, for each open leaf that still matters, its weight to the facts to ask."""

    def __init__(self, known: Mapping[str, Any], lacking: Lacking) -> None:
        self.known, self.lacking = known, lacking
        self.weights: dict[str, float] = {}

    def visit(self, judged: Judged, weight: float, wants_yes: bool, wants_no: bool) -> None:
        """`wants_yes`, `wants_no`: whether this node becoming met, or not met, would change something above it."""
        can_yes, can_no = reach(judged)
        wants_yes, wants_no = wants_yes and can_yes, wants_no and can_no
        if judged.state not in OPEN or not (wants_yes or wants_no):
            return
        if isinstance(judged.node, Leaf):
            self._add(judged.node, weight)
        elif judged.node.kind == "not":
            self.visit(judged.parts[0], weight, wants_no, wants_yes)
        else:
            self._share(judged, weight, wants_yes, wants_no)

    def _share(self, judged: Judged, weight: float, wants_yes: bool, wants_no: bool) -> None:
        """In `all`, each part alone can refuse; in `any`, all open parts must fail before it is refused."""
        still_open = [part for part in judged.parts if part.state in OPEN]
        is_all = isinstance(judged.node, Group) and judged.node.kind == "all"
        share = weight if is_all else weight / len(still_open)
        for part in still_open:
            self.visit(part, share, wants_yes, wants_no)

    def _add(self, leaf: Leaf, weight: float) -> None:
        weight *= LENIENT_SHARE if leaf.is_lenient else 1
        for fact in self.lacking(leaf.fact, self.known):
            self.weights[fact] = self.weights.get(fact, 0) + weight
        for fact in self.lacking(leaf.key, self.known) if leaf.key else ():
            self.weights[fact] = self.weights.get(fact, 0) + weight * KEY_SHARE


def reach(judged: Judged) -> tuple[bool, bool]:
    """Whether the node can still become met, and not met, if what is missing were answered."""
    if judged.state in (MET, NOT_MET):
        return judged.state is MET, judged.state is NOT_MET
    if isinstance(judged.node, Leaf):
        is_missing = judged.state is MISSING
        return is_missing, is_missing and not judged.node.is_lenient
    parts = [reach(part) for part in judged.parts]
    yes, no = [part[0] for part in parts], [part[1] for part in parts]
    if judged.node.kind == "not":
        return no[0], yes[0]
    return (all(yes), any(no)) if judged.node.kind == "all" else (any(yes), all(no))


def weigh(judged: Judged, known: Mapping[str, Any], lacking: Lacking = itself) -> dict[str, float]:
    """Fact to ask → how decisive it is, in the order of the criteria."""
    questionnaire = _Questionnaire(known, lacking)
    questionnaire.visit(judged, 1.0, True, True)
    return questionnaire.weights
