"""Public pages: what can be reminded, and one page per kind."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from portal.access.policies import public
from reminders.kinds.models import DeadlineKind


@public
def kinds(request: HttpRequest) -> HttpResponse:
    every = DeadlineKind.objects.select_related("organization").order_by("organization__name_fr", "title_fr")
    offered = [kind for kind in every if kind.is_published]
    return render(request, "reminders/kinds/list.html", {"kinds": every, "offered": offered})


@public
def kind(request: HttpRequest, code: str) -> HttpResponse:
    shown = get_object_or_404(DeadlineKind.objects.select_related("organization").prefetch_related("steps"), code=code)
    return render(request, "reminders/kinds/detail.html", {"kind": shown})
