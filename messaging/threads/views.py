"""The citizen's pages of secure mail."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from messaging.threads import actions, closing, drafting, looking, undoing
from messaging.threads.asking_why import begun_from
from messaging.threads.choosing import begun_with, known_to, teams_open_to
from messaging.threads.contesting import contesting
from messaging.threads.delays import answer_day
from messaging.threads.exports import pdf_of
from messaging.threads.forms import NewMessageForm, ReplyForm, ServiceSearchForm, WordsForm
from messaging.threads.models import Message, Thread
from messaging.threads.owed import owed_by_citizen
from messaging.threads.querysets import MessageQuerySet
from messaging.threads.searching import excerpt, find_as_citizen
from messaging.topics import services
from portal.access.policies import acts, citizen_only, signed_in
from portal.audit.actions import events_written
from portal.audit.readings import LIST, tell_represented
from portal.clock import day_of
from portal.consents.actions import give
from portal.consents.models import Purpose
from portal.documents.attachments import protect
from portal.documents.erasing import BeingChecked
from portal.drafts import saving as drafts
from portal.foundation.form_fields import rows_offered
from portal.foundation.paging import PARAMETER, Page, page_ending_with, page_of
from portal.notices import ways
from portal.organizations.models import Team
from portal.people.models import User
from portal.requested_documents.models import RequestedDocument
from portal.requested_documents.querysets import RequestedDocumentQuerySet

THREADS_A_PAGE = 20
MESSAGES_A_PAGE = 50
THANKS = "thanks"
"""Name of the button that thanks and ends."""
DRAFT_DONE = "draft_done"
"""Session key: the name of the draft that the browser may forget, since its message is sent."""


@citizen_only
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """The conversations, the newest first."""
    threads = Thread.objects.visible_to(request.user).held_by(request.user).with_names().with_unread(request.user)
    page = page_of(threads, by="last_message_at", query=request.GET, size=THREADS_A_PAGE)
    tell_represented(page.rows, by=request.user, verb=LIST)
    begun = [] if PARAMETER in request.GET else drafting.begun_by(request.user)
    return render(
        request,
        "messaging/threads/inbox.html",
        {"page": page, "begun": begun, "draft_done": request.session.pop(DRAFT_DONE, "")},
    )


@citizen_only
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """The messages that hold the words typed (posted, so that no address has them; nothing is written)."""
    form = looking.form_of(WordsForm, request, "words", looking.AS_CITIZEN)
    if form.is_bound and form.is_valid():
        return looking.show(request, looking.AS_CITIZEN, form.cleaned_data["words"])
    typed = looking.looked_for(request, looking.AS_CITIZEN)
    found = find_as_citizen(request.user, typed)
    tell_represented(found, by=request.user, verb=LIST)
    lines = [(message, excerpt(message, typed)) for message in found]
    context = {"form": form, "typed": typed, "lines": lines}
    return render(request, "messaging/threads/find.html", context, status=422 if form.errors else 200)


@acts
@citizen_only
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Whom to write to, from a need: found by words (posted: nothing is written), known already, or in a list."""
    teams = teams_open_to(request.user)
    form = looking.form_of(ServiceSearchForm, request, "need", looking.NEED)
    if form.is_bound and form.is_valid():
        return looking.show(request, looking.NEED, form.cleaned_data["need"])
    need = looking.looked_for(request, looking.NEED)
    context = {
        "form": form,
        "need": need,
        "found": services.found(need, teams) if need else [],
        "known": known_to(request.user, teams),
        "all": services.by_organization(teams),
        "sorting": Team.objects.sorting_for_all().filter(pk__in=teams.values("pk")).first(),
    }
    return render(request, "messaging/threads/choose.html", context)


@acts
@citizen_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_message(request: HttpRequest) -> HttpResponse:
    """Write to the service that was chosen, join files."""
    initial: dict[str, Any] = {name: request.GET[name] for name in ("team", "dossier") if name in request.GET}
    initial |= begun_with(request.GET, teams_open_to(request.user))
    initial |= begun_from(request.GET.get("ligne", ""), by=request.user)
    initial |= contesting(request.GET.get("decision", ""), by=request.user)
    form = NewMessageForm(*_posted(request), user=request.user, initial=initial)
    name = drafting.name_of_new(form.service)
    if drafting.is_kept(request, form, name=name, fields=drafting.NEW_FIELDS):
        return _kept(request, "message")
    if request.method == "POST" and drafting.KEEP not in request.POST and form.is_valid():
        try:
            with transaction.atomic():
                written = _write(form, request.user)
                drafts.forget(by=request.user, name=name, sent=request.POST.dict())
            return _sent(request, written, draft="message")
        except actions.TeamClosed:
            form.add_error("team", form.fields["team"].error_messages["invalid_choice"])
            form.keep_files()
    dossiers = rows_offered(form, "dossier") if "dossier" in form.fields else []
    tell_represented(dossiers, by=request.user, verb=LIST)
    context = {
        "form": form,
        "answer_by": answer_day(form.service) if form.service else None,
        "saving": drafting.show(form, by=request.user, name=name, url=reverse("threads:save_new")),
    }
    return render(request, "messaging/threads/new.html", context, status=422 if form.errors else 200)


