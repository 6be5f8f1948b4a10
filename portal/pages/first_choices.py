"""A space that holds nothing yet shows three choices instead of its empty sections.

Counted with what only «Mon espace» counts (`portal.access.counts`): no statement more. At most one row of each is
counted, whatever there is."""

from functools import partial
from typing import Any

from django.db.models import QuerySet

from portal.access import counts
from portal.access.counts import CountedOn
from portal.access.visibility import visibility_of
from portal.foundation.relations import rows_pointing_at
from portal.people.models import Citizen

HELD = ("dossiers", "threads", "deadlines", "documents", "findings", "personal_reminders")
"""Rows of apps above, by the relation that leads to their person."""


def register() -> None:
    for relation in HELD:
        counts.register(_name(relation), partial(_rows, relation), shown=CountedOn.HOME, most=1)


def is_empty(user: Any) -> bool:
    return not any(counts.count_of(user, _name(relation)) for relation in HELD)


def _rows(relation: str, user: Any) -> QuerySet:
    return rows_pointing_at(Citizen, relation).filter(citizen_id__in=visibility_of(user).citizen_ids)


def _name(relation: str) -> str:
    return f"held_{relation}"
