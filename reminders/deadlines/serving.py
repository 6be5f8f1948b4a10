"""The person whom an agent is serving now, kept in the session: what is theirs alone is shown to that agent meanwhile.

«Servir une personne» begins it, and writes in the person's journal that the agent opened their page."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from portal.clock import now

SERVED = "served_person"
"""Key of the session: [citizen's id, since]; of the request, that id alone."""
LASTS = dt.timedelta(minutes=30)


def begin(request: HttpRequest, citizen_id: UUID) -> None:
    """Remember who is being served, from now on; another person's service ends."""
    request.session[SERVED] = [str(citizen_id), now().isoformat()]


def person_served(request: HttpRequest) -> Any:
    """Return the id of the person being served, None when nobody is or it is over."""
    kept = request.session.get(SERVED)
    if not kept:
        return None
    person, since = kept
    return person if person and now() < dt.datetime.fromisoformat(since) + LASTS else None


def note_served(request: HttpRequest) -> None:
    """Keep, for the rest of this request, who is being served: `served_meanwhile` gives it back."""
    request.__dict__[SERVED] = person_served(request)


def served_meanwhile(request: HttpRequest) -> Any:
    """Return the id that `note_served` kept; None where nobody is served, or nobody asked."""
    return request.__dict__.get(SERVED)
