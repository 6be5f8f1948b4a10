"""Open data: everything the public pages say, for machines. No account, no key."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from portal.access.policies import public
from portal.catalogue.models import LICENCE
from programs.programs.index import open_record
from programs.programs.models import Program


def _last_change(request: HttpRequest) -> object:
    return Program.objects.published().order_by("-updated_at").values_list("updated_at", flat=True).first()


@public
@require_safe
@cache_control(public=True, max_age=300)
@condition(last_modified_func=_last_change)
def programs(request: HttpRequest) -> HttpResponse:
    found = Program.objects.published().select_related("organization").order_by("code")
    answer = {"licence": LICENCE, "programs": [open_record(program) for program in found]}
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
