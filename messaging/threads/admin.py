"""«Conversations»: what agents read and answer. The page writes through the actions only."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from messaging.threads import (
    actions,
    answering,
    closing,
    drafting,
    finding_page,
    opening_page,
    passing_page,
    printing_page,
)
from messaging.threads.colleagues import reading_now
from messaging.threads.forms import NEVER, AnswerForm
from messaging.threads.models import Message, Thread
from messaging.threads.owed import owed_in
from messaging.threads.querysets import ThreadQuerySet
from messaging.threads.settling import settle, unsettle
from messaging.threads.unreached import note_call
from messaging.threads.views import DRAFT_DONE, conversation
from portal.access.permissions import Permission
from portal.consents.models import Purpose
from portal.drafts import saving as drafts
from portal.gestion import menu
from portal.gestion.added_pages import Added
from portal.gestion.filters import StateFilter
from portal.gestion.site import SectionAdmin
from portal.notices import ways
from portal.requested_documents.actions import ask, specify
from portal.requested_documents.forms import AskForm

SETTLE = "settle"
"""Name of the button that closes without an answer; its value is the last message seen."""
UNSETTLE = "unsettle"
"""Name of the button that puts back in the queue what was closed so."""
REQUESTED = "requested_document"
"""Prefix of the second form of the page."""
CALLED = "called"
"""Name of the button that notes a call."""


class UnreadFilter(StateFilter):
    title = _("lecture")
    parameter_name = "lecture"
    offered = [("non-lues", _("non lues"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(unread_team__gt=0) if self.value() else queryset


@admin.register(Thread)
class ThreadAdmin(SectionAdmin):
    """A list of the team's conversations; opening one is journaled, and shows it with a form to answer."""

    menu_group = menu.QUEUE
    menu_rank = 20
    view_permission = Permission.HANDLE_CONVERSATIONS
    read_verb = "thread.read"
    found_by = ("citizen",)
    list_display = ["shown_subject", "citizen", "team", "unread_team", "last_message_at"]
    list_display_links = ["shown_subject"]
    list_filter = [UnreadFilter]
    change_list_template = "messaging/threads/admin_list.html"
    list_select_related = ["citizen", "team"]
    ordering = ["-last_message_at", "-id"]

    def get_queryset(self, request: HttpRequest) -> ThreadQuerySet:
        return super().get_queryset(request).handled_by(request.user)

    @admin.display(description=_("objet"))
    def shown_subject(self, thread: Thread) -> str:
        return thread.subject

    def added_pages(self) -> list[Added]:
        return [
            Added("<uuid:pk>/imprimer/", self.print_page, "print"),
            Added(
                "<uuid:pk>/dossier/", self.open_dossier, "dossier", permission=Permission.HANDLE_DOSSIERS, posted=True
            ),
            Added("dans-les-messages/", self.find_messages, "find"),
            Added("<uuid:pk>/brouillon/", self.save_draft, "draft", posted=True),
            Added("<uuid:pk>/transmettre/", self.pass_on, "pass"),
            Added("<uuid:pk>/joindre/", self.join_dossier, "join", permission=Permission.HANDLE_DOSSIERS),
        ]

    def join_dossier(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return opening_page.join_of(self, request, self._thread(request, str(pk)))

    def find_messages(self, request: HttpRequest) -> HttpResponse:
        return finding_page.find_of(self, request)

    def save_draft(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Keep what is being answered in a conversation."""
        return drafting.saved_by_page(request, name=f"{drafting.ANSWER}{pk}", fields=drafting.ANSWER_FIELDS)

    def pass_on(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return passing_page.pass_of(self, request, self._thread(request, str(pk)))

    def open_dossier(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return opening_page.open_of(request, self._thread(request, str(pk)))

    def print_page(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return printing_page.print_of(self, request, self._thread(request, str(pk)))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The conversation. Another team's does not exist."""
        try:
            thread = self._thread(request, object_id)
        except Http404:
            if passed := passing_page.passed_of(self, request, object_id):
                return passed
            raise
        return self._shown(request, thread)

    def _shown(self, request: HttpRequest, thread: Thread) -> HttpResponse:
        if UNSETTLE in request.POST:
            return self._unsettle(request, thread)
        if CALLED in request.POST:
            return self._called(request, thread)
        asks = f"{REQUESTED}-label" in request.POST
        posted = (request.POST, request.FILES) if request.method == "POST" and not asks else ()
        form = AnswerForm(*posted, user=request.user, initial={"seen": thread.last_message_at.isoformat()})
        ask_form = AskForm(request.POST if asks else None, prefix=REQUESTED)
        name = f"{drafting.ANSWER}{thread.pk}"
        if SETTLE in request.POST:
            if not form.is_begun:
                return self._settle(request, thread)
            form.refuse_settling()
        elif drafting.is_kept(request, form, name=name, fields=drafting.ANSWER_FIELDS):
            return redirect(reverse("admin:threads_thread_change", args=[thread.pk]))
        elif posted and drafting.KEEP not in request.POST and form.is_valid():
            try:
                return self._answer(request, thread, form)
            except actions.Overtaken:
                thread = self._thread(request, str(thread.pk))
                form.show_again(thread)
        if asks and ask_form.is_valid():
            return self._ask(request, thread, ask_form)
        if request.method == "GET":
            actions.read(by=request.user, thread=thread, as_kind=Message.Author.AGENT)
        context = {
            **self.admin_site.each_context(request),
            **conversation(request, thread),
            "title": thread.subject,
            "opts": self.opts,
            "form": form,
            "ask_form": ask_form,
            "opening": opening_page.form_of(thread),
            "draft": name,
            "saving": drafting.show(
                form, by=request.user, name=name, url=reverse("admin:threads_thread_draft", args=[thread.pk])
            ),
            "will_be_told": _told_of_answer(thread),
            "was_told": ways.last_sent(thread, citizen_id=thread.citizen_id),
            "owed": owed_in(thread),
            "colleagues": reading_now(thread, but=request.user),
        }
        template = "messaging/threads/admin_conversation.html"
        return TemplateResponse(request, template, context, status=422 if form.errors or ask_form.errors else 200)

    def _thread(self, request: HttpRequest, object_id: str) -> Thread:
        if not self.has_view_permission(request):
            raise Http404
        try:
            return self.get_queryset(request).with_names().get(pk=object_id)
        except (Thread.DoesNotExist, ValidationError) as error:  # a key that is no UUID does not validate
            raise Http404 from error

    def _settle(self, request: HttpRequest, thread: Thread) -> HttpResponse:
        try:
            seen = parse_datetime(request.POST[SETTLE])
        except ValueError:
            seen = None
        try:
            done = settle(by=request.user, thread=thread, seen=seen or NEVER)
        except actions.Overtaken:
            messages.warning(request, gettext("Un message est arrivé entre-temps\u00a0: le voici. Lisez-le d’abord."))
            return redirect(reverse("admin:threads_thread_change", args=[thread.pk]))
        if done:
            text = gettext("C’est noté\u00a0: rien à répondre. Si la personne écrit de nouveau, la tâche revient.")
            back = gettext("Ouvrir la conversation pour la remettre dans la file")
            link = reverse("admin:threads_thread_change", args=[thread.pk])
            messages.success(request, format_html('{} <a href="{}">{}</a>', text, link, back))
        else:
            messages.info(request, gettext("Cette conversation n’attendait déjà plus de réponse."))
        return redirect("admin:work_items_workitem_changelist")

    def _unsettle(self, request: HttpRequest, thread: Thread) -> HttpResponse:
        if unsettle(by=request.user, thread=thread):
            messages.success(request, gettext("C’est noté\u00a0: la conversation est revenue dans la file."))
        else:
            messages.info(request, gettext("Cette conversation est déjà dans la file, ou elle a reçu sa réponse."))
        return redirect(reverse("admin:threads_thread_change", args=[thread.pk]))

    def _called(self, request: HttpRequest, thread: Thread) -> HttpResponse:
        if note_call(thread=thread, by=request.user):
            messages.success(request, gettext("L’appel est noté."))
        else:
            messages.info(request, gettext("Cet appel n’était plus à faire\u00a0: la réponse est lue, ou déjà notée."))
        return redirect(reverse("admin:threads_thread_change", args=[thread.pk]))

    def _answer(self, request: HttpRequest, thread: Thread, form: AnswerForm) -> HttpResponse:
        data, name = form.cleaned_data, f"{drafting.ANSWER}{thread.pk}"
        with transaction.atomic():
            actions.reply(
                by=request.user,
                thread=thread,
                author_kind=Message.Author.AGENT,
                body=data["body"],
                key=data["key"],
                uploads=data["documents"],
                answer_by=data["answer_by"],
                seen=data["seen"],
            )
            if data["ends"]:
                closing.end(by=request.user, thread=thread)
            drafts.forget(by=request.user, name=name, sent=request.POST.dict())
        request.session[DRAFT_DONE] = name
        self._say(request, gettext("Votre réponse est envoyée."), _told_of_answer(thread))
        return redirect(reverse("admin:threads_thread_change", args=[thread.pk]))

    def _ask(self, request: HttpRequest, thread: Thread, form: AskForm) -> HttpResponse:
        asked = dict(form.cleaned_data)
        document_type = asked.pop("document_type")
        requested_document = ask(
            by=request.user,
            citizen=thread.citizen,
            team=thread.team,
            dossier=thread.dossier,
            about=thread,
            **asked,
        )
        if document_type:
            specify(by=request.user, request=requested_document, document_type=document_type)
        told = ways.told_to_agent(thread.citizen, Purpose.SEND_DOCUMENT)
        self._say(request, gettext("La pièce est demandée."), told)
        return redirect(reverse("admin:threads_thread_change", args=[thread.pk]))

    def _say(self, request: HttpRequest, done: str, told: tuple[str, bool]) -> None:
        """What was done, and how the person will learn of it: a warning when nothing leaves the portal."""
        sentence, leaves = told
        (messages.success if leaves else messages.warning)(request, f"{done} {sentence}")


def _told_of_answer(thread: Thread) -> tuple[str, bool]:
    """How the person learns of an answer, in a sentence, and whether anything leaves the portal."""
    sentence = answering.sentence_of(thread)
    return (sentence, True) if sentence else ways.told_to_agent(thread.citizen, Purpose.FILE_NEWS)
