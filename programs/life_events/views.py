"""What happens in a life, and what it opens: programs here, deadlines through a tag of `reminders`."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.access.policies import public
from portal.catalogue.shared_pages import shared
from programs.life_events.models import LifeEvent
from programs.programs.models import Program


@public
@require_safe
@shared
def life_events(request: HttpRequest) -> HttpResponse:
    return render(request, "programs/life_events/list.html", {"events": LifeEvent.objects.all()})


@public
@never_cache
@require_safe
def life_event(request: HttpRequest, code: str) -> HttpResponse:
    opened = Prefetch("programs", Program.objects.published().select_related("organization").order_by("name_order"))
    event = get_object_or_404(LifeEvent.objects.prefetch_related(opened), code=code)
    return render(request, "programs/life_events/detail.html", {"event": event})
