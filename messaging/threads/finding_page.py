"""The page by which an agent finds a message of their teams by its words."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from messaging.threads import looking
from messaging.threads.actions import note_search
from messaging.threads.forms import WordsForm
from messaging.threads.searching import excerpt, find_as_team


def find_of(section: Any, request: HttpRequest) -> HttpResponse:
    """The messages that hold the words typed; shown, they are journaled without the words."""
    form = looking.form_of(WordsForm, request, "words", looking.AS_TEAM)
    if form.is_bound and form.is_valid():
        return looking.show(request, looking.AS_TEAM, form.cleaned_data["words"])
    typed = looking.looked_for(request, looking.AS_TEAM)
    found = find_as_team(request.user, typed)
    if typed:
        note_search(by=request.user, messages=found)
    context = {
        **section.admin_site.each_context(request),
        "title": _("Chercher dans les messages"),
        "opts": section.opts,
        "form": form,
        "typed": typed,
        "lines": [(message, excerpt(message, typed)) for message in found],
    }
    template = "messaging/threads/admin_find.html"
    return TemplateResponse(request, template, context, status=422 if form.errors else 200)
