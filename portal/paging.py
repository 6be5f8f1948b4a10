"""Keyset pages: the last page of a hundred thousand rows costs what the first does."""

import base64
import binascii
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Field, Q, QuerySet

PARAMETER = "avant"
"""In the address: a date and an id, in one word."""


@dataclass(frozen=True)
class Page:
    """`older` and `newer` are the addresses of the next page and of the first one, empty when there is none."""

    rows: list[Any]
    older: str
    newer: str


def page_of(rows: QuerySet, *, by: str, query: Mapping[str, str], size: int) -> Page:
    """The page of `rows` asked by the address's `query`, newest first on (`by`, id). Nonsense there: the first page."""
    after = _decoded(query.get(PARAMETER, ""), rows.model._meta.pk)
    if after:
        at, key = after
        # The first condition is what the index understands; the second alone reads all that precedes.
        rows = rows.filter(Q(**{f"{by}__lte": at}), Q(**{f"{by}__lt": at}) | Q(id__lt=key))
    found = list(rows.order_by(f"-{by}", "-id")[: size + 1])
    kept = found[:size]
    older = f"?{PARAMETER}={_encoded(getattr(kept[-1], by), kept[-1].pk)}" if len(found) > size else ""
    return Page(rows=kept, older=older, newer="?" if after else "")


def _encoded(at: dt.datetime, key: Any) -> str:
    return base64.urlsafe_b64encode(f"{at.isoformat()} {key}".encode()).decode().rstrip("=")


def _decoded(cursor: str, key_field: Field) -> tuple[dt.datetime, Any] | None:
    try:
        at, key = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().split(" ")
        instant = dt.datetime.fromisoformat(at)
        return (instant, key_field.to_python(key)) if instant.tzinfo else None
    except (binascii.Error, ValueError, ValidationError):
        return None
