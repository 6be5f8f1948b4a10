"""What was asked of the person in a dossier ends with it: registered by the apps that ask."""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from portal.dossiers.models import Dossier
    from portal.people.models import User


class Ending(Protocol):
    def __call__(self, *, dossier: "Dossier", by: "User | None") -> None: ...


_endings: list[Ending] = []


def register(ending: Ending) -> None:
    """Call `ending` with each dossier that closes, in the transaction that closes it."""
    if ending not in _endings:
        _endings.append(ending)


def end_what_was_asked(dossier: "Dossier", *, by: "User | None") -> None:
    """Do what is registered for a dossier whose row says already that it is closed."""
    for ending in _endings:
        ending(dossier=dossier, by=by)
