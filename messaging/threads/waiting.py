"""What of conversations waits for a citizen: messages that this account has not read."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from messaging.threads.models import Message, Thread
from portal.access.visibility import visibility_of
from portal.people.models import User
from portal.work_items.todo import Todo

SHOWN = 10


def unread_messages(user: User) -> int:
    return Message.objects.held_by(user).unread_by(user).count()


def unread_threads(user: User) -> Iterator[Todo]:
    """One line for each conversation with something unread."""
    own = visibility_of(user).own_citizen_id
    waiting = Thread.objects.held_by(user).with_names().with_unread(user).filter(unread__gt=0)
    for thread in waiting.newest_first()[:SHOWN]:
        words = ngettext("%(count)s message non lu", "%(count)s messages non lus", thread.unread)
        yield Todo(
            title=_("Lire la réponse\u00a0: %(subject)s") % {"subject": thread.subject},
            url=thread.get_absolute_url(),
            icon="email",
            detail=str(thread.organization),
            whose="" if thread.citizen_id == own else _("pour %(name)s") % {"name": thread.citizen},
            state=words % {"count": thread.unread},
        )
