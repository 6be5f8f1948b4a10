"""Who else is told that a team wrote: an app above registers here how the person whom it serves learns it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from messaging.threads.models import Thread
    from portal.people.models import User

Teller = Callable[..., None]
"""Takes `thread` and `by`, named, in the transaction of the message."""
_tellers: dict[str, Teller] = {}


def register(name: str, teller: Teller) -> None:
    _tellers[name] = teller


def answered(thread: "Thread", *, by: "User | None") -> None:
    """The team wrote in this conversation."""
    for teller in _tellers.values():
        teller(thread=thread, by=by)
