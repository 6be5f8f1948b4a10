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


def count_up_to(rows: QuerySet, most: int) -> int:
    """Count the rows, and no further than `most`."""
    rows, terms = order_of(rows)
    # In their order: the planner would else read the table from its beginning, as if what is sought stood everywhere.
    order, parts = [term.ordering for term in terms], _parts(rows)
    sql, params = _together([part.keys(Q(), order, most, only_counted=True) for part in parts], distinct=len(parts) > 1)
    if not sql:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM (SELECT 1 FROM ({sql}) part LIMIT %s) counted", [*params, most])  # noqa: S608
        return int(cursor.fetchone()[0])


@dataclass(frozen=True)
class _KeyRange:
    """Rows to read in order; with `owners`, a statement of keys, of each of them apart."""

    rows: QuerySet
    owners: Statement = ("", [])

    def keys(self, way: Q, order: Sequence[OrderBy], size: int, *, only_counted: bool = False) -> Statement:
        """The keys of the first ones, of each owner; any of as many, when they are counted. Nothing where no row can
        be."""
        try:
            sql, params = self.rows.filter(way).order_by(*order).values("pk")[:size].query.sql_with_params()
        except EmptyResultSet:
            return "", []
        if not self.owners[0]:
            return f"({sql})", list(params)
        each = f"SELECT near.key FROM {self.owners[0]} {_OWNER}(id) CROSS JOIN LATERAL ({sql}) near(key)"  # noqa: S608
        if only_counted:  # the owners that come after are not even read
            return f"({each} LIMIT %s)", [*self.owners[1], *params, size]
        return f"({each})", [*self.owners[1], *params]


def _together(statements: Iterable[Statement], *, distinct: bool = False) -> Statement:
    kept = [one for one in statements if one[0]]
    union = " UNION " if distinct else " UNION ALL "
    return union.join(sql for sql, _ in kept), [param for _, params in kept for param in params]


def _ways(terms: Sequence[Term], values: Values) -> Iterator[Q]:
    """Every way of coming after: the first terms the same, the next one later."""
    for number, (term, value) in enumerate(zip(terms, values, strict=True)):
        same = Q()
        for before, kept in zip(terms[:number], values[:number], strict=True):
            same &= before.same(kept)
        for later in term.later(value):
            yield same & later


def _parts(rows: QuerySet) -> list[_KeyRange]:
    """Cut at the alternatives of the rows' conditions, then by owner; without the parts that hold nothing."""
    if not _may_be_cut(rows):
        return [_KeyRange(rows)]
    cut = list(_alternatives(rows))
    return [part for one in (cut if len(cut) <= MOST_PARTS else [rows]) for part in _held(one)]


def _held(rows: QuerySet) -> Iterator[_KeyRange]:
    """The rows by owner, or nothing when no row can be."""
    try:
        part = _apart(rows)
        part.rows.query.sql_with_params()
        yield part
    except EmptyResultSet:
        return


def _may_be_cut(rows: QuerySet) -> bool:
    """Whether a row is one row: no grouping, no union, no join that repeats it."""
    query = rows.query
    if query.combinator or query.distinct or query.group_by is not None or query.is_sliced:
        return False
    joins = (getattr(join, "join_field", None) for join in query.alias_map.values())
    return not any(field.one_to_many or field.many_to_many for field in joins if field is not None)


def _alternatives(rows: QuerySet) -> Iterator[QuerySet]:
    found = next(((node, one) for node, one in _conditions(rows.query.where) if _is_choice(one)), None)
    if found is None:
        yield rows
        return
    for choice in found[1].children:
        part = rows.all()
        node, one = next((node, one) for node, one in _conditions(part.query.where) if _is_choice(one))
        node.children[node.children.index(one)] = choice
        yield from _alternatives(part)


def _is_choice(condition: Any) -> bool:
    return isinstance(condition, WhereNode) and condition.connector == OR and not condition.negated


