"""The page of preferences."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from portal.access.policies import citizen_only
from portal.access.reach import reach_of
from portal.people.models import Citizen
from reminders.preferences.actions import choose
from reminders.preferences.forms import PreferencesForm


@citizen_only
def preferences(request: HttpRequest) -> HttpResponse:
    citizen = get_object_or_404(Citizen, pk=reach_of(request.user).own_citizen_id)
    form = PreferencesForm(request.POST if request.method == "POST" else None, citizen=citizen)
    if request.method == "POST" and form.is_valid():
        choose(citizen=citizen, offered=form.offered, chosen=form.chosen, by=request.user)
        messages.success(request, _("Vos préférences sont enregistrées. Elles s’appliquent dès maintenant."))
        return redirect("reminders:preferences")
    return render(request, "reminders/preferences/edit.html", {"form": form, "citizen": citizen})
