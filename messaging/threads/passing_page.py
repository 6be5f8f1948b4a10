"""The page by which an agent gives a conversation to another team."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from messaging.threads.forms import PassForm
from messaging.threads.models import TeamChange, Thread
from messaging.threads.passing import PassedMeanwhile, pass_to, receivers_of
from portal.access.typed import typed_texts
from portal.access.visibility import visibility_of


def pass_of(section: Any, request: HttpRequest, thread: Thread) -> HttpResponse:
    """To which team, with a word for it; a conversation of a dossier stays with its dossier."""
    if thread.dossier_id:
        words = _("Cette conversation est dans un dossier\u00a0: l’équipe qui suit le dossier y répond.")
        messages.info(request, words)
        return redirect(reverse("admin:threads_thread_change", args=[thread.pk]))
    form = PassForm(request.POST if request.method == "POST" else None, receivers=receivers_of(thread))
    if not form.is_valid():
        context = {
            **section.admin_site.each_context(request),
            "title": _("Transmettre à une autre équipe"),
            "opts": section.opts,
            "thread": thread,
            "form": form,
        }
        template = "messaging/threads/admin_pass.html"
        return TemplateResponse(request, template, context, status=422 if form.errors else 200)
    try:
        change = pass_to(by=request.user, thread=thread, team=form.cleaned_data["team"], note=form.cleaned_data["note"])
    except PassedMeanwhile:
        messages.info(request, _("Un collègue vient de transmettre cette conversation."))
    else:
        done = _("La conversation est transmise à «\u00a0%(team)s\u00a0», avec ses fichiers. La personne voit à qui.")
        messages.success(request, done % {"team": change.to_team})
    return redirect("admin:threads_thread_changelist")


def passed_of(section: Any, request: HttpRequest, object_id: str) -> HttpResponse | None:
    """Say to whom a form was too late: the conversation went to another team since the page was opened, and what was
    typed is there to copy. None for one that the account's teams never gave."""
    teams = visibility_of(request.user).team_ids
    try:
        given = TeamChange.objects.filter(thread=UUID(object_id), from_team__in=teams).exclude(thread__team__in=teams)
    except ValueError:
        return None
    change = given.with_names().order_by("-at", "-pk").first()
    if change is None or request.method != "POST":
        return None
    context = {
        **section.admin_site.each_context(request),
        "title": _("Cette conversation est transmise"),
        "opts": section.opts,
        "change": change,
        "typed": typed_texts(request),
    }
    return TemplateResponse(request, "messaging/threads/admin_passed.html", context, status=409)
