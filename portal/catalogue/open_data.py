"""What open data answer: licence, and whether anything changed since a machine last asked."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Max, QuerySet

from portal.catalogue.models import LICENCE

FORM = 2
"""Of the record: raised when its fields change, so that nobody keeps an older form."""


def stamp(*selections: QuerySet) -> tuple[str, datetime | None]:
    """(ETag, last change) of what these selections hold: how many, and the latest `updated_at`. One query each. What
    is taken off the list changes the first only: both are compared."""
    counts = [selection.order_by().aggregate(count=Count("pk"), latest=Max("updated_at")) for selection in selections]
    words = ";".join(f"{one['count']}:{one['latest']}" for one in counts)
    digest = hashlib.sha256(f"{FORM};{LICENCE};{words}".encode()).hexdigest()[:32]
    return f'"{digest}"', latest_of(one["latest"] for one in counts)


def latest_of(moments: Iterable[datetime | None]) -> datetime | None:
    return max((moment for moment in moments if moment), default=None)
