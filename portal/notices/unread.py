"""What an account has not read: the one definition, from which the home, the menu and the inbox count.

A message of a team is unread until this account opens its conversation; a notice, until this account opens it. The
notice of a message is that message: it is counted once. Each app above registers how it counts its own.
"""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

MESSAGES, NOTICES = "messages", "notices"


class Unread:
    """The counts of one account, each made when a page first asks for it."""

    def __init__(self, user: "User | AnonymousUser") -> None:
        self._user = user

    @cached_property
    def messages(self) -> int:
        return self._count(MESSAGES)

    @cached_property
    def notices(self) -> int:
        """Reminders and news other than those of messages."""
        return self._count(NOTICES)

    @property
    def total(self) -> int:
        return self.messages + self.notices

    def _count(self, part: str) -> int:
        return _counters[part](self._user) if self._user.is_authenticated else 0


_counters: dict[str, Callable[["User"], int]] = {}


def register(part: str, counter: Callable[["User"], int]) -> None:
    """`part`: MESSAGES or NOTICES."""
    _counters[part] = counter


def unread_of(user: "User | AnonymousUser") -> Unread:
    """Counted once per request: kept on the account object, which Django makes anew for each."""
    return user.__dict__.setdefault("_unread", Unread(user))
