"""What else is done once the checks, or the portal's operation, refuse a document: registered by what holds it."""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from portal.documents.models import Document


class Action(Protocol):
    def __call__(self, *, document: "Document") -> None: ...


_actions: list[Action] = []


def register(action: Action) -> None:
    """Call `action` with each refused document, in the transaction that refuses it."""
    if action not in _actions:
        _actions.append(action)


def follow(document: "Document") -> None:
    """Do what is registered for this document, whose row says already that it is refused."""
    for action in _actions:
        action(document=document)
