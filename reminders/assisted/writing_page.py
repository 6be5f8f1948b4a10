"""«Écrire à la personne»: an agent begins a conversation with somebody whom they serve, with documents or without."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext

from messaging.threads.forms import BeginForm
from messaging.threads.views import DRAFT_DONE
from portal.consents.models import Purpose
from portal.notices import ways
from portal.people.models import Citizen
from reminders.assisted.actions import DeathNoted, open_person, write_to


def write(section: Any, request: HttpRequest, person: Citizen) -> HttpResponse:
    if request.method != "POST":
        open_person(citizen=person, by=request.user)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = BeginForm(*posted, user=request.user, citizen=person)
    if request.method == "POST" and form.is_valid():
        try:
            return _sent(request, form, person)
        except DeathNoted:
            form.add_error(None, gettext("Un décès est noté\u00a0: rien ne s’envoie. Corrigez-le d’abord."))
            form.keep_files()
    context = {
        **section.admin_site.each_context(request),
        "title": gettext("Écrire à %(person)s") % {"person": person},
        "opts": section.opts,
        "person": person,
        "form": form,
        "draft": _draft(person),
        "will_be_told": ways.told_to_agent(person, Purpose.FILE_NEWS),
    }
    template = "admin/assisted/servedperson/write.html"
    return TemplateResponse(request, template, context, status=422 if form.errors else 200)


def _sent(request: HttpRequest, form: BeginForm, person: Citizen) -> HttpResponse:
    given = dict(form.cleaned_data)
    thread = write_to(citizen=person, by=request.user, uploads=given.pop("documents"), **given)
    request.session[DRAFT_DONE] = _draft(person)
    sentence, leaves = ways.told_to_agent(person, Purpose.FILE_NEWS)
    (messages.success if leaves else messages.warning)(request, f"{gettext('Votre message est envoyé.')} {sentence}")
    return redirect("admin:threads_thread_change", thread.pk)


def _draft(person: Citizen) -> str:
    return f"begin-{person.pk}"
