"""The messages of a dossier, for its file; a conversation as a file of its own."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from messaging.threads.models import Message, Thread
from messaging.threads.templatetags.threads_tags import author
from portal.clock import now
from portal.documents.models import Document
from portal.dossier_exports.sheet import moment_words, story_of, typeset_story
from portal.dossier_exports.sources import Entry

if TYPE_CHECKING:
    from messaging.threads.querysets import MessageQuerySet
    from portal.dossiers.models import Dossier
    from portal.people.models import User

AT_ONCE = 200
"""Messages, with their texts, in memory together."""


def messages_of(dossier: "Dossier", user: "User") -> Iterator[Entry]:
    """Each message whole, with the names of its files; some at a time, whatever their number."""
    yield from _entries(Message.objects.visible_to(user).filter(thread__dossier=dossier))


def _entries(messages: "MessageQuerySet") -> Iterator[Entry]:
    related = (
        messages.order_by("sent_at", "pk")
        .select_related("by", "thread__citizen", "thread__organization")
        .prefetch_related("documents")
    )
    for message in related.iterator(chunk_size=AT_ONCE):
        title = _("Message\u00a0: %(subject)s") % {"subject": message.thread.subject}
        papers = tuple(document.name for document in message.documents.all())
        yield Entry(message.sent_at, title, author(message, message.thread), message.body, papers)


def pdf_of(thread: Thread, user: "User") -> bytes:
    """The PDF of a conversation, like a letter: who, with whom, each message with its date and its files. Made before
    the journal says so: no transaction waits for it."""
    zone = thread.citizen.time_zone
    entries = list(_entries(Message.objects.visible_to(user).filter(thread=thread)))
    sent = Document.objects.visible_to(user).filter(messages__thread=thread).order_by("received_at", "pk")
    facts = [
        (_("Personne"), str(thread.citizen)),
        (_("Service"), f"{thread.organization}, {thread.team}"),
        (_("Commencée le"), moment_words(thread.started_at, zone)),
    ]
    if thread.dossier:
        facts.append((_("Dossier"), thread.dossier.number))
    if thread.ended_at:
        facts.append((_("Terminée le"), moment_words(thread.ended_at, zone)))
    made = _("Copie faite le %(at)s. Tous les messages de la conversation y sont, avec le nom de leurs fichiers.")
    words = {
        **story_of(entries, list(sent), zone),
        "title": _("Conversation"),
        "lead": thread.subject,
        "made": made % {"at": moment_words(now(), zone)},
        "facts": [{"label": label, "value": value} for label, value in facts],
    }
    words["story"]["title"] = _("Messages")
    return typeset_story(words)
