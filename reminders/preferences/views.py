"""What one receives: the page of choices, «Tout arrêter», and the ledger as its owner reads it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.access.policies import citizen_only
from portal.consents.models import Channel, Consent
from portal.paging import page_of
from reminders.preferences.actions import choose, stop_everything
from reminders.preferences.forms import PreferencesForm
from reminders.preferences.person import person_of

CONSENTS_A_PAGE = 30


@citizen_only
def preferences(request: HttpRequest) -> HttpResponse:
    citizen = person_of(request)
    form = PreferencesForm(request.POST if request.method == "POST" else None, citizen=citizen)
    if request.method == "POST" and form.is_valid():
        choose(citizen=citizen, offered=form.changed, chosen=form.chosen, by=request.user)
        messages.success(request, _("Vos préférences sont enregistrées. Elles s’appliquent dès maintenant."))
        return redirect("reminders:preferences")
    context = {"form": form, "citizen": citizen, "rows": form.rows(), "channels": list(Channel)}
    return render(request, "reminders/preferences/edit.html", context)


@citizen_only
@require_POST
def stop_all(request: HttpRequest) -> HttpResponse:
    if stop_everything(citizen=person_of(request), by=request.user):
        done = _("C’est fait\u00a0: plus rien ne sortira de Relais pour vous. Vos avis restent ici, dans votre espace.")
    else:
        done = _("Rien n’était choisi\u00a0: rien ne sort de Relais pour vous.")
    messages.success(request, done)
    return redirect("reminders:preferences")


@citizen_only
@require_safe
def consents(request: HttpRequest) -> HttpResponse:
    """What was accepted, in which words, when, how, by whom; and when it was withdrawn."""
    mine = Consent.objects.filter(citizen=person_of(request)).select_related("given_by", "withdrawn_by")
    page = page_of(mine, by="given_at", query=request.GET, size=CONSENTS_A_PAGE)
    return render(request, "reminders/preferences/consents.html", {"page": page})
