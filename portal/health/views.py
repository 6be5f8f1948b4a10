"""/healthz, for monitors: what the portal needs, each with its own answer; 200 when all is well, else 503."""

from functools import cache

from django.http import HttpRequest, JsonResponse
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

from portal.access.policies import public
from portal.health.bounded import CheckGroup, ask
from portal.health.listed import HEALTH_CHECKS

WITHIN = 1.8
"""Seconds: a monitor that waits two has its answer, whatever does not answer."""


@public
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    checks = ask(_groups(), within=WITHIN)
    well = all(state == "ok" for state in checks.values())
    return JsonResponse({"status": "ok" if well else "degraded", **checks}, status=200 if well else 503)


@cache
def _groups() -> list[CheckGroup]:
    """One for each thing that may hang by itself: the database, the broker, the disk."""
    return [
        CheckGroup({name: import_string(path) for name, path in checks.items()}) for checks in HEALTH_CHECKS.values()
    ]
