"""Three questions, one a page: how to reach you, what to remind you of, what you could have. Nothing is asked twice:
each answer is kept by the app that it is about."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.access.policies import citizen_only, own_only
from portal.consents.models import Purpose
from reminders.first_steps import steps
from reminders.kinds.models import DeadlineKind
from reminders.preferences.actions import choose
from reminders.preferences.forms import PreferencesForm
from reminders.preferences.person import acting_of

ASKED = (Purpose.REMINDERS, Purpose.FILE_NEWS, Purpose.FOLLOW)
"""What most people come for; the other purposes are in the preferences."""
SHOWN = 6
PAGES = {
    steps.REACH: "reminders/first_steps/reach.html",
    steps.REMIND: "reminders/first_steps/remind.html",
    steps.FIND: "reminders/first_steps/find.html",
}


def _show(request: HttpRequest, step: str, **context: Any) -> HttpResponse:
    steps.stand_at(request.session, step)
    counted = {"step": steps.number_of(step), "steps": len(steps.ORDER)}
    return render(request, PAGES[step], {**counted, **context})


@own_only
@citizen_only
def reach(request: HttpRequest) -> HttpResponse:
    """By which ways, in the words that are accepted; the telephone is added on its own page."""
    acting = acting_of(request)
    form = PreferencesForm(request.POST if request.method == "POST" else None, acting=acting)
    if request.method == "POST" and form.is_valid():
        if form.changed:
            choose(citizen=acting.citizen, offered=form.changed, chosen=form.chosen, by=request.user)
            messages.success(request, _("Vos choix sont enregistrés. Vous les changez quand vous voulez."))
        return redirect("first_steps:remind")
    rows = [row for row in form.rows() if row.purpose in ASKED]
    lacking = [point for point in form.points.values() if not point.is_usable and point.url]
    return _show(request, steps.REACH, form=form, acting=acting, rows=rows, lacking=lacking)


@own_only
@citizen_only
@require_safe
def remind(request: HttpRequest) -> HttpResponse:
    offered = DeadlineKind.objects.published().select_related("organization").order_by("title_order", "pk")
    return _show(request, steps.REMIND, kinds=list(offered[:SHOWN]))


@own_only
@citizen_only
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    return _show(request, steps.FIND)


@own_only
@citizen_only
@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Done, or later: to the space, which offers the same three things as long as it is empty."""
    steps.leave(request.session)
    return redirect("pages:space")
