"""Criteria as a flat list of rows, each with its level, and back. Pure.

The outer « all » is implied: rows of level 0 must all be met. A group's rows follow it, one level further. Reading rows
that came from criteria gives the same criteria, to the letter.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

GROUPS = ("all", "any", "not")
FACT = "fact"


class BadRows(ValueError):
    """Rows that make no tree; `rank` is the row to correct."""

    def __init__(self, rank: int, message: str) -> None:
        super().__init__(message)
        self.rank = rank


@dataclass(frozen=True)
class CriterionRow:
    """One line: a condition on a fact (`kind` is "fact"), or the head of a group."""

    level: int
    kind: str
    fact: str = ""
    op: str = ""
    value: Any = None
    key: str = ""
    table: Mapping[str, Any] = field(default_factory=dict)
    is_lenient: bool = False
    label_fr: str = ""
    label_en: str = ""

    @property
    def is_group(self) -> bool:
        return self.kind != FACT


def rows_of(criteria: Mapping[str, Any]) -> list[CriterionRow]:
    """The rows of a tree; one whose head is not the implied « all » is one row under it."""
    is_implied = "all" in criteria and not _labels(criteria)
    return [row for part in (criteria["all"] if is_implied else [criteria]) for row in _rows(part, 0)]


def criteria_of(rows: Sequence[CriterionRow]) -> dict[str, Any]:
    """The tree of these rows; raises BadRows."""
    if not rows:
        raise BadRows(0, _("Ajoutez au moins une condition."))
    parts, after = _parts(rows, 0, 0)
    if after < len(rows):
        raise BadRows(after, _("Cette ligne est décalée sans groupe au-dessus d’elle : ramenez-la vers la gauche."))
    return {"all": parts}


def _rows(node: Mapping[str, Any], level: int) -> Iterator[CriterionRow]:
    kind = next((kind for kind in GROUPS if kind in node), FACT)
    if kind == FACT:
        yield _leaf_row(node, level)
        return
    labels = _labels(node)
    yield CriterionRow(level, kind, label_fr=labels.get("label_fr", ""), label_en=labels.get("label_en", ""))
    for part in [node[kind]] if kind == "not" else node[kind]:
        yield from _rows(part, level + 1)


def _leaf_row(node: Mapping[str, Any], level: int) -> CriterionRow:
    value = node["value"]
    table = value if isinstance(value, Mapping) else {}
    return CriterionRow(
        level,
        FACT,
        fact=node["fact"],
        op=node["op"],
        value=None if table else value,
        key=table.get("key", ""),
        table=table.get("table", {}),
        is_lenient=node.get("on_fail") == "unknown",
        **_labels(node),
    )


def _labels(node: Mapping[str, Any]) -> dict[str, str]:
    return {name: node[name] for name in ("label_fr", "label_en") if node.get(name)}


def _parts(rows: Sequence[CriterionRow], rank: int, level: int) -> tuple[list[dict[str, Any]], int]:
    """The nodes of one level from a row on, and the rank of the first row that is not of it."""
    parts: list[dict[str, Any]] = []
    while rank < len(rows) and rows[rank].level == level:
        row, head = rows[rank], rank
        rank += 1
        if not row.is_group:
            parts.append(_leaf(row))
            continue
        inner, rank = _parts(rows, rank, level + 1)
        if not inner:
            raise BadRows(
                head, _("Ce groupe est vide : ajoutez-y une condition, décalée vers la droite, ou retirez-le.")
            )
        if row.kind == "not" and len(inner) > 1:
            raise BadRows(head, _("« Pas ceci » porte sur une seule ligne : mettez les autres dans un groupe."))
        parts.append({row.kind: inner[0] if row.kind == "not" else inner} | _words(row))
    return parts, rank


def _leaf(row: CriterionRow) -> dict[str, Any]:
    value = {"table": dict(row.table), "key": row.key} if row.key else row.value
    lenient = {"on_fail": "unknown"} if row.is_lenient else {}
    return {"fact": row.fact, "op": row.op, "value": value} | lenient | _words(row)


def _words(row: CriterionRow) -> dict[str, str]:
    return {name: text for name, text in (("label_fr", row.label_fr), ("label_en", row.label_en)) if text}
