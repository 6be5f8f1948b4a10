"""What of the inbox an account has not read, the news of messages aside: those are read in their conversation."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import ngettext

from portal.foundation.keyset import among_first
from portal.notices.unread import unread_of
from portal.people.models import User
from portal.work_items.todo import Todo
from reminders.inbox.models import InboxItem
from reminders.inbox.querysets import InboxItemQuerySet

NEWEST = 500
"""Of each person, those among which the unread are counted: a page costs the same whatever was kept."""


def unread_notices(user: User) -> QuerySet[InboxItem]:
    newest = among_first(InboxItem.objects.visible_to(user), NEWEST)
    assert isinstance(newest, InboxItemQuerySet)  # `InboxItem.objects`
    return newest.unread_by(user).but_of_messages()


def unread_inbox(user: User) -> Iterator[Todo]:
    """One line for all: the inbox lists them."""
    count = unread_of(user).notices
    if count:
        words = ngettext("%(count)s avis non lu", "%(count)s avis non lus", count) % {"count": count}
        yield Todo(title=words, url=reverse("inbox:inbox"), icon="bell")
