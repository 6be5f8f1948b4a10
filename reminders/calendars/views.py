"""The page of the calendar's address, the calendar itself, and one deadline to put in a calendar."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.access.policies import citizen_only, public
from portal.access.step_up import step_up_when
from portal.audit.readings import tell_represented
from portal.clock import now, today
from reminders.calendars.actions import make, mark_read, revoke
from reminders.calendars.ics import calendar_of
from reminders.calendars.models import CalendarFeed
from reminders.deadlines.models import Deadline
from reminders.personal.models import PersonalReminder
from reminders.preferences.person import person_of

KEPT_LATE = dt.timedelta(days=60)
"""A date that passed without being done stays in the calendar that long."""
MOST = 500
_READ = ("kind__organization", "kind__team", "citizen")
CACHED_FOR = 3600
"""Seconds: a reader that asks every minute is answered by its own copy."""


@citizen_only
@step_up_when(lambda request: request.method == "POST")
def calendar(request: HttpRequest) -> HttpResponse:
    """GET says whether there is an address; POST makes one and shows it this once."""
    citizen, address = person_of(request), ""
    if request.method == "POST":
        token = make(citizen=citizen, by=request.user)
        address = settings.SITE_URL.rstrip("/") + reverse("calendars:feed", args=[token])
    feed = CalendarFeed.objects.in_force().filter(citizen=citizen).first()
    return render(request, "reminders/calendars/calendar.html", {"feed": feed, "address": address})


@citizen_only
@require_POST
def revoke_calendar(request: HttpRequest) -> HttpResponse:
    revoke(citizen=person_of(request), by=request.user)
    messages.success(request, _("L’adresse est supprimée\u00a0: votre calendrier ne reçoit plus rien de Relais."))
    return redirect("calendars:calendar")


@public
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Read by the person's calendar, without a session: the secret is the address."""
    mine = CalendarFeed.objects.of_token(token).first()
    if mine is None:
        raise Http404
    mark_read(feed=mine)
    recent = {"citizen": mine.citizen_id, "due_on__gte": today() - KEPT_LATE}
    shown = Deadline.objects.open().filter(**recent).select_related(*_READ).order_by("due_on", "id")
    own = PersonalReminder.objects.open().filter(**recent, citizen__user=mine.made_by_id)
    response = _answer(shown[:MOST], own.select_related("citizen").order_by("due_on", "id")[:MOST])
    response["Cache-Control"] = f"private, max-age={CACHED_FOR}"
    response["X-Robots-Tag"] = "noindex"
    return response


@citizen_only
@require_safe
def deadline_ics(request: HttpRequest, pk: UUID) -> HttpResponse:
    mine = get_object_or_404(Deadline.objects.of_citizens(request.user).select_related(*_READ), pk=pk)
    tell_represented([mine], by=request.user, verb="deadline.read")
    response = _answer([mine])
    response["Content-Disposition"] = 'attachment; filename="relais-echeance.ics"'
    return response


def _answer(deadlines: Iterable[Deadline], own: Iterable[PersonalReminder] = ()) -> HttpResponse:
    return HttpResponse(calendar_of(deadlines, own=own, at=now()), content_type="text/calendar; charset=utf-8")
