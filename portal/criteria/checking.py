"""Checks criteria against the vocabulary before they are published: what cannot work is named, with why. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from portal.criteria.nodes import BadCriteria, Leaf, Node, leaves, read_tree
from portal.criteria.vocabulary import FactKind, UnfitValue, read_value

_ORDERED = frozenset({"int", "number"})


def criteria_problems(criteria: Any, kinds: Mapping[str, FactKind]) -> list[str]:
    """Why criteria as written cannot be published; empty when they can."""
    try:
        return problems(read_tree(criteria), kinds)
    except BadCriteria as error:
        return [str(error)]


def problems(node: Node, kinds: Mapping[str, FactKind]) -> list[str]:
    """What cannot work in these criteria, in sentences; empty when all is well."""
    return [problem for leaf in leaves(node) for problem in _of_leaf(leaf, kinds)]


def _of_leaf(leaf: Leaf, kinds: Mapping[str, FactKind]) -> Iterator[str]:
    kind = kinds.get(leaf.fact)
    if kind is None:
        yield f"{leaf.fact} : ce fait n’existe pas dans le vocabulaire."
        return
    if kind.type == "date" and not _asks_only_whether(leaf):
        yield f"{leaf.fact} : c’est une date, qui ne se compare pas. Demandez plutôt l’âge ou le nombre de mois depuis."
    elif leaf.op in {"lt", "lte", "gt", "gte"} and kind.type not in _ORDERED:
        yield f"{leaf.fact} : ce fait ne se compare pas (il est de type « {kind.type} »)."
    elif leaf.op == "contains" and kind.type != "multi":
        yield f"{leaf.fact} : « contains » demande un fait à plusieurs choix."
    elif kind.type in {"multi", "list"} and leaf.op not in {"contains", "exists"}:
        yield f"{leaf.fact} : un fait à plusieurs réponses ne se lit qu’avec « contains » ou « exists »."
    elif leaf.op == "in" and not leaf.value:
        yield f"{leaf.fact} : « in » demande au moins une valeur."
    elif leaf.key:
        yield from _of_table(leaf, kinds)
    elif not all(_fits(leaf, kind, value) for value in _values(leaf)):
        yield f"{leaf.fact} : la valeur ne convient pas à ce fait."


def _asks_only_whether(leaf: Leaf) -> bool:
    """Criteria know ages and months since, which are computed; a date alone only happened or did not."""
    return leaf.op == "exists" or (leaf.op in {"eq", "ne"} and leaf.value is None)


def _of_table(leaf: Leaf, kinds: Mapping[str, FactKind]) -> Iterator[str]:
    key = kinds.get(leaf.key)
    if leaf.op in {"in", "exists"}:
        yield f"{leaf.fact} : « {leaf.op} » ne se lit pas dans une table."
        return
    if key is None or not key.choices:
        yield f"{leaf.fact} : la table est lue avec « {leaf.key} », qui n’est pas un fait à choix."
    elif set(leaf.value) != set(key.choices):
        yield f"{leaf.fact} : la table n’a pas une ligne pour chaque valeur de « {leaf.key} »."
    if not all(_fits(leaf, kinds[leaf.fact], value) for value in leaf.value.values()):
        yield f"{leaf.fact} : une valeur de la table ne convient pas à ce fait."


def _values(leaf: Leaf) -> tuple:
    return tuple(leaf.value) if leaf.op == "in" else (leaf.value,)


def _fits(leaf: Leaf, kind: FactKind, value: object) -> bool:
    if leaf.op == "exists":
        return isinstance(value, bool)
    if leaf.op == "contains":
        return value in kind.choices
    if value is None:
        return kind.nullable and leaf.op in {"eq", "ne"}
    try:
        read_value(kind, value)
    except UnfitValue:
        return False
    return True
