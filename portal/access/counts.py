"""What pages count of an account, all in one statement: unread messages, suspended contact points.

Each app above registers which rows it counts. What every page shows is counted at the first asking of a request; what
only «Mon espace» shows, in the same statement by that page (`count_for_home`), and by no other.
"""

from collections.abc import Callable
from enum import Enum
from typing import Any

from django.apps import apps
from django.db.models import IntegerField, QuerySet, Subquery

from portal.access.kept import once

Rows = Callable[[Any], QuerySet]


class CountedOn(Enum):
    """Where a count is shown; those of one place are made together."""

    EVERYWHERE = "everywhere"
    HOME = "home"


_counts: dict[str, tuple[CountedOn, Callable[[Any], Subquery]]] = {}


def register(name: str, rows: Rows, *, shown: CountedOn = CountedOn.EVERYWHERE, most: int | None = None) -> None:
    """Count these rows under that name, `most` of them at most; registered again, it replaces the former."""
    _counts[name] = shown, lambda user: _Count(rows(user), most)


def register_sum(name: str, values: Rows, *, shown: CountedOn = CountedOn.EVERYWHERE) -> None:
    """Add up the only column of `values` under that name: what each of few rows counts by itself, from its index."""
    _counts[name] = shown, lambda user: _Sum(values(user))


def count_of(user: Any, name: str) -> int:
    """How many there are, counted once a request; 0 for who is not signed in."""
    if not user.is_authenticated:
        return 0
    shown, _counting = _counts[name]
    return once(user, f"counts.{shown.value}", lambda: _count(user, shown))[name]


def count_for_home(user: Any) -> None:
    """Count at once what every page shows and what the home does."""
    found = _count(user, *CountedOn)
    for shown in CountedOn:
        once(user, f"counts.{shown.value}", lambda: found)


def _count(user: Any, *shown: CountedOn) -> dict[str, int]:
    counted = {name: counting(user) for name, (where, counting) in _counts.items() if where in shown}
    accounts = apps.get_model("people", "User").objects.filter(pk=user.pk).order_by()
    found = accounts.annotate(**{f"count_of_{name}": count for name, count in counted.items()})
    (row,) = found.values_list(*(f"count_of_{name}" for name in counted))
    return dict(zip(counted, row, strict=True))


class _Count(Subquery):
    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
    empty_result_set_value = 0

    def __init__(self, rows: QuerySet, most: int | None = None) -> None:
        super().__init__(rows.order_by().values("pk")[:most])


class _Sum(Subquery):
    template = "(SELECT COALESCE(SUM(counted.value), 0) FROM (%(subquery)s) counted (value))"
    output_field = IntegerField()
    empty_result_set_value = 0

    def __init__(self, values: QuerySet) -> None:
        super().__init__(values.order_by())
