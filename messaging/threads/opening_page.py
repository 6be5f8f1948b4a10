"""The buttons of a conversation that open a dossier of it, or put it in one that is open."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from messaging.threads.dossiers import join, joinable_by, open_for
from messaging.threads.models import Thread
from portal.consents.models import Purpose
from portal.dossiers.forms import OpenDossierForm
from portal.dossiers.models import Dossier
from portal.foundation.form_fields import choice
from portal.notices import ways

MOST = 50
"""Dossiers offered: the latest."""


class JoinDossierForm(forms.Form):
    """Which dossier of the person's; `is_empty` without any."""

    dossier = forms.ChoiceField(label=_lazy("Dossier"), error_messages={"required": _lazy("Choisissez le dossier.")})

    def __init__(self, *args: Any, dossiers: list[Dossier], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.pk), f"{one.number} – {one.title}") for one in dossiers]
        choice(self, "dossier").choices = choices if len(choices) == 1 else [("", _("Choisissez")), *choices]
        self.is_empty = not choices


def join_of(section: Any, request: HttpRequest, thread: Thread) -> HttpResponse:
    """Which dossier; one that the conversation has already is shown."""
    if thread.dossier is not None:
        return redirect(thread.dossier.agent_url)
    dossiers = list(joinable_by(request.user, thread)[:MOST])
    form = JoinDossierForm(request.POST if request.method == "POST" else None, dossiers=dossiers)
    if not form.is_valid():
        context = {
            **section.admin_site.each_context(request),
            "title": _("Mettre dans un dossier ouvert"),
            "opts": section.opts,
            "thread": thread,
            "form": None if form.is_empty else form,
        }
        template = "messaging/threads/admin_join.html"
        return TemplateResponse(request, template, context, status=422 if form.errors else 200)
    chosen = next(one for one in dossiers if str(one.pk) == form.cleaned_data["dossier"])
    dossier = join(by=request.user, thread=thread, dossier=chosen)
    done = _("La conversation est dans le dossier %(number)s, avec ses fichiers et ses pièces demandées.")
    messages.success(request, done % {"number": dossier.number})
    return redirect(dossier.agent_url)


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
