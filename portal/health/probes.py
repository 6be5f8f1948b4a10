"""/livez and /readyz, for balancers: answered before hosts, redirects, sessions and logs have a say.

A balancer asks each machine by its number, in plain HTTP, every few seconds. What is wrong with the worker, the broker
or the disk takes no page out of service: it is for `/healthz`.
"""

from collections.abc import Callable
from functools import cache

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse

from portal.health.bounded import CheckGroup, ask
from portal.health.wellness import database
from portal.installation import starting

WITHIN = 1.8


class ProbesMiddleware:
    """The first of all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = {"/livez": _live, "/readyz": _ready}.get(request.path_info)
        if answer is None:
            return self.get_response(request)
        response = answer() if request.method in {"GET", "HEAD"} else HttpResponseNotAllowed(["GET", "HEAD"])
        response["Cache-Control"] = "no-store"
        response.__dict__["_has_been_logged"] = True  # Django would write an error line for each 503, every few seconds
        return response


def _live() -> HttpResponse:
    """This process answers."""
    return JsonResponse({"status": "ok"})


def _ready() -> HttpResponse:
    """It can serve: the database answers, with the tables of this code and the keys of this file."""
    states = ask([_group()], within=WITHIN)
    ready = all(state == "ok" for state in states.values())
    return JsonResponse({"status": "ok" if ready else "not ready", **states}, status=200 if ready else 503)


@cache
def _group() -> CheckGroup:
    return CheckGroup({"database": database, "migrations": _once(_migrations), "keys": _once(_keys)})


def _once(check: Callable[[], str]) -> Callable[[], str]:
    """What was well once stays so while this process lives: its code and its keys are read when it starts."""
    known: list[str] = []

    def answer() -> str:
        if not known:
            found = check()
            if found != "ok":
                return found
            known.append(found)
        return known[0]

    return answer


def _migrations() -> str:
    pending = starting.pending_migrations()
    return f"{len(pending)} pending" if pending else "ok"


def _keys() -> str:
    return "ok" if starting.are_keys_ours() else "not of this database"
