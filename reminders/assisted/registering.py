"""«Inscrire une personne»: who looks like them is shown first, and nobody is merged in silence."""

from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext

from portal.people.models import Citizen, User
from portal.people.phones import split
from portal.person_access.matching import DescribedPerson, likely_same
from reminders.assisted import actions
from reminders.assisted.opening import keep_candidates
from reminders.assisted.querysets import teams_of
from reminders.assisted.registration_form import RegistrationForm


def register(section: Any, request: HttpRequest) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form = RegistrationForm(posted, teams=teams_of(request.user))
    alike: list[Citizen] = []
    if posted is not None and form.is_valid():
        alike = [] if "not_same" in posted else _alike(form, request.user)
        if not alike and (person := _registered(form, request.user)):
            messages.success(request, gettext("C’est noté. Notez maintenant ce que la personne veut recevoir."))
            return redirect("admin:assisted_servedperson_change", person.pk)
    keep_candidates(request, alike)
    seen = set(
        Citizen.objects.visible_to(request.user).filter(pk__in=[one.pk for one in alike]).values_list("pk", flat=True)
    )
    context = {
        **section.admin_site.each_context(request),
        "title": gettext("Inscrire une personne"),
        "opts": section.opts,
        "form": form,
        "alike": alike,
        "seen": seen,
    }
    template = "admin/assisted/servedperson/register.html"
    return TemplateResponse(request, template, context, status=422 if form.errors else 200)


def _alike(form: RegistrationForm, by: User) -> list[Citizen]:
    given = form.cleaned_data
    phone = split(given["phone"])[0]
    described = DescribedPerson(
        given["given_name"], given["family_name"], birth=form.birth, phone=phone, email=given["email"]
    )
    return likely_same(described, by=by)


def _registered(form: RegistrationForm, by: User) -> Citizen | None:
    """Return the person; None, with its error, when the number is confirmed for somebody else."""
    given = form.cleaned_data
    try:
        with transaction.atomic():
            return actions.register(
                given_name=given["given_name"],
                family_name=given["family_name"],
                birth=form.birth,
                email=given["email"],
                contact=form.contact,
                team=given["team"],
                by=by,
            )
    except IntegrityError:
        form.add_error("phone", gettext("Ce numéro ne peut être noté. Vérifiez-le avec la personne."))
        return None
