"""What this session stopped last, so that it can be undone: the person and the instant, nothing else."""

import datetime as dt

from django.http import HttpRequest

from portal.clock import now
from portal.consents.models import Consent
from reminders.preferences.person import ManagedPerson
from reminders.preferences.stopping import UNDONE_WITHIN

KEPT = "stopped"


def remember(request: HttpRequest, acting: ManagedPerson, at: dt.datetime) -> None:
    request.session[KEPT] = [str(acting.citizen.pk), at.isoformat()]


def forget(request: HttpRequest) -> None:
    request.session.pop(KEPT, None)


def last_stop(request: HttpRequest, acting: ManagedPerson) -> dt.datetime | None:
    """The instant at which this session stopped everything for that person, while it can be undone: not too long ago,
    and nothing of it was chosen anew."""
    person, at = request.session.get(KEPT, ("", ""))
    if person != str(acting.citizen.pk):
        return None
    instant = dt.datetime.fromisoformat(at)
    chosen = Consent.objects.in_force().filter(citizen=acting.citizen)
    return instant if now() - instant <= UNDONE_WITHIN and not chosen.exists() else None
