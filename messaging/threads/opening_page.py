"""The button of a conversation that opens a dossier of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from messaging.threads.dossiers import open_for
from messaging.threads.models import Thread
from portal.consents.models import Purpose
from portal.dossiers.forms import OpenDossierForm
from portal.notices import ways


def form_of(thread: Thread) -> OpenDossierForm | None:
    """None once the conversation has a dossier, or where its team has no type to open."""
    form = None if thread.dossier_id else OpenDossierForm(team=thread.team)
    return form if form and form.has_types else None


def open_of(request: HttpRequest, thread: Thread) -> HttpResponse:
    form = OpenDossierForm(request.POST, team=thread.team)
    if not form.is_valid():
        messages.error(request, _("Choisissez le genre de dossier."))
        return redirect(reverse("admin:threads_thread_change", args=[thread.pk]))
    dossier = open_for(by=request.user, thread=thread, dossier_type=form.cleaned_data["dossier_type"])
    sentence, leaves = ways.told_to_agent(thread.citizen, Purpose.FILE_NEWS)
    done: Any = _("Le dossier %(number)s est ouvert.") % {"number": dossier.number}
    (messages.success if leaves else messages.warning)(request, f"{done} {sentence}")
    return redirect(dossier.agent_url)
