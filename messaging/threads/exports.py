"""The messages of a dossier, for its file."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from messaging.threads.models import Message
from messaging.threads.templatetags.threads_tags import author
from portal.dossier_exports.sources import Entry

if TYPE_CHECKING:
    from portal.dossiers.models import Dossier
    from portal.people.models import User

AT_ONCE = 200
"""Messages, with their texts, in memory together."""


def messages_of(dossier: "Dossier", user: "User") -> Iterator[Entry]:
    """Each message whole, with the names of its files; some at a time, whatever their number."""
    mine = Message.objects.visible_to(user).filter(thread__dossier=dossier).order_by("sent_at", "pk")
    related = mine.select_related("by", "thread__citizen", "thread__organization").prefetch_related("documents")
    for message in related.iterator(chunk_size=AT_ONCE):
        title = _("Message\u00a0: %(subject)s") % {"subject": message.thread.subject}
        papers = tuple(document.name for document in message.documents.all())
        yield Entry(message.sent_at, title, author(message, message.thread), message.body, papers)
