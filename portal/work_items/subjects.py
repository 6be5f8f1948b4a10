"""What a work item is about: each app registers its subjects' pages and titles when it starts.

Addresses are made from the row alone; titles are read for a whole list at once, one query for each kind of subject.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from portal.work_items.models import WorkItem


@dataclass(frozen=True)
class About:
    """What tells one line of a queue from the next: the subject's own title, and whose matter it is."""

    title: str = ""
    person: str = ""


Titles = Callable[[set[UUID]], Mapping[UUID, About]]


@dataclass(frozen=True)
class Pages:
    """Names of addresses that take the subject's id, and how to read the titles of several subjects."""

    citizen: str
    agent: str
    titles: Titles


_pages: dict[str, Pages] = {}


def register(subject_type: str, *, citizen: str, agent: str, titles: Titles) -> None:
    """`subject_type`: a model’s label in lower case (“messaging.thread”); the rest: see `Pages`."""
    _pages[subject_type] = Pages(citizen, agent, titles)


def pages_of(subject_type: str) -> Pages | None:
    return _pages.get(subject_type)


def describe(items: "Iterable[WorkItem]") -> "list[WorkItem]":
    """The same items, each with its `about`. They were selected by `visible_to`: their subjects are not asked again."""
    listed, wanted = list(items), defaultdict(set)
    for item in listed:
        wanted[item.subject_type].add(item.subject_id)
    found = {kind: pages.titles(ids) for kind, ids in wanted.items() if (pages := _pages.get(kind))}
    for item in listed:
        item.about = found.get(item.subject_type, {}).get(item.subject_id, About())
    return listed