def _apart(rows: QuerySet) -> _KeyRange:
    part = rows.all()
    for _node, one in list(_conditions(part.query.where)):
        if _names_owners(one, part):
            owner: Any = Exact(one.lhs, RawSQL(f"{_OWNER}.id", []))  # noqa: S611
            for holder, same in list(_conditions(part.query.where)):  # said twice by `visible_to` and a scope
                if _names_owners(same, part) and same.lhs.target == one.lhs.target and same.rhs == one.rhs:
                    holder.children[holder.children.index(same)] = owner
            return _KeyRange(part, _owners(one))
    return _KeyRange(part)


def _names_owners(condition: Any, rows: QuerySet) -> bool:
    """Whether it is «owner IN (a, b)», in a column of the rows' own table: several keys, or a selection of a table that
    says that it holds few (`few_by_nature`)."""
    if not isinstance(condition, In) or not isinstance(condition.lhs, Col):
        return False
    column, asked = condition.lhs.target, condition.rhs
    if condition.lhs.alias != rows.query.get_initial_alias() or column.primary_key:
        return False
    if isinstance(asked, Query):
        return column.is_relation and getattr(asked.model, "few_by_nature", False)
    if not (column.is_relation or isinstance(column, UUIDField)) or not isinstance(asked, Collection):
        return False
    return 1 < len(set(asked)) <= MOST_OWNERS and None not in asked


def _owners(condition: Any) -> Statement:
    if isinstance(condition.rhs, Query):
        sql, params = condition.rhs.clone().get_compiler(connection=connection).as_sql()
        return f"({sql})", list(params)
    column = condition.lhs.target
    kind = getattr(column, "target_field", column).db_type(connection)
    return f"unnest(%s::{kind}[])", [sorted(set(condition.rhs), key=str)]


def _conditions(node: WhereNode) -> Iterator[tuple[WhereNode, Any]]:
    """All that must hold together, each with the node that holds it."""
    if node.connector != AND or node.negated:
        return
    for child in node.children:
        if isinstance(child, WhereNode) and child.connector == AND and not child.negated:
            yield from _conditions(child)
        else:
            yield node, child


def _read(one: Any) -> tuple[Any, bool, bool]:
    """What of a row is compared, whether the greatest comes first, whether those without one come last."""
    if isinstance(one, str):
        descending = one.startswith("-")
        return one.lstrip("-+"), descending, not descending
    if isinstance(one, OrderBy):
        nulls_last = bool(one.nulls_last) or not (one.descending or one.nulls_first)
        return _named(one.expression), one.descending, nulls_last
    return _named(one), False, True


def _named(expression: Any) -> Any:
    return getattr(expression, "name", expression) if isinstance(expression, F) else expression


def _terms(rows: QuerySet, name: str, *, descending: bool, nulls_last: bool) -> Iterator[Term]:
    """One term; for a relation, those of the order of its model, as Django does."""
    if name in rows.query.annotations:
        computed = rows.query.annotations[name].output_field
        yield Term(name, computed, descending, nulls_last, nullable=True)
        return
    model: type[Model] = rows.model
    names, nullable = name.split(LOOKUP_SEP), False
    for position, step in enumerate(names):
        field: Any = model._meta.pk if step == "pk" else model._meta.get_field(step)
        nullable = nullable or field.null
        if position < len(names) - 1 or (field.is_relation and step not in {field.attname, "pk"}):
            model = field.related_model
        names[position] = field.attname if position == len(names) - 1 else step
    if model is rows.model and len(names) == 1 or not field.is_relation or step in {field.attname, "pk"}:
        compared = field.output_field if field.generated else field
        yield Term(LOOKUP_SEP.join(names), compared, descending, nulls_last, nullable)
        return
    for inner in model._meta.ordering or ["pk"]:
        by, also_descending, inner_last = _read(inner)
        turned = {"descending": descending ^ also_descending, "nulls_last": inner_last ^ descending}
        yield from (
            replace(term, nullable=term.nullable or nullable)
            for term in _terms(rows, f"{name}{LOOKUP_SEP}{by}", **turned)
        )
