"""How else a person learns that a team wrote: an app above, which opens the conversation to whoever has no account,
registers here what it does then, and what the agent reads of it."""

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from messaging.threads.models import Thread
    from portal.people.models import User


class Teller(Protocol):
    def announce_answer(self, *, thread: "Thread", by: "User | None") -> None:
        """Have the person learn it, in the transaction of the message."""

    def sentence_of(self, thread: "Thread") -> str:
        """Return how the person learns of an answer in this conversation; empty when not by this way."""


_tellers: dict[str, Any] = {}


def register(name: str, teller: Any) -> None:
    """`teller`: a `Teller`, be it a module."""
    _tellers[name] = teller


def answered(thread: "Thread", *, by: "User | None") -> None:
    """The team wrote in this conversation."""
    for teller in _tellers.values():
        teller.announce_answer(thread=thread, by=by)


def sentence_of(thread: "Thread") -> str:
    """Return how else the person learns of an answer, for its agent; empty when by no other way."""
    return " ".join(filter(None, (teller.sentence_of(thread) for teller in _tellers.values())))
