"""Criteria compiled to SQL: the same answers as `judging`, for a whole table at once. Pure.

NULL is "unknown": SQL's AND, OR and NOT are Kleene's already. TRUE: met; FALSE: not met; NULL: open. Values are bound,
names come from the vocabulary, and what would mistake unknown for an answer is not used: NOT IN, <>, COALESCE, a CASE
over a condition.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from portal.criteria.days import NEVER, day_number
from portal.criteria.nodes import Leaf, Node
from portal.criteria.spans import LAST
from portal.criteria.vocabulary import FactKind

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_ORDERINGS = {"lt": "<", "lte": "<=", "gt": ">", "gte": ">="}
_WORDS = {"all": " AND ", "any": " OR "}


class Uncompilable(ValueError):
    """Criteria that have no SQL form: a fact without a column, or an operator that its type does not have."""


class Sql(NamedTuple):
    """A piece of SQL and the values bound to its %s, in order."""

    text: str
    values: tuple = ()


def compile_sql(node: Node, kinds: Mapping[str, FactKind]) -> Sql:
    """The boolean expression of criteria over columns named as facts; raises Uncompilable."""
    if isinstance(node, Leaf):
        return _leaf(node, kinds)
    parts = [compile_sql(part, kinds) for part in node.parts]
    if node.kind == "not":
        return wrap("NOT ({})", *parts)
    return wrap("({})", join(_WORDS[node.kind], parts))


def join(word: str, parts: Iterable[Sql]) -> Sql:
    """Pieces side by side."""
    parts = list(parts)
    return Sql(word.join(part.text for part in parts), tuple(value for part in parts for value in part.values))


def wrap(template: str, *parts: Sql) -> Sql:
    """Pieces put in the `{}` of a template, in order."""
    return Sql(template.format(*(part.text for part in parts)), tuple(value for part in parts for value in part.values))


def name(fact: str, kinds: Mapping[str, FactKind]) -> str:
    """The column of a fact, quoted; raises Uncompilable when the vocabulary has no such fact."""
    if fact not in kinds or not _NAME.fullmatch(fact):
        raise Uncompilable(f"{fact}: no such column")
    return f'"{fact}"'


def _leaf(leaf: Leaf, kinds: Mapping[str, FactKind]) -> Sql:
    """A lenient leaf that fails stays open: FALSE becomes NULL."""
    held = _table(leaf, kinds) if leaf.key else _condition(leaf, leaf.value, kinds)
    return wrap("NULLIF({}, FALSE)", held) if leaf.is_lenient else held


def _table(leaf: Leaf, kinds: Mapping[str, FactKind]) -> Sql:
    """The row of the key's value; a key without a row, or unknown, leaves it open (a CASE without ELSE is NULL)."""
    rows = [_row(key, _condition(leaf, value, kinds)) for key, value in leaf.value.items()]
    return wrap("CASE {} {} END", Sql(name(leaf.key, kinds)), join(" ", rows))


def _row(key: str, held: Sql) -> Sql:
    return Sql(f"WHEN %s THEN {held.text}", (key, *held.values))


def _condition(leaf: Leaf, expected: Any, kinds: Mapping[str, FactKind]) -> Sql:
    column, kind = name(leaf.fact, kinds), kinds[leaf.fact]
    if leaf.op == "exists":
        return _exists(column, kind, bool(expected))
    if (kind.type == "multi") != (leaf.op == "contains") or kind.type == "list":
        raise Uncompilable(f"{leaf.fact}: a {kind.type} has no {leaf.op}")
    if leaf.op == "contains":
        return Sql(f"(%s = ANY ({column}))", (expected,))
    if leaf.op == "in" and not expected:
        raise Uncompilable(f"{leaf.fact}: a list of values is empty")
    if kind.is_ranged or kind.type == "date":
        return _over(leaf.op, column, kind, expected)
    return _test(leaf.op, column, kind, expected)


def _test(op: str, column: str, kind: FactKind, expected: Any) -> Sql:
    if op in _ORDERINGS:
        return _ordering(column, kind, op, expected)
    if op == "in":
        values = sorted(expected, key=str)
        return Sql(f"({column} IN ({', '.join(['%s'] * len(values))}))", tuple(bound(value) for value in values))
    equal = Sql(f"({column} = %s)", (bound(expected),))
    return equal if op == "eq" else wrap("NOT {}", equal)


def _over(op: str, column: str, kind: FactKind, expected: Any) -> Sql:
    """Of what may be known in part, from the first and from the last day it may be: the answer when every value between
    gives it, NULL otherwise, as `portal.criteria.ranges`. Both are the same column's when all is known."""
    last = f'{column[:-1]}{LAST}"'
    if op in _ORDERINGS:
        one, other = _ordering(column, kind, op, expected), _ordering(last, kind, op, expected)
        return wrap("(CASE {} WHEN {} THEN {} END)", one, other, one)
    if op == "in":
        values = tuple(bound(value) for value in sorted(expected, key=str))
        inside = " + ".join([f"(%s BETWEEN SYMMETRIC {column} AND {last})::int"] * len(values))
        return Sql(f"(CASE {inside} WHEN 0 THEN FALSE WHEN abs({column} - {last}) + 1 THEN TRUE END)", values)
    side = "sign({} - %s)".format
    equal = Sql(f"(CASE {side(column)} WHEN {side(last)} THEN {column} = %s END)", (bound(expected),) * 3)
    return equal if op == "eq" else wrap("NOT {}", equal)


def _ordering(column: str, kind: FactKind, op: str, expected: Any) -> Sql:
    """What did not happen is neither before nor after: NEVER is far below, so only "less than" must set it apart."""
    compared = Sql(f"({column} {_ORDERINGS[op]} %s)", (bound(expected),))
    if kind.nullable and op in {"lt", "lte"}:
        return Sql(f"({compared.text} AND {column} > {NEVER})", compared.values)
    return compared


def _exists(column: str, kind: FactKind, wanted: bool) -> Sql:
    """Whether it happened. Of a fact that cannot be null, only that it is known."""
    happened = f"({column} > {NEVER})" if kind.nullable else f"NULLIF({column} IS NOT NULL, FALSE)"
    return Sql(happened if wanted else f"NOT {happened}")


def bound(value: Any) -> Any:
    """A value as its column holds it: dates are day numbers, "it did not happen" is NEVER."""
    if isinstance(value, date):
        return day_number(value)
    return NEVER if value is None else value
