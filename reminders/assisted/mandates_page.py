"""«Qui agit pour cette personne»: an agent who saw a document gives a mandate, takes an invitation back, ends one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext

from portal.access.visibility import visibility_of
from portal.clock import today
from portal.mandates import inviting
from portal.mandates.acting import acting_of
from portal.mandates.actions import revoke
from portal.mandates.forms import ActingWithDocumentForm
from portal.mandates.models import Mandate, MandateInvitation, Proof
from portal.organizations.models import Organization
from portal.people.models import Citizen
from reminders.assisted.actions import must_live, must_serve, open_person


def mandates(section: Any, request: HttpRequest, person: Citizen) -> HttpResponse:
    if request.method != "POST":
        open_person(citizen=person, by=request.user)
    must_serve(citizen=person, by=request.user)
    act = request.POST.get("act", "")
    if act == "end":
        return _end(request, person)
    if act == "withdraw":
        return _withdraw(request, person)
    form = ActingWithDocumentForm(request.POST if request.method == "POST" else None, citizen=person, by=request.user)
    if request.method == "POST" and form.is_valid() and _give(request, form, person):
        return _back(person)
    return _page(section, request, person, form)


def _page(section: Any, request: HttpRequest, person: Citizen, form: ActingWithDocumentForm) -> HttpResponse:
    standing = Mandate.objects.standing(today()).filter(citizen=person).with_names()
    asked = MandateInvitation.objects.open().filter(citizen=person).select_related("organization", "invited_by")
    context = {
        **section.admin_site.each_context(request),
        "title": gettext("Qui agit pour %(person)s") % {"person": person},
        "opts": section.opts,
        "person": person,
        "mandates": acting_of(standing),
        "helpers": list(Citizen.objects.filter(user__in=standing.values("holder"))),  # they read that they were shown
        "invitations": list(asked[:20]),
        "form": form,
    }
    template = "admin/assisted/servedperson/mandates.html"
    return TemplateResponse(request, template, context, status=422 if form.errors else 200)


def _give(request: HttpRequest, form: ActingWithDocumentForm, person: Citizen) -> bool:
    """Whether the invitation left; otherwise the form says what to do."""
    if form.cleaned_data["proof"] != Proof.ESTATE:
        must_live(citizen=person)
    own = Organization.objects.filter(pk__in=visibility_of(request.user).staff_organization_ids)
    asked = {name: form.cleaned_data[name] for name in ("invitee", "kind", "proof", "proof_detail")}
    organization = own.order_by("name_order").first()
    assert organization is not None  # whoever serves people works for one
    try:
        asked |= form.way_columns
        inviting.invite_with_document(citizen=person, organization=organization, by=request.user, **asked, **form.scope)
    except inviting.Oneself:
        form.add_error("email", gettext("Cette adresse est la vôtre, ou celle de la personne elle-même."))
        return False
    except inviting.TooManyInvitations:
        form.add_error(None, gettext("Assez de demandes pour aujourd’hui. Revenez demain."))
        return False
    messages.success(request, gettext("C’est noté. Le mandat commence quand la personne invitée accepte."))
    return True


def _end(request: HttpRequest, person: Citizen) -> HttpResponse:
    mine = Mandate.objects.standing(today()).filter(citizen=person)
    revoke(mandate=get_object_or_404(mine, pk=_key(request)), by=request.user)
    messages.success(request, gettext("C’est fait\u00a0: l’accès cesse dès maintenant. Les deux en sont averties."))
    return _back(person)


def _withdraw(request: HttpRequest, person: Citizen) -> HttpResponse:
    asked = MandateInvitation.objects.open().filter(citizen=person)
    inviting.withdraw(invitation=get_object_or_404(asked, pk=_key(request)), by=request.user)
    messages.success(request, gettext("C’est retiré\u00a0: le code n’ouvre plus rien."))
    return _back(person)


def _key(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("pk", ""))
    except ValueError:
        return None


def _back(person: Citizen) -> HttpResponse:
    return redirect("admin:assisted_servedperson_mandates", person.pk)
