"""Nodes of a rule: the criteria read once into frozen objects, refused when they are not of the published form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

OPERATORS = frozenset({"eq", "ne", "lt", "lte", "gt", "gte", "in", "contains", "exists"})
GROUPS = ("all", "any", "not")


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


def read_tree(tree: Mapping[str, Any], where: str = "criteria") -> Node:
    """The node for a tree of criteria; raises BadCriteria."""
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
    parts = tuple(read_tree(branch, f"{where}.{kind}[{rank}]") for rank, branch in enumerate(branches))
    return Group(kind, parts, **words)


def _read_leaf(tree: Mapping[str, Any], where: str, words: dict[str, str]) -> Leaf:
    op, value, key = tree.get("op"), tree.get("value"), ""
    if op not in OPERATORS:
        raise BadCriteria(f"{where}: opérateur inconnu")
    if tree.get("on_fail") not in (None, "unknown"):
        raise BadCriteria(f"{where}: on_fail ne peut être que « unknown »")
    if isinstance(value, Mapping):
        if set(value) != {"table", "key"} or not value["table"]:
            raise BadCriteria(f"{where}: une table s’écrit {{table, key}}")
        value, key = dict(value["table"]), value["key"]
    if op == "in":
        value = frozenset(value)
    return Leaf(tree["fact"], op, value, key, tree.get("on_fail") == "unknown", **words)


def leaves(node: Node) -> list[Leaf]:
    """All leaves, in the order written."""
    if isinstance(node, Leaf):
        return [node]
    return [leaf for part in node.parts for leaf in leaves(part)]
