"""«Mon profil»: one page that shows what is known, who wrote it, and puts back what changed."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.access.policies import citizen_only, own_only
from portal.access.step_up import step_up
from portal.contact_changes import actions
from portal.contact_changes.models import ContactChange
from portal.people.models import Citizen
from portal.people.zones import words_of
from portal.profile.forms import NamesForm
from portal.profile.noted import noted_by_staff, recent_changes


def _own(request: HttpRequest) -> Citizen:
    """Raises Http404 for whoever only acts for others."""
    citizen = Citizen.objects.select_related("user").filter(user=request.user).first()
    if citizen is None:
        raise Http404
    return citizen


@own_only
@citizen_only
@never_cache
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Whoever only acts for others is led to what they have: their address."""
    citizen = Citizen.objects.filter(user=request.user).first()
    if citizen is None:
        return redirect("account_email")
    shown = {
        "citizen": citizen,
        "zone": words_of(citizen.time_zone),
        "noted": noted_by_staff(citizen),
        "changes": recent_changes(citizen),
    }
    return render(request, "portal/profile/show.html", shown)


@own_only
@citizen_only
@step_up
@never_cache
def names(request: HttpRequest) -> HttpResponse:
    citizen = _own(request)
    form = NamesForm(request.POST if request.method == "POST" else None, citizen=citizen)
    if form.is_valid():
        actions.change_details(citizen=citizen, columns=form.cleaned_data, by=request.user)
        messages.success(request, _("Votre nom est enregistré. Les documents déjà faits gardent l’ancien."))
        return redirect("profile:show")
    return render(request, "portal/profile/names.html", {"form": form}, status=422 if form.is_bound else 200)


@own_only
@citizen_only
@step_up
@require_POST
def put_back(request: HttpRequest, change_id: UUID) -> HttpResponse:
    mine = ContactChange.objects.filter(citizen=_own(request), point=ContactChange.Point.DETAILS)
    change = get_object_or_404(mine.select_related("citizen__user"), pk=change_id)
    try:
        actions.put_back(change=change, by=request.user)
    except actions.NotUndoable:
        messages.warning(request, _("Rien n’a été remis : autre chose a été écrit depuis, ou une semaine a passé."))
    else:
        messages.success(request, _("C’est remis comme avant."))
    return redirect("profile:show")
