"""Selections of inbox items."""

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from messaging.threads.models import Message
from portal.access.visibility import Account, visibility_of

if TYPE_CHECKING:
    from portal.people.models import User

_OF_A_MESSAGE = Q(notice__isnull=False, notice__kind="message", notice__subject_type="threads.thread")


class InboxItemQuerySet(models.QuerySet):
    def unread(self) -> "InboxItemQuerySet":
        """Those that nobody has read."""
        return self.filter(read_at=None)

    def unread_by(self, user: "User") -> "InboxItemQuerySet":
        """Those that this account has not read, whoever else did.

        The news of a message is read with the message, from wherever it was opened, so that this inbox and the
        conversations never disagree."""
        readings = apps.get_model("inbox", "InboxItemReading").objects
        opened = Exists(readings.filter(item=OuterRef("pk"), user=user))
        unread = Message.objects.unread_by(user).filter(
            thread=OuterRef("notice__subject_id"), sent_at__lte=OuterRef("notice__created_at")
        )
        return self.filter(Q(_OF_A_MESSAGE, Exists(unread)) | Q(~_OF_A_MESSAGE, ~opened))

    def but_of_messages(self) -> "InboxItemQuerySet":
        """Without the news of messages, which are read with the conversation."""
        return self.exclude(_OF_A_MESSAGE)

    def with_unread(self, user: "User") -> "InboxItemQuerySet":
        """`is_unread`, for this account."""
        mine = InboxItemQuerySet(self.model).unread_by(user).filter(pk=OuterRef("pk"))
        return self.annotate(is_unread=Exists(mine))

    def visible_to(self, user: Account) -> "InboxItemQuerySet":
        visibility = visibility_of(user)
        of_notices = visibility.matters(organization="notice__organization")
        return self.filter(of_notices | visibility.matters(organization="reminder__deadline__kind__organization"))

    def with_content(self) -> "InboxItemQuerySet":
        """Everything that a line or a message shows, in one query."""
        return self.select_related(
            "citizen",
            "notice__organization",
            "reminder__step",
            "reminder__deadline__citizen",
            "reminder__deadline__kind__organization",
            "reminder__deadline__kind__team",
        )
