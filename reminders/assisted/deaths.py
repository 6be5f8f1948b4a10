"""A death that an agent is told of: what leaves stops, who acted for the person is told; and the undoing of an error.

Mandates are not revoked: from the day of the death they are no longer in force (`Mandate.objects.in_force`), and are
again should it have been an error.
"""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.db.models import Q

from portal.clock import now, today
from portal.mandates.models import Mandate
from portal.notices.actions import announce
from portal.notices.models import Notice
from portal.people import actions as people
from portal.people.models import Citizen, User
from reminders.assisted.actions import must_serve
from reminders.deadlines.models import Deadline
from reminders.reminders.planning import plan


@transaction.atomic
def note_death(*, citizen: Citizen, died_on: dt.date, by: User) -> Citizen:
    """Stop all that leaves to the person or about them; tell their helpers. Noted twice, it is noted once.

    Raises people.NotADeath."""
    must_serve(citizen=citizen, by=by)
    helped = list(_mandates(citizen))
    if people.record_death(citizen=citizen, died_on=died_on, by=by):
        _tell(helped, Notice.Kind.DEATH, by)
    return citizen


@transaction.atomic
def undo_death(*, citizen: Citizen, by: User) -> Citizen:
    """It was an error: mandates are in force again, what is still to come is planned again, helpers are told."""
    must_serve(citizen=citizen, by=by)
    if people.undo_death(citizen=citizen, by=by):
        plan(Deadline.objects.open().filter(Q(citizen=citizen) | Q(concerned=citizen)), at=now())
        _tell(list(_mandates(citizen)), Notice.Kind.DEATH_UNDONE, by)
    return citizen


def helpers_of(*, citizen: Citizen) -> int:
    """Return how many people act for this person today."""
    return len({mandate.holder_id for mandate in _mandates(citizen)})


def _mandates(citizen: Citizen) -> Collection[Mandate]:
    return Mandate.objects.in_force(today()).filter(citizen=citizen).order_by("starts_on", "pk")


def _tell(mandates: Collection[Mandate], kind: str, by: User) -> None:
    helpers = {one.user_id: one for one in Citizen.objects.filter(user__in=[mandate.holder_id for mandate in mandates])}
    for mandate in mandates:
        if helper := helpers.get(mandate.holder_id):
            announce(kind=kind, citizen=helper, subject=mandate, organization=None, by=by)
