"""«Me le rappeler», in one click from a finding, and taking it back; both lead back to that finding."""

import re

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.access.policies import citizen_only
from portal.access.visibility import visibility_of
from portal.people.models import Citizen
from programs.findings.questionnaire import questionnaire_of
from reminders.deadlines.actions import KindNotPublished, open_deadline, set_aside
from reminders.deadlines.from_findings import Gathered
from reminders.deadlines.models import Deadline
from reminders.kinds.models import DeadlineKind
from reminders.kinds.texts import date_in_words

_PROGRAM = re.compile(r"[a-z0-9-]{1,60}")


@citizen_only
@require_POST
def remind_now(request: HttpRequest, code: str) -> HttpResponse:
    """The date is computed again here, from the person's own answers: nothing of theirs travels in the form. When it
    cannot be, or when no channel is chosen yet, the form asks."""
    kind = get_object_or_404(DeadlineKind.objects.published().select_related("organization"), code=code)
    own = visibility_of(request.user).own_citizen_id
    citizen = Citizen.objects.filter(pk=own).first() if own else None
    offer = Gathered(citizen, questionnaire_of(request).given).offer(kind) if citizen else None
    if citizen is None or offer is None or offer.due_on is None or not offer.can_be_now:
        return _to_finding(request) if offer and offer.mine else redirect("deadlines:remind_me", kind.code)
    try:
        open_deadline(citizen=citizen, kind=kind, due_on=offer.due_on, origin=Deadline.Origin.FINDING, by=request.user)
    except KindNotPublished:
        raise Http404 from None  # as when it was no longer published before the page
    words = {"title": kind.title_fr, "day": date_in_words(offer.due_on), "channels": offer.channels}
    messages.success(request, _("C’est noté : %(title)s, le %(day)s. Moyens choisis : %(channels)s.") % words)
    return _to_finding(request)


@citizen_only
@require_POST
def forget_now(request: HttpRequest, code: str) -> HttpResponse:
    """«Annuler», where it was asked."""
    kind = get_object_or_404(DeadlineKind.objects.shown(), code=code)
    mine = Deadline.objects.open().filter(kind=kind).select_related("citizen", "kind").order_by("due_on")
    own = visibility_of(request.user).own_citizen_id
    nearest = mine.filter(citizen_id=own).first() if own else None
    if nearest:
        set_aside(deadline=nearest, by=request.user)
        messages.success(request, _("Ce rappel est annulé : rien ne partira pour cette date."))
    return _to_finding(request)


def _to_finding(request: HttpRequest) -> HttpResponse:
    program = request.POST.get("piste", "")
    place = f"#piste-{program}" if _PROGRAM.fullmatch(program) else ""
    return redirect(reverse("findings:result") + place)
