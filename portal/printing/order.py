"""The order in which a print room works, written once: a list and the index that it is read by must say the same."""

from django.db.models import Case, Q, Value, When
from django.db.models.expressions import OrderBy


def waiting_first(field: str, *states: str) -> OrderBy:
    """Order rows by state: those that wait, in this order, then the others."""
    ranks = [When(Q((field, state)), then=Value(rank)) for rank, state in enumerate(states)]
    return Case(*ranks, default=Value(len(states))).asc()
