"""«Tout arrêter» and its undoing: everything withdrawn at one instant, and exactly that given back."""

import datetime as dt

from django.db import transaction

from portal.clock import now
from portal.consents.actions import give_back, withdraw
from portal.consents.models import Consent
from portal.mandates.models import Mandate
from portal.mandates.scopes import Scope
from portal.people.models import Citizen, User
from reminders.preferences.actions import must_cover, tell

UNDONE_WITHIN = dt.timedelta(hours=24)
"""How long «Annuler» is offered: choosing anew is always possible."""


@transaction.atomic
def stop_everything(*, citizen: Citizen, by: User, at: dt.datetime | None = None) -> int:
    """Every consent in force is withdrawn, all at the same instant; returns how many were. What is queued is checked
    again before it leaves."""
    at = at or now()
    mine = Consent.objects.in_force().filter(citizen=citizen).order_by("given_at", "id")
    return sum(
        withdraw(citizen=citizen, purpose=purpose, channel=channel, by=by, at=at) is not None
        for purpose, channel in list(mine.values_list("purpose", "channel"))
    )


@transaction.atomic
def stop_everything_for(*, mandate: Mandate, by: User, at: dt.datetime | None = None) -> int:
    """By a representative; the person is told. Raises PermissionDenied."""
    must_cover(mandate=mandate, scope=Scope.CHOICES, by=by)
    stopped = stop_everything(citizen=mandate.citizen, by=by, at=at)
    if stopped:
        tell(mandate=mandate, by=by)
    return stopped


@transaction.atomic
def resume_everything(*, citizen: Citizen, at: dt.datetime, by: User) -> int:
    """Give back what was withdrawn at that instant by this account, each in its exact sentence; returns how many."""
    if not now() - UNDONE_WITHIN <= at <= now():
        return 0
    stopped = Consent.objects.withdrawn_together(citizen, at).filter(withdrawn_by=by)
    return sum(give_back(consent=consent, by=by) is not None for consent in list(stopped))


@transaction.atomic
def resume_everything_for(*, mandate: Mandate, at: dt.datetime, by: User) -> int:
    """By a representative; the person is told. Raises PermissionDenied."""
    must_cover(mandate=mandate, scope=Scope.CHOICES, by=by)
    resumed = resume_everything(citizen=mandate.citizen, at=at, by=by)
    if resumed:
        tell(mandate=mandate, by=by)
    return resumed
