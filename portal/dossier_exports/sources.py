"""What a file of a dossier says besides its own life: each app registers what it keeps of it.

A source selects what its reader may see, in a fixed number of queries, or some hundreds of rows at a time."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portal.dossiers.models import Dossier
    from portal.people.models import User


@dataclass(frozen=True)
class Entry:
    """One thing that happened: when, what, by whom, in which words; names of the papers that went with it."""

    at: dt.datetime
    title: str
    who: str = ""
    words: str = ""
    papers: tuple[str, ...] = ()


Source = Callable[["Dossier", "User"], Iterable[Entry]]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Add a source; registered again under the same name, it replaces the former."""
    _sources[name] = source


def entries_of(dossier: "Dossier", user: "User") -> list[Entry]:
    """Return all that the apps above say, in the order in which it happened."""
    return sorted((entry for source in _sources.values() for entry in source(dossier, user)), key=lambda one: one.at)
