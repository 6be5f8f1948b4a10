"""When an account was here before: a visit is the stay of a session, from sign-in to its last page.

Noted by the minute with the session's own last activity, which its end erases. A visit is the account's: whoever acts
for somebody visits as themselves."""

import datetime as dt
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from portal import clock
from portal.people.models import User, Visit

PREVIOUS = "previous_visit"


@receiver(user_logged_in, dispatch_uid="portal.people.visits")
def begin(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Keep in the new session when the visit before it ended."""
    visit, is_first = Visit.objects.get_or_create(user=user)
    if not is_first:
        request.session[PREVIOUS] = visit.seen_at.isoformat()
        go_on(user)


def go_on(user: Any) -> None:
    Visit.objects.filter(user=user.pk).update(seen_at=clock.now())


def previous_of(request: HttpRequest) -> dt.datetime | None:
    """Return when the visit before this one ended; None at the first."""
    at = request.session.get(PREVIOUS)
    return dt.datetime.fromisoformat(at) if at else None
