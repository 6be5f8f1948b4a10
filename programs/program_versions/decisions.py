"""The pages that begin a program, or say that it was checked."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from portal.access.permissions import Permission
from portal.organizations.models import Organization
from portal.publishing.pages import address
from programs.program_versions import actions
from programs.program_versions.pages import page
from programs.program_versions.starting_form import StartProgramForm
from programs.programs.models import Program


def vouch(section: Any, request: HttpRequest, program: Program) -> HttpResponse:
    """«J’ai vérifié»."""
    if request.method == "POST":
        actions.vouch(program=program, by=request.user)
        messages.success(request, _("C’est noté\u00a0: la page publique dit que c’est vérifié aujourd’hui."))
    return redirect(address("change", program))


def start(section: Any, request: HttpRequest) -> HttpResponse:
    organizations = Organization.objects.where(request.user, Permission.CONFIGURE_PROGRAMS)
    form = StartProgramForm(request.POST or None, organizations=organizations)
    if request.method == "POST" and form.is_valid():
        return redirect(address("edit", actions.start(**form.cleaned_data, by=request.user)))
    return page(section, request, "start", title=_("Nouveau programme"), form=form, status=422 if form.errors else 200)
