"""What an account has not read: the one definition, from which the home, the menu and the inbox count.

A message of a team is unread until this account opens its conversation; a notice, until this account opens it. The
notice of a message is that message: it is counted once. Each app above registers how it counts its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portal.people.models import User

MESSAGES, NOTICES = "messages", "notices"


@dataclass(frozen=True)
class Unread:
    messages: int = 0
    notices: int = 0
    """Reminders and news other than those of messages."""

    @property
    def total(self) -> int:
        return self.messages + self.notices


_counters: dict[str, Callable[["User"], int]] = {}


def register(part: str, counter: Callable[["User"], int]) -> None:
    """`part`: MESSAGES or NOTICES."""
    _counters[part] = counter


def unread_of(user: "User") -> Unread:
    """Counted once per request: kept on the account object, which Django makes anew for each."""
    if not user.is_authenticated:
        return Unread()
    if "_unread" not in user.__dict__:
        user.__dict__["_unread"] = Unread(**{part: counter(user) for part, counter in _counters.items()})
    return user.__dict__["_unread"]
