"""Search rows that keep the ids of people, and no foreign key to them: the journal."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.access.visibility import Account
from portal.finding.searching import Found, find
from portal.people.models import Citizen, User

MOST_PEOPLE = 200
COLUMNS = frozenset({"citizen_id", "by_id"})


def find_by_keys(rows: QuerySet[Any], typed: str, *, columns: tuple[str, ...], by: Account) -> Found:
    """Return the rows that name, in one of `columns`, the person typed.

    Who did something is written in the list. In whose file is not: only those whom the reader may see are found so."""
    seen = {"citizen_id": Citizen.objects.visible_to(by), "by_id": User.objects.all()}
    found = []
    for column in columns:
        people = seen[column].filter(Exists(rows.order_by().filter(**{column: OuterRef("pk")})))
        found.append((column, find(people.order_by("pk"), typed, paths=[""], by=by)))
    exact = [(column, one) for column, one in found if not one.resembles and one.rows.exists()]
    kept = [
        Q((f"{column}__in", list(one.rows.values_list("pk", flat=True)[:MOST_PEOPLE])))
        for column, one in exact or found
    ]
    return Found(rows.filter(reduce(or_, kept, Q(pk__in=[]))), resembles=bool(kept) and not exact)
