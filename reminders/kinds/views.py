"""Public pages: what can be reminded, and one page per kind."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.access.policies import public
from portal.catalogue.narrowing import chosen
from portal.catalogue.shared_pages import shared
from programs.life_events.models import LifeEvent
from programs.programs.models import Program
from reminders.kinds.forms import KindsForm
from reminders.kinds.models import DeadlineKind, ReminderStep
from reminders.kinds.texts import status_words


@public
@require_safe
@shared
def kinds(request: HttpRequest) -> HttpResponse:
    every = (
        DeadlineKind.objects.public().select_related("organization").order_by("organization__name_order", "title_order")
    )
    happenings = list(LifeEvent.objects.all())
    events = {event.code: (event.title_fr, set(event.deadlines)) for event in happenings}
    form = KindsForm(request.GET, kinds=every, events=events)
    form.is_valid()
    found = form.narrowed()
    context = {
        "form": form,
        "kinds": found,
        "events": happenings,
        "offered": [kind for kind in found if kind.is_published],
        "chosen": chosen(form, reverse("kinds:kinds")),
    }
    return render(request, "reminders/kinds/list.html", context)


@public
@require_safe
@shared
def kind(request: HttpRequest, code: str) -> HttpResponse:
    steps = ReminderStep.objects.filter(retired_at=None).order_by("offset_days", "pk")
    kinds = DeadlineKind.objects.shown().select_related("organization")
    kinds = kinds.prefetch_related(Prefetch("steps", queryset=steps, to_attr="in_force"))
    shown = get_object_or_404(kinds, code=code)
    # Amounts that the scale dates are not told twice.
    dated = any(tier.get("amount") is not None for tier in shown.tiers)
    programs = Program.objects.published().filter(code__in=shown.related_programs).order_by("name_order", "pk")
    context = {"kind": shown, "programs": programs, "status": status_words(shown.state), "tells_amounts": dated}
    return render(request, "reminders/kinds/detail.html", context)
