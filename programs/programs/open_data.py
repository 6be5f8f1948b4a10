"""Open data: everything the public pages say, for machines. No account, no key."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from portal.access.policies import public
from portal.catalogue.models import LICENCE
from portal.catalogue.open_data import stamp
from programs.facts.models import FactDefinition
from programs.programs.index import open_fact, open_record
from programs.programs.models import Program


def _etag(request: HttpRequest) -> str:
    return stamp(Program.objects.published(), FactDefinition.objects.all())[0]


def _last_change(request: HttpRequest) -> datetime | None:
    return stamp(Program.objects.published(), FactDefinition.objects.all())[1]


@public
@require_safe
@cache_control(public=True, max_age=300)
@condition(etag_func=_etag, last_modified_func=_last_change)
def programs(request: HttpRequest) -> HttpResponse:
    """Every published program with its rules, sources and confidence, and the vocabulary of the rules."""
    found = Program.objects.published().select_related("organization").order_by("code")
    answer = {
        "licence": LICENCE,
        "programs": [open_record(program) for program in found],
        "facts": [open_fact(fact) for fact in FactDefinition.objects.order_by("position")],
    }
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
