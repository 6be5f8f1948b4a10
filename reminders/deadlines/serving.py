"""The person whom an agent is serving now, kept in the session: what is theirs alone is shown to that agent meanwhile.

«Servir une personne» begins it, and writes in the person's journal that the agent opened their page."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from portal.clock import now

SERVED = "served_person"
"""Key of the session: [citizen's id, since]."""
LASTS = dt.timedelta(minutes=30)


def begin(request: HttpRequest, citizen_id: UUID) -> None:
    """Remember who is being served, from now on; another person's service ends."""
    request.session[SERVED] = [str(citizen_id), now().isoformat()]


def person_served(request: HttpRequest) -> Any:
    """Return the id of the person being served, None when nobody is or it is over."""
    person, since = request.session.get(SERVED) or (None, None)
    return person if person and now() < dt.datetime.fromisoformat(since) + LASTS else None
