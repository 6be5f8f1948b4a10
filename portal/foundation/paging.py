"""Keyset pages: the last page of a hundred thousand rows costs what the first does."""

import base64
import binascii
import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CharField, DateField, DateTimeField, Field, Q, QuerySet, TextField

from portal.foundation.crypto.keys import Unsealable
from portal.foundation.crypto.sealing import seal_bytes, unseal_bytes
from portal.foundation.keyset import Term, Values, following, order_of

PARAMETER, LATER = "avant", "apres"
"""In the address: the values of one row, in one word; older than it, or after it."""
CONTEXT = "paging.cursor"
LONGEST = 4_000
"""Characters of a cursor."""


@dataclass(frozen=True)
class Page:
    """`older` and `newer` are the addresses of the next page and of the first one, empty when there is none. (Of what
    comes, the soonest first, `older` leads to what comes after.)"""

    rows: list[Any]
    older: str
    newer: str


@dataclass(frozen=True)
class Stretch:
    """A page that leads both ways: `previous` and `next` are cursors, empty when nothing is there."""

    rows: list[Any]
    previous: str
    next: str
    is_first: bool


def page_of(rows: QuerySet, *, by: str, query: Mapping[str, str], size: int) -> Page:
    """The page of `rows` asked by the address's `query`, newest first on (`by`, id). Nonsense there: the first page."""
    return _page(rows.order_by(f"-{by}", "-pk"), query.get(PARAMETER, ""), PARAMETER, size)


def page_ending_with(rows: QuerySet, *, row: Any, by: str, size: int) -> Page:
    """The page of `rows`, newest first on (`by`, id), of which `row` is the newest; one query more than `page_of`."""
    value = getattr(row, by)
    newer = rows.filter(Q((f"{by}__gt", value)) | Q((by, value), pk__gt=row.pk)).order_by(by, "pk").first()
    rows = rows.order_by(f"-{by}", "-pk")
    return _page(rows, _encoded(newer, order_of(rows)[1]) if newer else "", PARAMETER, size)


def coming_page_of(rows: QuerySet, *, by: str, query: Mapping[str, str], size: int) -> Page:
    """The same for days, the soonest first on (`by`, id)."""
    return _page(rows.order_by(by, "pk"), query.get(LATER, ""), LATER, size)


def stretch_of(rows: QuerySet, *, query: Mapping[str, str], size: int) -> Stretch:
    """The page of `rows` in their own order, after the row of one cursor or before that of the other."""
    rows, terms = order_of(rows)
    if before := _decoded(query.get(PARAMETER, ""), terms):
        found = following(rows, [term.backward for term in terms], values=before, size=size + 1)
        if len(found) > size:
            kept = found[:size][::-1]
            return Stretch(kept, _encoded(kept[0], terms), _encoded(kept[-1], terms), is_first=False)
        before = None  # the rows before are fewer than a page: the first page, whole
    after = None if PARAMETER in query else _decoded(query.get(LATER, ""), terms)
    found = following(rows, terms, values=after, size=size + 1)
    kept = found[:size]
    previous = _encoded(kept[0], terms) if after and kept else ""
    return Stretch(kept, previous, _encoded(kept[-1], terms) if len(found) > size else "", is_first=not after)


def _page(rows: QuerySet, cursor: str, parameter: str, size: int) -> Page:
    rows, terms = order_of(rows)
    after = _decoded(cursor, terms)
    found = following(rows, terms, values=after, size=size + 1)
    kept = found[:size]
    older = f"?{parameter}={_encoded(kept[-1], terms)}" if len(found) > size else ""
    return Page(rows=kept, older=older, newer="?" if after else "")


def _encoded(row: Any, terms: Sequence[Term]) -> str:
    values = [term.value_of(row) for term in terms]
    written = json.dumps([None if value is None else _written(value) for value in values]).encode()
    if _holds_words(terms):
        written = seal_bytes(written, context=CONTEXT)
    return base64.urlsafe_b64encode(written).decode().rstrip("=")


def _decoded(cursor: str, terms: Sequence[Term]) -> Values | None:
    if not cursor or len(cursor) > LONGEST:
        return None
    try:
        written = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        if _holds_words(terms):
            written = unseal_bytes(written, context=CONTEXT)
        values = json.loads(written)
        if not isinstance(values, list) or len(values) != len(terms):
            return None
        return [_read(value, term) for value, term in zip(values, terms, strict=True)]
    except (binascii.Error, ValueError, TypeError, OverflowError, RecursionError, ValidationError, Unsealable):
        return None


def _holds_words(terms: Sequence[Term]) -> bool:
    """Whether the cursor would write a name in an address: it is sealed then."""
    return any(isinstance(term.field, CharField | TextField) for term in terms)


def _written(value: Any) -> str | int | float | bool:
    if isinstance(value, bool | int | float):
        return value
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _read(value: Any, term: Term) -> Any:
    """Raises ValueError or ValidationError for what is no value of the term."""
    if value is None:
        if not term.nullable:
            raise ValueError
        return None
    if isinstance(term.field, DateTimeField):
        return instant_in(value)
    if isinstance(term.field, DateField):
        return dt.date.fromisoformat(value)
    return _plain(term.field, value)


def _plain(field: Field, value: Any) -> Any:
    read = field.to_python(value)
    if read is None or (isinstance(read, str) and "\0" in read):
        raise ValueError
    return read


def instant_in(written: str) -> dt.datetime:
    """Return the instant in UTC: PostgreSQL refuses offsets that Python reads («+23:59:59.999999»).

    Raises ValueError for one without a zone too, OverflowError for one that leaves the calendar once in UTC.
    """
    instant = dt.datetime.fromisoformat(written)
    if instant.tzinfo is None:
        raise ValueError
    return instant.astimezone(dt.UTC)
