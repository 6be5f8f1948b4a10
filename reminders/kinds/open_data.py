"""Open data: every kind of deadline, for machines. No account, no key."""

from datetime import datetime

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from portal.access.policies import public
from portal.catalogue.models import LICENCE
from portal.catalogue.open_data import stamp
from reminders.kinds.index import open_record
from reminders.kinds.models import DeadlineKind, ReminderStep


def _etag(request: HttpRequest) -> str:
    return stamp(DeadlineKind.objects.public())[0]


def _last_change(request: HttpRequest) -> datetime | None:
    return stamp(DeadlineKind.objects.public())[1]


@public
@require_safe
@cache_control(public=True, max_age=300)
@condition(etag_func=_etag, last_modified_func=_last_change)
def kinds(request: HttpRequest) -> HttpResponse:
    steps = Prefetch("steps", queryset=ReminderStep.objects.filter(retired_at=None), to_attr="in_force")
    found = DeadlineKind.objects.public().select_related("organization").prefetch_related(steps).order_by("code")
    answer = {"licence": LICENCE, "deadline_kinds": [open_record(kind) for kind in found]}
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