@acts
@citizen_only
@require_POST
def save_new(request: HttpRequest) -> HttpResponse:
    """Keep what is being written to a service."""
    try:
        team = teams_open_to(request.user).filter(pk=request.POST.get("team") or None).first()
    except ValidationError:  # no UUID
        team = None
    name = drafting.name_of_new(team if "is_chosen" in request.POST else None)
    return drafting.saved_by_page(request, name=name, fields=drafting.NEW_FIELDS)


@acts
@citizen_only
@require_POST
def undo(request: HttpRequest, thread_id: UUID, message_id: UUID) -> HttpResponse:
    """«Annuler l’envoi»: what was written is a draft again."""
    thread = get_object_or_404(Thread.objects.visible_to(request.user).held_by(request.user), pk=thread_id)
    message = get_object_or_404(thread.messages.visible_to(request.user), pk=message_id)
    words, team = {"subject": thread.subject, "body": message.body}, thread.team
    try:
        with transaction.atomic():
            left = undoing.undo(by=request.user, message=message)
            name = f"{drafting.REPLY}{thread_id}" if left else drafting.name_of_new(team)
            drafting.put_back(by=request.user, name=name, words=words if left is None else {"body": words["body"]})
    except undoing.NoLongerUndoable:
        messages.info(request, _("Il est trop tard\u00a0: une minute est passée, ou l’équipe a lu ce message."))
        return redirect(thread)
    except BeingChecked:
        messages.info(request, _("Un fichier de ce message est en vérification\u00a0: essayez dans un instant."))
        return redirect(thread)
    messages.success(
        request, _("L’envoi est annulé\u00a0: l’équipe n’a rien lu. Votre texte est revenu, en brouillon.")
    )
    return redirect(left or f"{reverse('threads:new')}?team={team.pk}")


