"""Rows in an order, from one of them on, at a cost that depends on the page and not on the table.

What is asked is cut into parts that an index in the order of the list answers by itself: each alternative of a
condition (what is mine, or my team's), each owner of «citizen IN (a, b)» by `CROSS JOIN LATERAL`, each way of coming
after the cursor. No part returns more than a page; what they return is merged and put in order.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, F, Field, Func, Model, Q, QuerySet, UUIDField
from django.db.models.constants import LOOKUP_SEP
from django.db.models.expressions import Col, OrderBy, RawSQL
from django.db.models.lookups import Exact, In
from django.db.models.sql import Query
from django.db.models.sql.where import AND, OR, WhereNode

MOST_OWNERS, MOST_PARTS = 100, 8
"""Above these, what is asked is asked as it came."""
_OWNER = "keyset_owner"

Values = Sequence[Any]
Statement = tuple[str, list[Any]]


@dataclass(frozen=True)
class Term:
    """One column, path or annotation of an order."""

    name: str
    field: Field
    descending: bool = False
    nulls_last: bool = True
    nullable: bool = False

    @property
    def backward(self) -> "Term":
        return replace(self, descending=not self.descending, nulls_last=not self.nulls_last)

    @property
    def ordering(self) -> OrderBy:
        """As PostgreSQL orders by itself where it does, since indexes do."""
        if self.nulls_last is not self.descending or not self.nullable:
            return OrderBy(F(self.name), descending=self.descending)
        where: dict[str, Any] = {"nulls_last": True} if self.nulls_last else {"nulls_first": True}
        return OrderBy(F(self.name), descending=self.descending, **where)

    def same(self, value: Any) -> Q:
        return Q((f"{self.name}__isnull", True)) if value is None else Q((self.name, value))

    def later(self, value: Any) -> Iterator[Q]:
        """The ways of coming after this value, each a range of an index."""
        if value is not None:
            yield Q((f"{self.name}__{'lt' if self.descending else 'gt'}", value))
            if self.nullable and self.nulls_last:
                yield Q((f"{self.name}__isnull", True))
        elif not self.nulls_last:
            yield Q((f"{self.name}__isnull", False))

    def value_of(self, row: Any) -> Any:
        for name in self.name.split(LOOKUP_SEP):
            row = getattr(row, name, None)
        return row


class Among(Func):
    """`key = ANY(array)`."""

    arg_joiner = " = ANY("
    template = "%(expressions)s)"
    output_field = BooleanField()


def order_of(rows: QuerySet) -> tuple[QuerySet, tuple[Term, ...]]:
    """Return the rows, with what is computed of them to be compared, and the terms of their own order, the key last."""
    usual = rows.query.get_meta().ordering if rows.query.default_ordering else ()
    asked: Sequence[Any] = rows.query.order_by or usual or ()
    terms: dict[str, Term] = {}
    for number, one in enumerate(asked):
        by, descending, nulls_last = _read(one)
        if not isinstance(by, str):
            name = f"keyset_{number}"
            rows, by = rows.annotate(**{name: by}), name
        for term in _terms(rows, by, descending=descending, nulls_last=nulls_last):
            terms.setdefault(term.name, term)
    key = _key(rows)
    found = list(terms.values())
    names = [term.name for term in found]
    if key.attname not in names:
        found.append(Term(key.attname, key, descending=bool(found) and found[-1].descending, nulls_last=False))
    else:
        del found[names.index(key.attname) + 1 :]
    return rows, tuple(found)


def _key(rows: QuerySet) -> Field:
    key = rows.model._meta.pk
    assert key is not None  # every table has one
    return key


def first_of(rows: QuerySet, size: int) -> list[Any]:
    """Return the first rows in their order."""
    return following(*order_of(rows), values=None, size=size)


def following(rows: QuerySet, terms: Sequence[Term], *, values: Values | None, size: int) -> list[Any]:
    """Return the rows that come after `values`, one for each term, or the first ones."""
    order = [term.ordering for term in terms]
    parts = _parts(rows)
    if not parts:
        return []
    if values is None and len(parts) == 1 and not parts[0].owners[0]:
        return list(parts[0].rows.order_by(*order)[:size])
    statements = (
        [part.keys(Q(), order, size) for part in parts]
        if values is None
        else [part.keys(way, order, size) for part in parts for way in _ways(terms, values)]
    )
    sql, params = _together(statements)
    if not sql:
        return []
    return list(_of_keys(rows, sql, params).order_by(*order)[:size])


def among_first(rows: QuerySet, size: int) -> QuerySet:
    """Return the first rows in their order, to narrow further: at most `size` of each owner and alternative."""
    rows, terms = order_of(rows)
    order = [term.ordering for term in terms]
    sql, params = _together([part.keys(Q(), order, size) for part in _parts(rows)])
    return _of_keys(rows, sql, params) if sql else rows.none()


def _of_keys(rows: QuerySet, sql: str, params: list[Any]) -> QuerySet:
    found = rows.all()
    found.query.where = WhereNode()  # said in each part already; some of it costs as much as the parts
    # An array, and not IN: whatever the planner believes of the parts, it looks the keys up.
    keys = RawSQL(f"ARRAY({sql})", params, BooleanField())  # noqa: S611
    return found.filter(Among(F("pk"), keys))
