"""What leaves a person's space because it was never theirs: a date whose client number was corrected, the dates of a
number that was linked to the wrong person. They are told there, with whom to call; linking again undoes it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef

from portal.access.visibility import visibility_of
from portal.client_numbers import actions as client_numbers
from portal.client_numbers.models import ClientNumber
from portal.client_numbers.serving import served_by
from portal.clock import now
from portal.imported_dossiers import actions as imported_dossiers
from portal.notices.actions import announce
from portal.notices.models import Notice
from portal.people.models import User
from reminders.deadlines.models import Deadline
from reminders.imported_deadlines.models import ImportedDeadline
from reminders.reminders.planning import plan

UNDONE_WITHIN = dt.timedelta(days=90)
"""As long as what waits for nobody is kept (`actions.UNMATCHED_KEPT`)."""
_ASKED_OTHERWISE = [Deadline.Origin.CITIZEN, Deadline.Origin.AGENT, Deadline.Origin.FINDING]
"""Dates that the person or an agent noted for that person: they stay, whatever number the organization wrote."""


@transaction.atomic
def take_away(*, deadlines: Iterable[Any], at: dt.datetime, by: User | None) -> list[Deadline]:
    """Close those of these dates (ids) that only the organization's own rows had brought, and that no row of it brings
    to that person any more. Return them."""
    brought = ImportedDeadline.objects.filter(deadline=OuterRef("pk"), citizen=OuterRef("citizen"))
    gone = Deadline.objects.open().filter(~Exists(brought), pk__in=list(deadlines))
    gone = gone.exclude(origin__in=_ASKED_OTHERWISE).select_for_update(of=("self",))
    left = list(gone.select_related("citizen", "kind__organization", "kind__team").order_by("pk"))
    for deadline in left:
        deadline.state, deadline.closed_at, deadline.closed_by = Deadline.State.CANCELLED, at, by
    Deadline.objects.bulk_update(left, ["state", "closed_at", "closed_by"])
    if left:
        plan(Deadline.objects.filter(pk__in=[deadline.pk for deadline in left]), at=now())
    return left


@transaction.atomic
def leave(*, deadlines: Iterable[Any], by: User | None) -> None:
    """Dates under a corrected number: each person is told of each."""
    for deadline in take_away(deadlines=deadlines, at=now(), by=by):
        organization = deadline.kind.organization
        announce(
            kind=Notice.Kind.DATE_REMOVED, citizen=deadline.citizen, subject=deadline, organization=organization, by=by
        )


def may_unlink(number: ClientNumber, user: User) -> bool:
    """Whether this agent serves the person for that organization."""
    return served_by(user, number.organization_id).filter(pk=number.citizen_id).exists()


@transaction.atomic
def unlink(*, number: ClientNumber, reason: str, by: User) -> ClientNumber:
    """Take a number from the person to whom it was linked wrongly, with the dates and dossiers that came by it; they
    wait again for their person. Raises PermissionDenied, ValueError without a known reason."""
    if not may_unlink(number, by):
        raise PermissionDenied
    reason = ClientNumber.Reason(reason)
    if number.ended_at is not None:
        return number
    number = client_numbers.end(number=number, by=by, reason=reason)
    assert number.ended_at is not None  # just now
    imported_dossiers.leave(number=number, by=by)
    mine = ImportedDeadline.objects.filter(
        organization=number.organization, digest=number.digest, citizen=number.citizen
    )
    imported_deadlines = list(mine.select_for_update(of=("self",)))
    deadlines = {imported_deadline.deadline_id for imported_deadline in imported_deadlines} - {None}
    mine.update(citizen=None, deadline=None, changed_at=now())
    take_away(deadlines=deadlines, at=number.ended_at, by=by)
    announce(
        kind=Notice.Kind.NUMBER_UNLINKED,
        citizen=number.citizen,
        subject=number,
        organization=number.organization,
        by=by,
    )
    return number


def give_back(number: ClientNumber, imported_deadlines: Sequence[ImportedDeadline]) -> None:
    """Tie rows that are about to be opened to the dates that the same person lost with this number, so that they come
    back instead of coming twice. Saves nothing."""
    same = {"citizen": number.citizen_id, "organization": number.organization_id, "digest": number.digest}
    former = ClientNumber.objects.filter(**same).exclude(ended_at=None).exclude(ended_reason="")
    last = former.order_by("ended_at").last()
    if last is None:
        return
    closed = Deadline.objects.filter(
        citizen=number.citizen_id, state=Deadline.State.CANCELLED, closed_at=last.ended_at, closed_by=last.ended_by
    )
    held = {(one.kind_id, one.due_on): one for one in closed}
    for imported_deadline in imported_deadlines:
        imported_deadline.deadline = held.get((imported_deadline.kind_id, imported_deadline.due_on))


def unlinked_lately(person: Any, user: User) -> Any:
    """What can be undone: numbers of one's organizations that an agent took, and that nobody has since."""
    again = ClientNumber.objects.in_force().filter(organization=OuterRef("organization"), digest=OuterRef("digest"))
    taken = ClientNumber.objects.filter(citizen=person, ended_at__gt=now() - UNDONE_WITHIN).exclude(ended_reason="")
    return _of(user, taken).filter(~Exists(again)).order_by("-ended_at", "pk")


def linked(person: Any, user: User) -> Any:
    """Numbers in force of this person, of one's organizations."""
    return _of(user, ClientNumber.objects.in_force().filter(citizen=person)).order_by("-agreed_at", "pk")


def _of(user: User, numbers: Any) -> Any:
    return (
        numbers.filter(organization__teams__in=visibility_of(user).team_ids).select_related("organization").distinct()
    )
