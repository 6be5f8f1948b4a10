"""The switches of a kind in force: stop and resume its messages, retire it."""

from django.db import transaction

from portal.access.permissions import Permission
from portal.access.visibility import require
from portal.audit.actions import record
from portal.catalogue.actions import remove
from portal.clock import now
from portal.people.models import User
from reminders.kind_versions.planning import plan_again
from reminders.kinds.models import DeadlineKind


@transaction.atomic
def stop(*, kind: DeadlineKind, by: User) -> DeadlineKind:
    """Nothing of this kind leaves any more, what is queued included, until `resume`. Stopping twice changes nothing."""
    return _switch(kind, by, "deadline_kind.stopped", {"stopped_at": None}, {"stopped_at": now(), "stopped_by": by})


@transaction.atomic
def resume(*, kind: DeadlineKind, by: User) -> DeadlineKind:
    """What became useless meanwhile does not leave late."""
    running = {"stopped_at": None, "stopped_by": None}
    return _switch(kind, by, "deadline_kind.resumed", {"stopped_at__isnull": False}, running)


@transaction.atomic
def retire(*, kind: DeadlineKind, by: User) -> DeadlineKind:
    """No longer offered, no more reminders; what left stays told. Publishing a version brings it back. Its deadlines
    are planned again as by publishing: many, by the sweep."""
    state, at = DeadlineKind.State, now()
    changed = {"state": state.RETIRED, "updated_at": at}
    _switch(kind, by, "deadline_kind.retired", {"state": state.PUBLISHED}, changed)
    remove(subjects=[kind])
    plan_again(kind, at)
    return kind


def _switch(kind: DeadlineKind, by: User, verb: str, unless: dict, columns: dict) -> DeadlineKind:
    require(by, Permission.CONFIGURE_DEADLINE_KINDS, organization_id=kind.organization_id)
    if DeadlineKind.objects.filter(pk=kind.pk, **unless).update(**columns):
        record(verb, by=by, subject=kind, organization=kind.organization)
    kind.refresh_from_db()
    return kind
