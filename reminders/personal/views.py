"""«Mes propres rappels»: made, read, changed, done, deleted, by their person only."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.access.policies import citizen_only
from portal.clock import now
from portal.consents.models import Channel
from portal.people.actions import describe
from reminders.inbox.actions import read_with_subject
from reminders.kinds.models import DeadlineKind
from reminders.personal import actions
from reminders.personal.forms import MOMENTS, PersonalForm
from reminders.personal.ladder import instants
from reminders.personal.models import PersonalReminder
from reminders.preferences.person import person_of


@citizen_only
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """From nothing, or (`?type=`) from the public page of a kind."""
    citizen = person_of(request)
    code = request.GET.get("type", "")
    kind = DeadlineKind.objects.public().select_related("organization").filter(code=code).first() if code else None
    form = PersonalForm(request.POST if request.method == "POST" else None, citizen=citizen, kind=kind)
    if request.method == "POST" and form.is_valid():
        if born := form.cleaned_data.get("birth_date"):
            describe(citizen=citizen, birth_date=born, by=request.user)
        try:
            made = actions.add(citizen=citizen, words=form.typed, wordings=form.accepted, by=request.user, kind=kind)
        except actions.TooManyReminders:
            form.add_error(None, _("Vous avez déjà 200 rappels. Supprimez ceux qui ne servent plus."))
        else:
            messages.success(request, _("C’est noté. Voici quand vous serez averti."))
            return redirect(made)
    context = {"form": form, "kind": kind, "inbox_wording": form.words[Channel.INBOX]}
    return render(request, "reminders/personal/form.html", context, status=422 if form.errors else 200)


@citizen_only
@require_http_methods(["GET", "HEAD"])
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    mine = _mine(request, pk)
    read_with_subject(subject=mine, by=request.user)
    result = instants(mine.due_on, mine.due_time, mine.days_before, mine.citizen.time_zone)
    words = {int(days): label for days, label in MOMENTS}
    rows = [
        {"label": words.get(days, ""), "at": at, "is_next": at == mine.next_at, "is_past": at <= now()}
        for days, at in zip(sorted(mine.days_before, reverse=True), result, strict=True)
    ]
    return render(request, "reminders/personal/detail.html", {"reminder": mine, "rows": rows})


@citizen_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    mine = _mine(request, pk)
    form = PersonalForm(request.POST if request.method == "POST" else None, citizen=mine.citizen, reminder=mine)
    if request.method == "POST" and form.is_valid():
        changed = actions.change(reminder=mine, words=form.typed, by=request.user)
        if changed.is_open:
            messages.success(request, _("C’est changé. Voici quand vous serez averti."))
        else:
            messages.warning(request, _("Ce rappel est déjà fait\u00a0: rouvrez-le d’abord."))
        return redirect(mine)
    context = {"form": form, "reminder": mine}
    return render(request, "reminders/personal/form.html", context, status=422 if form.errors else 200)


@citizen_only
@require_POST
def done(request: HttpRequest, pk: UUID) -> HttpResponse:
    mine = _mine(request, pk)
    actions.mark_done(reminder=mine, by=request.user)
    messages.success(request, _("Bravo, c’est fait. Aucun autre rappel ne partira pour cette date."))
    return redirect(mine)


@citizen_only
@require_POST
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    mine = _mine(request, pk)
    actions.reopen(reminder=mine, by=request.user)
    messages.success(request, _("Le rappel est rouvert. Ceux qui restent à venir partiront."))
    return redirect(mine)


@citizen_only
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A GET asks first: nothing is kept."""
    mine = _mine(request, pk)
    if request.method != "POST":
        return render(request, "reminders/personal/delete.html", {"reminder": mine})
    actions.delete(reminder=mine, by=request.user)
    messages.success(request, _("Le rappel est supprimé. Rien n’en est gardé, et rien ne partira."))
    return redirect("deadlines:deadlines")


def _mine(request: HttpRequest, pk: UUID) -> PersonalReminder:
    mine = PersonalReminder.objects.visible_to(request.user).select_related("citizen", "kind__organization")
    return get_object_or_404(mine, pk=pk)
