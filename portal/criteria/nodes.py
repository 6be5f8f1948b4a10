"""Nodes of a rule: the criteria read once into frozen objects, refused when they are not of the published form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

OPERATORS = frozenset({"eq", "ne", "lt", "lte", "gt", "gte", "in", "contains", "exists"})
GROUPS = ("all", "any", "not")
DEEPEST = 20
"""Groups inside groups; far beyond what anybody reads, far below what exhausts a stack."""


class BadCriteria(ValueError):
    """Criteria that are not of the published form; the message says where."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One condition on one fact. `table` and `key`: the value is looked up with another fact."""

    fact: str
    op: str
    value: Any
    key: str = ""
    is_lenient: bool = False  # on_fail: unknown
    label_fr: str = ""
    label_en: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """`all`, `any` or `not` over its parts (`not` has exactly one)."""

    kind: str
    parts: tuple[Node, ...]
    label_fr: str = ""
    label_en: str = ""


Node = Leaf | Group


def read_tree(tree: Mapping[str, Any], where: str = "criteria", depth: int = 0) -> Node:
    """The node for a tree of criteria; raises BadCriteria."""
    if depth > DEEPEST:
        raise BadCriteria("criteria: des groupes sont imbriqués trop profondément")
    if not isinstance(tree, Mapping):
        raise BadCriteria(f"{where}: un critère est un objet")
    words = {name: str(tree.get(name) or "") for name in ("label_fr", "label_en")}
    kinds = [kind for kind in GROUPS if kind in tree]
    if "fact" in tree and not kinds:
        return _read_leaf(tree, where, words)
    if len(kinds) != 1 or "on_fail" in tree:
        raise BadCriteria(f"{where}: il faut « fact », ou un seul de all, any, not")
    kind = kinds[0]
    branches = [tree[kind]] if kind == "not" else tree[kind]
    if not isinstance(branches, list) or not branches:
        raise BadCriteria(f"{where}.{kind}: il faut au moins un critère")
    parts = tuple(read_tree(branch, f"{where}.{kind}[{rank}]", depth + 1) for rank, branch in enumerate(branches))
    return Group(kind, parts, **words)


def _read_leaf(tree: Mapping[str, Any], where: str, words: dict[str, str]) -> Leaf:
    fact, op, value, key = tree["fact"], tree.get("op"), tree.get("value"), ""
    if not isinstance(fact, str):
        raise BadCriteria(f"{where}: un fait se nomme par son code")
    if not isinstance(op, str) or op not in OPERATORS:
        raise BadCriteria(f"{where}: opérateur inconnu")
    if tree.get("on_fail") not in (None, "unknown"):
        raise BadCriteria(f"{where}: on_fail ne peut être que « unknown »")
    if isinstance(value, Mapping):
        if set(value) != {"table", "key"} or not _is_table(value):
            raise BadCriteria(f"{where}: une table s’écrit {{table, key}}")
        value, key = dict(value["table"]), value["key"]
    elif op == "in":
        if not isinstance(value, list) or any(isinstance(one, list | Mapping) for one in value):
            raise BadCriteria(f"{where}: « in » demande une liste de valeurs")
        value = frozenset(value)
    return Leaf(fact, op, value, key, tree.get("on_fail") == "unknown", **words)


def _is_table(value: Mapping[str, Any]) -> bool:
    return isinstance(value["table"], Mapping) and bool(value["table"]) and isinstance(value["key"], str)


def leaves(node: Node) -> list[Leaf]:
    """All leaves, in the order written."""
    if isinstance(node, Leaf):
        return [node]
    return [leaf for part in node.parts for leaf in leaves(part)]
