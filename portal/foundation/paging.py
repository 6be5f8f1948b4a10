"""Keyset pages: the last page of a hundred thousand rows costs what the first does."""

import base64
import binascii
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Field, Q, QuerySet

PARAMETER, LATER = "avant", "apres"
"""In the address: a date and an id, in one word; older than it, or after it."""


@dataclass(frozen=True)
class Page:
    """`older` and `newer` are the addresses of the next page and of the first one, empty when there is none. (Of what
    comes, the soonest first, `older` leads to what comes after.)"""

    rows: list[Any]
    older: str
    newer: str


def page_of(rows: QuerySet, *, by: str, query: Mapping[str, str], size: int) -> Page:
    """The page of `rows` asked by the address's `query`, newest first on (`by`, id). Nonsense there: the first page."""
    after = _decoded(query.get(PARAMETER, ""), rows.model._meta.pk, _instant)
    if after:
        at, key = after
        # The first condition is what the index understands; the second alone reads all that precedes.
        rows = rows.filter(Q(**{f"{by}__lte": at}), Q(**{f"{by}__lt": at}) | Q(id__lt=key))
    found = list(rows.order_by(f"-{by}", "-id")[: size + 1])
    kept = found[:size]
    older = f"?{PARAMETER}={_encoded(getattr(kept[-1], by), kept[-1].pk)}" if len(found) > size else ""
    return Page(rows=kept, older=older, newer="?" if after else "")


def coming_page_of(rows: QuerySet, *, by: str, query: Mapping[str, str], size: int) -> Page:
    """The same for days, the soonest first on (`by`, id)."""
    before = _decoded(query.get(LATER, ""), rows.model._meta.pk, dt.date.fromisoformat)
    if before:
        on, key = before
        rows = rows.filter(Q(**{f"{by}__gte": on}), Q(**{f"{by}__gt": on}) | Q(id__gt=key))
    found = list(rows.order_by(by, "id")[: size + 1])
    kept = found[:size]
    later = f"?{LATER}={_encoded(getattr(kept[-1], by), kept[-1].pk)}" if len(found) > size else ""
    return Page(rows=kept, older=later, newer="?" if before else "")


def _encoded(at: dt.date, key: Any) -> str:
    return base64.urlsafe_b64encode(f"{at.isoformat()} {key}".encode()).decode().rstrip("=")


def _decoded(cursor: str, key_field: Field, read: Callable[[str], dt.date]) -> tuple[dt.date, Any] | None:
    try:
        at, key = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().split(" ")
        return read(at), key_field.to_python(key)
    except (binascii.Error, ValueError, OverflowError, ValidationError):
        return None


def _instant(written: str) -> dt.datetime:
    """Return the instant in UTC: PostgreSQL refuses offsets that Python reads («+23:59:59.999999»).

    Raises ValueError for one without a zone too, OverflowError for one that leaves the calendar once in UTC.
    """
    instant = dt.datetime.fromisoformat(written)
    if instant.tzinfo is None:
        raise ValueError
    return instant.astimezone(dt.UTC)
