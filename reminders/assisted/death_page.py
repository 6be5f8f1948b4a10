"""«Noter un décès»: what happens is said before it is done, and it can be undone on the same page."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.clock import today
from portal.people.actions import NotADeath
from portal.people.models import Citizen
from reminders.assisted import deaths
from reminders.assisted.actions import open_person
from reminders.deadlines.fields import Day


class DeathForm(forms.Form):
    died_on = Day(label=_("Date du décès"))
    is_proved = forms.BooleanField(
        label=_("J’ai vu une preuve du décès, ou un proche me l’a confirmé"),
        error_messages={"required": _("Cochez cette case une fois le décès confirmé.")},
    )

    def __init__(self, *args: Any, citizen: Citizen, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.citizen = citizen

    def clean_died_on(self) -> Any:
        died_on = self.cleaned_data["died_on"]
        if died_on > today():
            raise forms.ValidationError(_("Cette date est à venir. Écrivez la date du décès."))
        if self.citizen.birth_date and died_on < self.citizen.birth_date:
            raise forms.ValidationError(_("Cette date précède la naissance de la personne. Vérifiez-la."))
        return died_on


def death(section: Any, request: HttpRequest, person: Citizen) -> HttpResponse:
    if request.method == "POST" and request.POST.get("act") == "undo":
        deaths.undo_death(citizen=person, by=request.user)
        messages.success(request, gettext("C’est retiré. Les rappels à venir partiront de nouveau."))
        return redirect("admin:assisted_servedperson_change", person.pk)
    if request.method != "POST":
        open_person(citizen=person, by=request.user)
    form = DeathForm(request.POST if request.method == "POST" else None, citizen=person)
    if form.is_bound and form.is_valid():
        try:
            deaths.note_death(citizen=person, died_on=form.cleaned_data["died_on"], by=request.user)
        except NotADeath:
            form.add_error("died_on", gettext("Cette date n’est pas possible. Vérifiez-la."))
        else:
            messages.success(request, gettext("Le décès est noté. Plus rien ne part à cette personne."))
            return redirect("admin:assisted_servedperson_change", person.pk)
    context = {
        **section.admin_site.each_context(request),
        "title": gettext("Décès\u00a0: %(person)s") % {"person": person},
        "opts": section.opts,
        "person": person,
        "helpers": deaths.helpers_of(citizen=person),
        "form": form,
    }
    template = "admin/assisted/servedperson/death.html"
    return TemplateResponse(request, template, context, status=422 if form.errors else 200)
