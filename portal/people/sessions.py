"""Session limits: idle and whole, measured by the portal's clock, ended on the server.

A citizen's limits for whoever has a citizen's side; its staff side closes before (`access.staff_side`). Shorter ones
for an account that is only staff.

Django deletes the row at sign-out, and its database sessions refuse to save a row that is gone, so a slow request
cannot bring it back; a changed password ends the others by the session's hash.
"""

import datetime as dt
import json
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from portal import clock
from portal.access import staff_side
from portal.access.staff_side import SEEN_EVERY, is_passive
from portal.access.visibility import has_citizen_side
from portal.people import visits

STARTED, SEEN = "limits_started", "limits_seen"


class SessionLimitsMiddleware:
    """Signs out a session that was idle or lasted too long; what was being written stays in the browser's draft."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            self._check(request)
        return self.get_response(request)

    def _check(self, request: HttpRequest) -> None:
        now = clock.now().timestamp()
        started = request.session.setdefault(STARTED, now)
        seen = request.session.setdefault(SEEN, now)
        idle, whole = limits_of(request)
        # A session last seen later than now was seen by a clock that went ahead: nobody knows how idle it was.
        is_ahead = max(seen, started) > now + clock.TOLERANCE.total_seconds()
        if is_ahead or now - seen > idle or now - started > whole:
            logout(request)
            if request.method != "POST":  # what was sent too late gets a sentence of its own (`access.middleware`)
                messages.info(
                    request, _("Pour protéger votre dossier, votre session s’est terminée. Connectez-vous à nouveau.")
                )
        elif now - seen > SEEN_EVERY and not is_passive(request):
            request.session[SEEN] = now
            visits.go_on(request.user)
        staff_side.follow(request)


def limits_of(request: HttpRequest) -> tuple[int, int]:
    """(idle, whole) in seconds for this account."""
    is_only_staff = request.user.is_staff and not has_citizen_side(request.user)
    return settings.SESSION_LIMITS["staff" if is_only_staff else "citizen"]


def remaining(request: HttpRequest, *, staff_page: bool = False) -> dt.timedelta:
    """Time left before this session ends if nothing more is asked; on a staff page, before its staff side closes."""
    now = clock.now().timestamp()
    idle, whole = limits_of(request)
    left = max(0, min(idle - (now - request.session[SEEN]), whole - (now - request.session[STARTED])))
    return dt.timedelta(seconds=min(left, staff_side.seconds_left(request)) if staff_page else left)


def extend(request: HttpRequest, *, staff_page: bool = False) -> None:
    request.session[SEEN] = clock.now().timestamp()
    if staff_page:
        staff_side.keep_open(request, every=0)


def end_every_session(user: AbstractBaseUser) -> int:
    """Ends the sessions of this account, and those about to become it: a sign-in or a recovery half done keeps its code
    there. Reads every session alive, for what happens a few times a year. Returns how many ended."""
    named, ended = str(user.pk), []
    for session in (
        Session.objects.filter(expire_date__gt=dt.datetime.now(dt.UTC)).order_by("pk").iterator(chunk_size=1000)
    ):
        if named in json.dumps(session.get_decoded(), default=str):
            ended.append(session.pk)
    Session.objects.filter(pk__in=ended).delete()
    return len(ended)


def limits(request: HttpRequest) -> dict[str, object]:
    """Context of every page: seconds before this session ends if nothing more is asked, for the warning (0 when nobody
    is signed in), and whether the page is staff's, whose time is shorter."""
    user = getattr(request, "user", None)
    if not user or not user.is_authenticated or SEEN not in request.session:
        return {"session_seconds_left": 0, "session_staff_page": False}
    staff_page = getattr(request, "is_staff_page", False)
    left = remaining(request, staff_page=staff_page)
    return {"session_seconds_left": int(left.total_seconds()), "session_staff_page": staff_page}
