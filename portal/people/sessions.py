"""Session limits: idle and whole, shorter for staff; measured by the portal's clock, ended on the server.

Django deletes the row at sign-out, and its database sessions refuse to save a row that is gone, so a slow request
cannot bring it back; a changed password ends the others by the session's hash.
"""

import datetime as dt
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from portal import clock

STARTED, SEEN = "limits_started", "limits_seen"
SEEN_EVERY = 60  # seconds: how precise the idle limit is, and how seldom a page writes its session


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
        if now - seen > idle or now - started > whole:
            logout(request)
            messages.info(
                request, _("Pour protéger votre dossier, votre session s’est terminée. Connectez-vous à nouveau.")
            )
        elif now - seen > SEEN_EVERY and not is_passive(request):
            request.session[SEEN] = now


def limits_of(request: HttpRequest) -> tuple[int, int]:
    """(idle, whole) in seconds for this account."""
    return settings.SESSION_LIMITS["staff" if request.user.is_staff else "citizen"]


def remaining(request: HttpRequest) -> dt.timedelta:
    """Time left before this session ends if nothing more is asked."""
    now = clock.now().timestamp()
    idle, whole = limits_of(request)
    return dt.timedelta(
        seconds=max(0, min(idle - (now - request.session[SEEN]), whole - (now - request.session[STARTED])))
    )


def extend(request: HttpRequest) -> None:
    request.session[SEEN] = clock.now().timestamp()


def is_passive(request: HttpRequest) -> bool:
    """Asked by the page itself, not by the person: it must not keep a session alive."""
    return request.headers.get("X-Passive") == "1"


def limits(request: HttpRequest) -> dict[str, int]:
    """Context of every page: seconds of idleness allowed, for the warning (0 when nobody is signed in)."""
    user = getattr(request, "user", None)
    return {"session_idle_seconds": limits_of(request)[0] if user and user.is_authenticated else 0}
