"""Finds conditions that can never be met, or always are, before they are published. Pure.

Each condition, and each set of conditions on one fact inside a group, is judged over values that stand for all the
others: every choice, each threshold with what is just below and just above it, the ends of what the fact can hold.
Between two thresholds nothing changes, so what holds for those values holds for all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise, product
from typing import Any

from portal.criteria.judging import MET, compile_node
from portal.criteria.nodes import Group, Leaf, Node, leaves
from portal.criteria.vocabulary import FactKind

NEVER, ALWAYS, TOGETHER, EITHER, TOO_FAR = "never", "always", "together", "either", "too_far"
_MOST = 1_000_000_000
_MANY = 20_000
"""Combinations beyond which a set is left to the examples: the page must answer at once."""


@dataclass(frozen=True)
class Flaw:
    """`kind`: NEVER or ALWAYS for one leaf; TOGETHER (never all at once), EITHER (always one of them) for several;
    TOO_FAR for a figure beyond what the fact can hold."""

    kind: str
    leaves: tuple[Leaf, ...]


def flaws(node: Node, kinds: Mapping[str, FactKind], farthest: Mapping[str, float] | None = None) -> list[Flaw]:
    """What contradicts itself in criteria that `checking` finds sound. `farthest`: the largest value of a fact."""
    limits = farthest or {}
    return [*_of_leaves(node, kinds, limits), *_of_groups(node, kinds, limits)]


def _of_leaves(node: Node, kinds: Mapping[str, FactKind], limits: Mapping[str, float]) -> Iterator[Flaw]:
    for leaf in leaves(node):
        if _is_too_far(leaf, kinds[leaf.fact], limits.get(leaf.fact, _MOST)):
            yield Flaw(TOO_FAR, (leaf,))
            continue
        if leaf.op == "in" and set(leaf.value) == set(kinds[leaf.fact].choices):
            continue  # « whatever the status », as long as it is told: a program may want that
        met = [compile_node(leaf)(known).state is MET for known in _situations([leaf], kinds, limits)]
        if met and (all(met) or not any(met)):
            yield Flaw(ALWAYS if met[0] else NEVER, (leaf,))


def _of_groups(node: Node, kinds: Mapping[str, FactKind], limits: Mapping[str, float]) -> Iterator[Flaw]:
    if isinstance(node, Leaf):
        return
    if node.kind != "not":
        for parts in _about_one_fact(list(_flat(node, node.kind))):
            yield from _of_set(node.kind, parts, kinds, limits)
    for part in node.parts:
        # A nested group of the same kind was already read with this one.
        inner = part.parts if isinstance(part, Group) and part.kind == node.kind else (part,)
        for one in inner:
            yield from _of_groups(one, kinds, limits)


def _of_set(kind: str, parts: list[Node], kinds: Mapping[str, FactKind], limits: Mapping[str, float]) -> Iterator[Flaw]:
    among = [leaf for part in parts for leaf in leaves(part)]
    judges = [compile_node(part) for part in parts]
    rows = [[judge(known).state is MET for judge in judges] for known in _situations(among, kinds, limits)]
    if not rows or any(all(column) or not any(column) for column in zip(*rows, strict=True)):
        return  # told of the leaf itself
    if kind == "all" and not any(all(row) for row in rows):
        yield Flaw(TOGETHER, tuple(among))
    if kind == "any" and all(any(row) for row in rows):
        yield Flaw(EITHER, tuple(among))


def _flat(group: Group, kind: str) -> Iterator[Node]:
    """The parts of nested groups of the same kind, as one list."""
    for part in group.parts:
        if isinstance(part, Group) and part.kind == kind:
            yield from _flat(part, kind)
        else:
            yield part


def _about_one_fact(parts: list[Node]) -> list[list[Node]]:
    """Parts that read one fact only, by fact; sets of two or more."""
    by_fact: dict[str, list[Node]] = {}
    for part in parts:
        facts = {leaf.fact for leaf in leaves(part)}
        if len(facts) == 1:
            by_fact.setdefault(facts.pop(), []).append(part)
    return [same for same in by_fact.values() if len(same) > 1]


def _situations(
    among: list[Leaf], kinds: Mapping[str, FactKind], limits: Mapping[str, float]
) -> Iterator[dict[str, Any]]:
    """Every combination of values that stand for all the others; none when they would be too many."""
    fact = among[0].fact
    values = {fact: _values(kinds[fact], among, limits.get(fact, _MOST))}
    values |= {leaf.key: list(kinds[leaf.key].choices) for leaf in among if leaf.key and leaf.key != fact}
    count = 1
    for some in values.values():
        count *= len(some)
    if count <= _MANY:
        yield from (dict(zip(values, chosen, strict=True)) for chosen in product(*values.values()))


def _values(kind: FactKind, among: list[Leaf], farthest: float) -> list[Any]:
    nulls = [None] if kind.nullable else []
    if kind.type == "bool":
        return [True, False, *nulls]
    if kind.type == "choice":
        return [*kind.choices, *nulls]
    if kind.type == "multi":
        named = sorted({leaf.value for leaf in among if leaf.op == "contains"})[:8]
        chosen = [some for size in range(len(named) + 1) for some in combinations(named, size)]
        return [*chosen, *nulls]
    if kind.type in {"list", "date"}:
        return [True, *nulls] if kind.nullable else []  # only whether it happened is ever asked
    return [*_around(_figures(among), kind.type, farthest), *nulls]


def _figures(among: list[Leaf]) -> list[Any]:
    values = [value for leaf in among if leaf.op != "exists" for value in _of(leaf)]
    return sorted({value for value in values if value is not None})


def _of(leaf: Leaf) -> list[Any]:
    if leaf.key:
        return list(leaf.value.values())
    return list(leaf.value) if leaf.op == "in" else [leaf.value]


def _around(figures: list[Any], type_of: str, farthest: float) -> list[Any]:
    near = {figure + step for figure in figures for step in (-1, 0, 1)} | {0, farthest}
    if type_of == "number":
        near |= {(low + high) / 2 for low, high in pairwise(sorted(near))}
    return sorted(value for value in near if 0 <= value <= farthest)


def _is_too_far(leaf: Leaf, kind: FactKind, farthest: float) -> bool:
    if kind.type not in {"int", "number"} or leaf.op == "exists":
        return False
    return any(value is not None and not 0 <= value <= farthest for value in _of(leaf))
