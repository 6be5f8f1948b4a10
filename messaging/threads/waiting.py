"""What of conversations waits for a citizen: messages that this account has not read."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from messaging.threads.models import Thread
from messaging.threads.querysets import ThreadQuerySet
from portal.access.kept import once
from portal.access.visibility import visibility_of
from portal.foundation.keyset import first_of
from portal.notices.unread import unread_of
from portal.people.models import User
from portal.work_items.todo import Todo

SHOWN = 10


def unread_messages(user: User) -> QuerySet[Any, int]:
    """How many in each of the account's own conversations: counted over the messages, one who has most of them would
    have the whole table read."""
    return Thread.objects.held_by(user).with_unread(user).values_list("unread")


def newest_threads(user: User) -> list[Any]:
    """The last conversations: one reading of a request for «À faire» and for the list of messages."""
    return once(user, "threads.newest", lambda: first_of(_threads_of(user), SHOWN))


def _threads_of(user: User) -> ThreadQuerySet:
    return Thread.objects.visible_to(user).held_by(user).with_names().with_unread(user).newest_first()


def _waiting(user: User) -> list[Any]:
    """Those with something unread: among the last ones, unless more is unread than they hold."""
    waiting = [thread for thread in newest_threads(user) if thread.unread]
    if sum(thread.unread for thread in waiting) == unread_of(user).messages:
        return waiting
    return first_of(_threads_of(user).filter(unread__gt=0), SHOWN)


def unread_threads(user: User) -> Iterator[Todo]:
    """One line for each conversation with something unread."""
    own = visibility_of(user).person_here
    for thread in _waiting(user):
        words = ngettext("%(count)s message non lu", "%(count)s messages non lus", thread.unread)
        yield Todo(
            title=_("Lire la réponse\u00a0: %(subject)s") % {"subject": thread.subject},
            url=thread.get_absolute_url(),
            icon="email",
            detail=str(thread.organization),
            whose="" if thread.citizen_id == own else _("pour %(name)s") % {"name": thread.citizen},
            state=words % {"count": thread.unread},
        )