@acts
@citizen_only
@require_POST
def save_reply(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    """Keep what is being written in a conversation."""
    held = get_object_or_404(Thread.objects.visible_to(request.user).held_by(request.user), pk=thread_id)
    return drafting.saved_by_page(request, name=f"{drafting.REPLY}{held.pk}", fields=drafting.REPLY_FIELDS)


def _write(form: NewMessageForm, by: User) -> Thread:
    """Raises TeamClosed: the team closed between the form and the writing."""
    data = form.cleaned_data
    thread = actions.write(
        by=by,
        citizen=data["citizen"],
        team=data["team"],
        dossier=data.get("dossier"),
        subject=data["subject"],
        body=data["body"],
        key=data["key"],
        uploads=data["documents"],
    )
    for offer in form.accepted():
        give(citizen=thread.citizen, purpose=Purpose.FILE_NEWS, channel=offer.channel, wording=offer.wording, by=by)
    return thread


@citizen_only
@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    """One conversation: reading it marks it read; the form below answers."""
    threads = Thread.objects.visible_to(request.user).held_by(request.user).with_names().with_unread(request.user)
    thread = get_object_or_404(threads.with_due(reply=actions.REPLY, answer=actions.ANSWER), pk=thread_id)
    form, draft = ReplyForm(*_posted(request), citizen=thread.citizen, user=request.user), f"reply-{thread.pk}"
    name = f"{drafting.REPLY}{thread.pk}"
    if THANKS in request.POST:
        return _thank(request, thread)
    if drafting.is_kept(request, form, name=name, fields=drafting.REPLY_FIELDS):
        return _kept(request, draft)
    if request.method == "POST" and drafting.KEEP not in request.POST and form.is_valid():
        _reply(thread, form, request)
        return _sent(request, thread, draft=draft)
    with events_written() as written:
        if request.method == "GET" and thread.unread:
            actions.read(by=request.user, thread=thread, as_kind=Message.Author.CITIZEN)
    if not written:
        tell_represented([thread], by=request.user, verb="thread.read")
    context = conversation(request, thread) | {"form": form, "draft": draft, "owed": owed_by_citizen(thread)}
    url = reverse("threads:save_reply", args=[thread.pk])
    # The team wrote last: its answer may be enough.
    last = context["conversation"][-1] if context["conversation"] else None
    context["undoable"] = last.pk if last and not thread.passed_at and undoing.may_undo(last, by=request.user) else None
    context["may_thank"] = last is not None and not last.is_from_citizen and thread.ended_at is None
    context["saving"] = drafting.show(form, by=request.user, name=name, url=url)
    return render(request, "messaging/threads/thread.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _reply(thread: Thread, form: ReplyForm, request: HttpRequest) -> None:
    data, by = form.cleaned_data, request.user
    actions.reply(
        by=by,
        thread=thread,
        author_kind=Message.Author.CITIZEN,
        body=data["body"],
        key=data["key"],
        uploads=data["documents"],
    )
    if data["ends"]:
        closing.end(by=by, thread=thread)
    drafts.forget(by=by, name=f"{drafting.REPLY}{thread.pk}", sent=request.POST.dict())


def conversation(request: HttpRequest, thread: Thread) -> dict[str, Any]:
    """What both sides' pages show of a thread: its last messages, oldest first, the way to the earlier ones, and the
    requested documents asked in it."""
    rows = thread.messages.visible_to(request.user).with_details()
    page = _page_shown(rows, request.GET)
    sent = request.session.pop(DRAFT_DONE, "")
    requested_documents = requested_documents_of(request.user, thread).with_names().with_files()
    return {
        "thread": thread,
        "requested_documents": requested_documents,
        "team_changes": thread.team_changes.visible_to(request.user).with_names() if thread.passed_at else (),
        "page": page,
        "conversation": page.rows[::-1],
        "draft_done": sent,
    }


@signed_in
@require_safe
def pdf(request: HttpRequest, thread_id: UUID) -> HttpResponseBase:
    """The conversation as a file, for those who see it: its person, who acts for them, its team."""
    thread = get_object_or_404(Thread.objects.visible_to(request.user).with_names(), pk=thread_id)
    content = pdf_of(thread, request.user)
    actions.note_export(by=request.user, thread=thread)
    response = HttpResponse(content, content_type="application/pdf")
    # By its day: an object stays out of names that a browser lists.
    day = day_of(thread.started_at, thread.citizen.time_zone)
    response["Content-Disposition"] = content_disposition_header(True, f"conversation-{day}.pdf")
    return protect(response)


def _page_shown(rows: MessageQuerySet, query: Mapping[str, str]) -> Page:
    """The last messages, the page of a cursor, or the one that ends with the message that a search found."""
    try:
        found = rows.filter(pk=UUID(query["message"])).first() if "message" in query else None
    except ValueError:
        found = None
    if found is not None:
        return page_ending_with(rows, row=found, by="sent_at", size=MESSAGES_A_PAGE)
    return page_of(rows, by="sent_at", query=query, size=MESSAGES_A_PAGE)


def requested_documents_of(user: User, thread: Thread) -> RequestedDocumentQuerySet:
    """The requested documents asked in a conversation, in the order in which they were."""
    return RequestedDocument.objects.visible_to(user).about(thread).order_by("asked_at", "pk")


def _posted(request: HttpRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


@transaction.atomic
def _thank(request: HttpRequest, thread: Thread) -> HttpResponse:
    """«Merci, c’est réglé»: a word for the team, and the end. Pressed twice, it is one."""
    if thread.ended_at is None:
        citizen, words = Message.Author.CITIZEN, _("Merci, c’est réglé.")
        actions.reply(by=request.user, thread=thread, author_kind=citizen, body=words, key=uuid4())
        closing.end(by=request.user, thread=thread)
    messages.success(request, _("C’est noté\u00a0: la conversation est terminée. Écrire de nouveau la rouvre."))
    return redirect(thread)


def _kept(request: HttpRequest, draft: str) -> HttpResponse:
    """The tab forgets its own copy: the draft is in the list, on every device."""
    request.session[DRAFT_DONE] = draft
    return redirect("threads:inbox")


def _sent(request: HttpRequest, thread: Thread, *, draft: str) -> HttpResponse:
    request.session[DRAFT_DONE] = draft
    done = _("Votre message est envoyé à %(team)s.") % {"team": thread.team}
    if "ends" in request.POST:
        then = _("La conversation est terminée. Écrire de nouveau la rouvre.")
    else:
        then = ways.told_to_person(thread.citizen, Purpose.FILE_NEWS)
    messages.success(request, f"{done} {then}")
    return redirect(thread)
