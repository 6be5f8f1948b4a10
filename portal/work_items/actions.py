"""Open and close what is expected of somebody."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models, transaction

from portal import clock
from portal.work_items.models import WorkItem

if TYPE_CHECKING:
    from portal.organizations.models import Team
    from portal.people.models import Citizen, User


@transaction.atomic
def open_item(
    *,
    kind: str,
    subject: models.Model,
    by: "User | None",
    team: "Team | None" = None,
    citizen: "Citizen | None" = None,
    due_at: dt.datetime | None = None,
    why: str = "",
) -> WorkItem:
    """Expect something of a team or of a citizen (exactly one). Opened twice, it is one item: the first, with the
    sooner of the two dates. The journal row is that of the action that calls this one.
    """
    place = {"kind": kind, "subject_type": subject._meta.label_lower, "subject_id": subject.pk}
    # The unique constraint decides between two calls at once: get_or_create reads again when it loses.
    item, created = WorkItem.objects.get_or_create(
        **place, team=team, citizen=citizen, done_at=None, defaults={"due_at": due_at, "why": why}
    )
    if not created and due_at and (item.due_at is None or due_at < item.due_at):
        item.due_at = due_at
        item.save(update_fields=["due_at"])
    return item


@transaction.atomic
def close_items(*, subject: models.Model, kind: str, by: "User | None") -> int:
    """Close the open items of this kind on this subject; returns how many there were."""
    return WorkItem.objects.open().about(subject).filter(kind=kind).update(done_at=clock.now(), done_by=by)


@transaction.atomic
def reopen(*, item: WorkItem) -> bool:
    """Expect again what was closed, with its own dates; False when somebody reopened it first."""
    return bool(WorkItem.objects.filter(pk=item.pk).exclude(done_at=None).update(done_at=None, done_by=None))
