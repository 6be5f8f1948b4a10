"""What one receives: the page of choices, and the ledger as its owner reads it.

For oneself; in somebody's place, for that person, as the mandate allows."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.access.policies import citizen_only
from portal.consents.models import Consent
from portal.foundation.paging import page_of
from reminders.preferences.actions import choose, choose_for
from reminders.preferences.forms import PreferencesForm
from reminders.preferences.person import ManagedPerson, acting_of, represented_by
from reminders.preferences.stopped import last_stop

CONSENTS_A_PAGE = 30


@citizen_only
def preferences(request: HttpRequest) -> HttpResponse:
    acting = acting_of(request)
    form = PreferencesForm(request.POST if request.method == "POST" else None, acting=acting)
    if request.method == "POST" and form.is_valid():
        _keep(form, acting, request)
        messages.success(request, _("Les choix sont enregistrés. Ils s’appliquent dès maintenant."))
        return redirect(acting.address_of("preferences"))
    acting.tell_read(by=request.user)
    context = {
        "form": form,
        "acting": acting,
        "represented": [] if acting.mandate else represented_by(request.user),
        "rows": form.rows(),
        "may_undo": last_stop(request, acting) is not None,
    }
    return render(request, "reminders/preferences/edit.html", context)


def _keep(form: PreferencesForm, acting: ManagedPerson, request: HttpRequest) -> None:
    if acting.mandate:
        choose_for(mandate=acting.mandate, offered=form.changed, chosen=form.chosen, by=request.user)
    else:
        choose(citizen=acting.citizen, offered=form.changed, chosen=form.chosen, by=request.user)


@citizen_only
@require_safe
def consents(request: HttpRequest) -> HttpResponse:
    """What was accepted, in which words, when, how, by whom; and when it was withdrawn."""
    acting = acting_of(request)
    if not acting.may_choose:
        raise PermissionDenied
    theirs = Consent.objects.filter(citizen=acting.citizen).select_related("given_by", "withdrawn_by")
    page = page_of(theirs, by="given_at", query=request.GET, size=CONSENTS_A_PAGE)
    acting.tell_read(by=request.user)
    return render(request, "reminders/preferences/consents.html", {"page": page, "acting": acting})
