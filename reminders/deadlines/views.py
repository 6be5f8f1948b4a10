"""«Me le rappeler» and «Mes échéances»."""

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.access.policies import citizen_only
from portal.access.reach import reach_of
from portal.clock import today
from portal.consents.models import Channel, Purpose
from portal.people.models import Citizen
from reminders.deadlines.actions import DeadlineClosed, follow, mark_done, move, set_aside
from reminders.deadlines.forms import MoveForm, RemindMeForm
from reminders.deadlines.models import Deadline
from reminders.deadlines.timeline import timeline
from reminders.kinds.models import DeadlineKind
from reminders.preferences.wordings import wording_of

SHOWN = 50
"""Open deadlines on the page; beyond, the next ones come as these are done."""


@citizen_only
def remind_me(request: HttpRequest, code: str) -> HttpResponse:
    kind = get_object_or_404(DeadlineKind.objects.published().select_related("organization"), code=code)
    citizen = get_object_or_404(Citizen, pk=reach_of(request.user).own_citizen_id)
    form = RemindMeForm(request.POST if request.method == "POST" else None, kind=kind, citizen=citizen)
    if request.method == "POST" and form.is_valid():
        due_on = form.cleaned_data["due_on"]
        deadline = follow(citizen=citizen, kind=kind, due_on=due_on, wordings=form.wordings, by=request.user)
        messages.success(request, _("C’est noté. Voici quand vous serez averti."))
        return redirect(deadline)
    context = {"kind": kind, "form": form, "inbox_wording": wording_of(Purpose.REMINDERS, Channel.INBOX)}
    return render(request, "reminders/deadlines/remind_me.html", context)


@citizen_only
def deadlines(request: HttpRequest) -> HttpResponse:
    mine = Deadline.objects.of_citizens(request.user).with_kind().prefetch_related("kind__steps", "reminders")
    shown = list(mine.open()[:SHOWN])
    context = {
        "open": [(deadline, timeline(deadline)) for deadline in shown],
        "closed": mine.closed().order_by("-closed_at", "id")[:20],
        "today": today(),
    }
    return render(request, "reminders/deadlines/list.html", context)


@citizen_only
def deadline(request: HttpRequest, pk: str) -> HttpResponse:
    mine = Deadline.objects.of_citizens(request.user).with_kind().prefetch_related("kind__steps", "reminders")
    shown = get_object_or_404(mine, pk=pk)
    context = {"deadline": shown, "kind": shown.kind, "timeline": timeline(shown), "today": today()}
    return render(request, "reminders/deadlines/detail.html", context)


@citizen_only
@require_POST
def done(request: HttpRequest, pk: str) -> HttpResponse:
    mine = get_object_or_404(Deadline.objects.of_citizens(request.user), pk=pk)
    mark_done(deadline=mine, by=request.user)
    messages.success(request, _("Bravo, c’est fait. Aucun autre rappel ne partira pour cette échéance."))
    return redirect("reminders:deadlines")


@citizen_only
@require_POST
def not_for_me(request: HttpRequest, pk: str) -> HttpResponse:
    mine = get_object_or_404(Deadline.objects.of_citizens(request.user), pk=pk)
    set_aside(deadline=mine, by=request.user)
    messages.success(request, _("Cette échéance est retirée. Aucun autre rappel ne partira."))
    return redirect("reminders:deadlines")


@citizen_only
def change_date(request: HttpRequest, pk: str) -> HttpResponse:
    mine = get_object_or_404(Deadline.objects.of_citizens(request.user).with_kind(), pk=pk)
    form = MoveForm(request.POST if request.method == "POST" else None, initial={"due_on": mine.due_on})
    if request.method == "POST" and form.is_valid():
        try:
            moved = move(deadline=mine, due_on=form.cleaned_data["due_on"], by=request.user)
        except DeadlineClosed:
            messages.warning(request, _("Cette échéance est déjà fermée : sa date ne change plus."))
            return redirect(mine)
        except IntegrityError:
            form.add_error("due_on", _("Vous suivez déjà cette échéance à cette date. Choisissez une autre date."))
        else:
            messages.success(request, _("La date est changée. Voici vos nouveaux rappels."))
            return redirect(moved)
    return render(request, "reminders/deadlines/move.html", {"deadline": mine, "form": form})
