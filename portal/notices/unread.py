"""What an account has not read: the one definition, from which the home, the menu and the inbox count.

A message of a team is unread until this account opens its conversation; a notice, until this account opens it. The
notice of a message is that message: it is counted once. Each app above registers the rows that it counts.
"""

from typing import TYPE_CHECKING

from portal.access import counts

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

MESSAGES, NOTICES = "unread_messages", "unread_notices"


class Unread:
    """The counts of one account, made when a page first asks for one (`access.counts`)."""

    def __init__(self, user: "User | AnonymousUser") -> None:
        self._user = user

    @property
    def messages(self) -> int:
        return counts.count_of(self._user, MESSAGES)

    @property
    def notices(self) -> int:
        """Reminders and news other than those of messages."""
        return counts.count_of(self._user, NOTICES)

    @property
    def total(self) -> int:
        return self.messages + self.notices


def unread_of(user: "User | AnonymousUser") -> Unread:
    return Unread(user)
