"""Where the subject of a work item is shown: each app registers its pages when it starts.

Addresses are made from the row alone, so that a queue of a thousand lines asks nothing more of the database.
"""

from dataclasses import dataclass

_pages: dict[str, "Pages"] = {}


@dataclass(frozen=True)
class Pages:
    """Names of addresses that take the subject's id."""

    citizen: str
    agent: str


def register(subject_type: str, *, citizen: str, agent: str) -> None:
    """`subject_type`: a model’s label in lower case (“messaging.thread”); the rest: names of addresses."""
    _pages[subject_type] = Pages(citizen, agent)


def pages_of(subject_type: str) -> Pages | None:
    return _pages.get(subject_type)
