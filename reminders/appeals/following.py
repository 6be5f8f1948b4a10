"""Deadlines follow decisions: looked at each minute, from the rows alone. Killed in the middle, it goes on; twice, it
changes nothing more."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Concat

from portal.clock import today
from portal.dossiers.models import DossierDecision
from portal.isolation.actions import put_aside, set_aside_of
from reminders.appeals.models import Appeal
from reminders.deadlines.actions import open_deadline, set_aside
from reminders.deadlines.models import Deadline
from reminders.kinds.models import DeadlineKind

AT_ONCE = 200
WORK = "reminders.appeals"
CODE = "contester-decision-"
"""Then the code of the organization: its kind of deadline to contest. It publishes it, or its decisions are not
reminded of."""


def follow_decisions() -> int:
    """Open the deadlines of new decisions and set aside those of decisions withdrawn; return how many.

    A person for whom it fails keeps nobody else's waiting."""
    apart = set_aside_of(work=WORK)
    unfollowed = _unfollowed().exclude(dossier__citizen__in=apart)
    withdrawn = _withdrawn().exclude(deadline__citizen__in=apart)
    opened = sum(_apart(_open, decision, decision.dossier.citizen_id) for decision in unfollowed[:AT_ONCE])
    return opened + sum(_apart(_set_aside, appeal, appeal.deadline.citizen_id) for appeal in withdrawn[:AT_ONCE])


def follow_decisions_of(*, person: UUID) -> int:
    """Do it for one who was set aside."""
    opened = sum(map(_open, _unfollowed().filter(dossier__citizen=person)))
    return opened + sum(map(_set_aside, _withdrawn().filter(deadline__citizen=person)))


def _apart(do: Callable[[Any], bool], row: Any, person: UUID) -> bool:
    try:
        return do(row)
    except Exception as error:
        put_aside(work=WORK, person=person, error=error)
        return False


def _unfollowed() -> QuerySet[DossierDecision]:
    """Decisions that may still be contested, of organizations that publish the kind, without their deadline."""
    appeals = Appeal.objects.filter(decision=OuterRef("pk"))
    code = Concat(Value(CODE), OuterRef("dossier__organization__code"))
    kinds = DeadlineKind.objects.published().filter(code=code, organization=OuterRef("dossier__organization"))
    waiting = DossierDecision.objects.in_force().filter(contest_until__gte=today(), dossier__citizen__died_on=None)
    return (
        waiting.filter(~Exists(appeals), Exists(kinds))
        .select_related("dossier__citizen", "dossier__organization")
        .order_by("contest_until", "pk")
    )


def _withdrawn() -> QuerySet[Appeal]:
    """Those whose deadline is open although no decision in force is left that it follows."""
    standing = Appeal.objects.filter(deadline=OuterRef("deadline"), decision__withdrawn_at=None)
    gone = Appeal.objects.filter(decision__withdrawn_at__isnull=False, deadline__state=Deadline.State.OPEN)
    return gone.filter(~Exists(standing)).select_related("deadline__citizen", "deadline__kind").order_by("pk")


@transaction.atomic
def _open(decision: DossierDecision) -> bool:
    """False when it was withdrawn, or followed by another process, meanwhile."""
    mine = DossierDecision.objects.in_force().select_for_update(skip_locked=True, no_key=True).filter(pk=decision.pk)
    if not mine.exists() or Appeal.objects.filter(decision=decision).exists():
        return False
    dossier, due_on = decision.dossier, decision.contest_until
    assert isinstance(due_on, dt.date)  # `_unfollowed` selected by it
    deadline = open_deadline(
        citizen=dossier.citizen,
        kind=DeadlineKind.objects.select_related("organization").get(code=f"{CODE}{dossier.organization.code}"),
        due_on=due_on,
        by=None,
        origin=Deadline.Origin.AGENT,
        renews=False,
    )
    Appeal.objects.create(decision=decision, deadline=deadline)
    return True


@transaction.atomic
def _set_aside(appeal: Appeal) -> bool:
    set_aside(deadline=appeal.deadline, by=None)
    return True
