"""The staff side of a session: opened by a second factor, closed 15 minutes after the last staff page.

An account may be a citizen's and an agent's. Its citizen's side lives as any citizen's; its staff side opens when this
session passes a second factor and has limits of its own (`SESSION_LIMITS["staff"]`), measured by the portal's clock.
"""

from django.conf import settings
from django.http import HttpRequest

from portal import clock
from portal.access.second_factor import second_factor_at

PROOF, OPENED, SEEN = "staff_proof", "staff_opened", "staff_seen"
SEEN_EVERY = 60
"""Seconds: how precise the idle limit is, and how seldom a page writes its session."""


def follow(request: HttpRequest) -> None:
    """Open the staff side when a second factor was passed since the last request, whatever page comes next."""
    proof = second_factor_at(request)
    if proof is not None and request.session.get(PROOF) != proof:
        now = clock.now().timestamp()
        request.session.update({PROOF: proof, OPENED: now, SEEN: now})


def seconds_left(request: HttpRequest) -> float:
    """Return how long the staff side stays open if no staff page is asked for; 0 when it is closed."""
    session = request.session
    if second_factor_at(request) is None or OPENED not in session:
        return 0
    now = clock.now().timestamp()
    if max(session[SEEN], session[OPENED]) > now + clock.TOLERANCE.total_seconds():
        return 0  # by a clock that went ahead and came back: nobody knows how long it was idle
    idle, whole = settings.SESSION_LIMITS["staff"]
    return max(0, min(idle - (now - session[SEEN]), whole - (now - session[OPENED])))


def is_open(request: HttpRequest) -> bool:
    """Return whether this session may read staff pages now."""
    return request.user.is_authenticated and request.user.is_staff and seconds_left(request) > 0


def keep_open(request: HttpRequest, *, every: int = SEEN_EVERY) -> None:
    """Note that the person asked for a staff page. A closed side stays closed: only a second factor opens it."""
    now = clock.now().timestamp()
    if is_open(request) and now - request.session[SEEN] >= every and not is_passive(request):
        request.session[SEEN] = now


def is_passive(request: HttpRequest) -> bool:
    """Return whether the page asks by itself, not the person: it must not keep a session alive."""
    return request.headers.get("X-Passive") == "1"
