"""The drafts of messages: one for each team written to, each conversation answered, each answer of an agent."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from messaging.threads.models import Message, Thread
from portal.drafts import saving
from portal.drafts.models import Draft
from portal.organizations.models import Team
from portal.people.models import User

NEW, REPLY, ANSWER = "message", "reply-", "answer-"
"""How the names of drafts begin."""
NEW_FIELDS, REPLY_FIELDS, ANSWER_FIELDS = ("subject", "body", "dossier"), ("body",), ("body", "answer_by")
KEEP = "keep_draft"
"""Name of the button that keeps without sending."""


@dataclass(frozen=True)
class Saving:
    """What a page needs to save by itself. `at`: when the draft that it shows was saved, if it shows one."""

    url: str
    revision: int = 0
    at: dt.datetime | None = None


def name_of_new(team: Team | None) -> str:
    return f"{NEW}-{team.pk}" if team else NEW


def show(form: forms.Form, *, by: User, name: str, url: str) -> Saving:
    """Fill a form that nobody has sent yet with its draft; what was posted prevails."""
    draft = saving.draft_of(by, name)
    if draft is None:
        return Saving(url)
    if not form.is_bound:
        form.initial = {**form.initial, **draft.words}
    return Saving(url, draft.revision, draft.saved_at)


def put_back(*, by: User, name: str, words: dict[str, str]) -> None:
    """What was taken back is a draft again, before what was typed since."""
    since = saving.draft_of(by, name)
    typed = since.words if since else {}
    body = "\n\n".join(filter(None, [words["body"], typed.get("body", "")]))
    saving.save(by=by, name=name, words={**words, **typed, "body": body}, revision=since.revision if since else 0)


def is_kept(request: HttpRequest, form: forms.Form, *, name: str, fields: tuple[str, ...]) -> bool:
    """Keep the draft when its button was pressed; why not, on the form, when it cannot be."""
    if KEEP not in request.POST:
        return False
    words, revision = saving.typed_in(request, fields), saving.revision_in(request)
    try:
        saving.save(by=request.user, name=name, words=words, revision=revision)
    except saving.DraftOvertaken:
        form.add_error(None, _("Ce brouillon a changé sur un autre appareil. Votre texte est toujours ici."))
        return False
    except saving.DraftTooLong:
        form.add_error(None, _("Ce texte est trop long pour un brouillon\u00a0: envoyez-le, ou raccourcissez-le."))
        return False
    messages.success(request, _("Votre brouillon est enregistré. Rien n’est envoyé; les fichiers seront à joindre."))
    return True


def saved_by_page(request: HttpRequest, *, name: str, fields: tuple[str, ...]) -> JsonResponse:
    """Answer the page that saves by itself, unless its message is sent: the two may cross."""
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        key = None
    if key and Message.objects.sent_with(by=request.user, key=key).exists():
        return saving.overtaken()
    return saving.saved_by_page(request, name=name, fields=fields)


@dataclass(frozen=True)
class Begun:
    """A draft in the list of messages: what it says, where one goes on with it."""

    draft: Draft
    title: str
    whom: str
    url: str


def begun_by(user: User) -> list[Begun]:
    """The messages that the account began where it is and did not send, the last first. Three queries at the most."""
    drafts = list(Draft.objects.visible_to(user).called(NEW, REPLY).order_by("-saved_at", "pk"))
    keys = {draft.pk: draft.form.partition("-")[2] for draft in drafts}
    of_threads = {keys[draft.pk] for draft in drafts if draft.form.startswith(REPLY)}
    of_teams = {keys[draft.pk] for draft in drafts if draft.form.startswith(NEW)} - {""}
    found: dict[str, Any] = {}
    if of_threads:
        threads = Thread.objects.visible_to(user).held_by(user).filter(pk__in=of_threads).with_names()
        found |= {str(thread.pk): thread for thread in threads.order_by("pk")}
    if of_teams:
        teams = Team.objects.filter(pk__in=of_teams).select_related("organization")
        found |= {str(team.pk): team for team in teams.order_by("pk")}
    return [_begun(draft, found.get(keys[draft.pk])) for draft in drafts]


def _begun(draft: Draft, about: Thread | Team | None) -> Begun:
    if isinstance(about, Thread):
        return Begun(draft, about.subject, f"{about.organization}, {about.team}", about.get_absolute_url())
    title = draft.words.get("subject") or _("Message sans objet")
    if about is None:  # no service yet, or a conversation that is no longer theirs
        return Begun(draft, title, "", reverse("threads:new"))
    return Begun(draft, title, f"{about.organization}, {about}", f"{reverse('threads:new')}?team={about.pk}")
