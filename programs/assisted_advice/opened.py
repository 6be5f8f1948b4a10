"""Whose findings are open on this agent's screen: in their session, for thirty minutes, checked again at each page."""

from django.http import HttpRequest

from portal import clock
from portal.people.models import Citizen
from programs.assisted_advice.querysets import openable_by

_KEY = "assisted.opened"
LASTS = 30 * 60
"""Seconds, as the answers of the questionnaire."""


def remember_opened(request: HttpRequest, citizen: Citizen) -> None:
    request.session[_KEY] = {"citizen": str(citizen.pk), "until": clock.now().timestamp() + LASTS}


def forget_opened(request: HttpRequest) -> None:
    request.session.pop(_KEY, None)


def opened_person(request: HttpRequest) -> Citizen | None:
    """Nobody once the time is over, the consent withdrawn, the answers erased, or the person served by others."""
    held = request.session.get(_KEY)
    if not held or not clock.is_under_way(held["until"], lasting=LASTS):
        return None
    return openable_by(request.user).filter(pk=held["citizen"]).first()
