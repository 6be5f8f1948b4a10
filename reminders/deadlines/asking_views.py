"""«Me le rappeler»: for oneself or a child; in somebody's place, for that person."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from portal.access.policies import acts, citizen_only
from portal.access.step_up import step_up_when
from portal.access.visibility import visibility_of
from portal.clock import today
from portal.consents.models import Channel
from portal.mandates.actions import NotMinor, TooManyChildren
from portal.mandates.models import Mandate
from portal.mandates.scopes import Scope, covers
from portal.people.models import Citizen, User
from reminders.deadlines.actions import KindNotPublished, follow, follow_for_new_child, follow_with_birth_date
from reminders.deadlines.asking_forms import NEW_CHILD, RemindMeForm
from reminders.deadlines.models import Deadline
from reminders.deadlines.seen import seen_by
from reminders.kinds.models import DeadlineKind


def _declares_child(request: HttpRequest) -> bool:
    return request.method == "POST" and request.POST.get("concerned") == NEW_CHILD


@acts
@citizen_only
@step_up_when(_declares_child)
def remind_me(request: HttpRequest, code: str) -> HttpResponse:
    published = DeadlineKind.objects.published().select_related("organization").prefetch_related("steps")
    kind = get_object_or_404(published, code=code)
    people = _people(request)
    form = RemindMeForm(request.POST if request.method == "POST" else None, kind=kind, **people["asked_for"])
    if request.method == "POST" and form.is_valid():
        followed = _follow(form, request.user)
        if followed:
            messages.success(request, _("C’est noté. Voici quand vous serez averti."))
            return redirect(followed)
    asked = Deadline(kind=kind, is_private=True)
    context = {"kind": kind, "form": form, "inbox_wording": form.words[Channel.INBOX], **people}
    context["seen_by"] = seen_by(asked, for_oneself=people["asked_for"]["for_oneself"])
    return render(request, "reminders/deadlines/remind_me.html", context)


def _people(request: HttpRequest) -> dict[str, Any]:
    """Who is reminded: oneself, with the children of the account; in somebody's place, that person. `adults`: those in
    whose place the same can be asked."""
    visibility = visibility_of(request.user)
    mandates = Mandate.objects.in_force(today()).filter(holder=request.user).select_related("citizen")
    held = [one for one in mandates.order_by("citizen__name_order", "citizen_id") if covers(one, Scope.CHOICES)]
    children = [mandate.citizen for mandate in held if mandate.kind == Mandate.Kind.PARENT]
    adults = [mandate.citizen for mandate in held if mandate.kind != Mandate.Kind.PARENT]
    if visibility.person_here is None or visibility.place and visibility.place not in visibility.citizen_ids:
        raise Http404
    person = Citizen.objects.get(pk=visibility.person_here)
    for_oneself = visibility.place is None
    asked_for = {"citizen": person, "children": children if for_oneself else [], "for_oneself": for_oneself}
    return {"asked_for": asked_for, "person": person, "adults": adults if for_oneself else []}


def _follow(form: RemindMeForm, by: User) -> Deadline | None:
    """None when the child or the date is refused: the form then says why."""
    try:
        if form.new_child is None and form.told_birth_date:
            return follow_with_birth_date(birth_date=form.told_birth_date, by=by, **form.asked)
        if form.new_child is None:
            return follow(by=by, **form.asked)
        return follow_for_new_child(child=form.new_child, by=by, **form.asked)
    except KindNotPublished:
        form.add_error(None, _("Ces rappels ne sont plus offerts\u00a0: leur organisme les a retirés."))
    except NotMinor:
        form.add_error(
            "child_birth_date", _("Cette personne n’est pas mineure\u00a0: elle demande elle-même ses rappels.")
        )
    except TooManyChildren:
        form.add_error("concerned", _("Vous avez déjà ajouté 20 enfants. Appelez l’aide du portail pour continuer."))
    return None
