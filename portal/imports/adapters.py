"""What organizations import: each noun's app registers its adapter when it starts.

An adapter holds what is the noun's own: its columns, how a row is judged and received, and its words. The noun also has
a proxy of `ImportFile`, so that its section of «gestion», its address and its name stay its own.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NamedTuple, TypeVar
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import ngettext

from portal.access.permissions import Permission
from portal.foundation.formats.cells import Problem
from portal.imports.columns import Columns

if TYPE_CHECKING:
    from portal.imports.models import ImportFile
    from portal.organizations.models import Organization
    from portal.people.models import User

Row = TypeVar("Row")
"""A row that can be received."""


class Judge(Generic[Row]):
    """Judges the rows of one file by what its organization has at this moment."""

    def row_of(self, record: Mapping[str, Any]) -> tuple[Row | None, list[Problem]]:
        """Return the row, or everything that is wrong with it; `record`: column → cell."""
        raise NotImplementedError

    def against(self, line: int, record: Mapping[str, Any]) -> Iterable[tuple[int, Problem]]:
        """Give (line, problem) where this row and one that was shown before contradict each other."""
        return ()

    def to_confirm(self, rows: Mapping[int, Row]) -> Iterable[int]:
        """Give the lines that are received only if somebody says so after the trial."""
        return ()


@dataclass(frozen=True)
class Tally(Generic[Row]):
    """A table of the trial: how many rows say the same, the most frequent first. What is rare is often an error."""

    title: str | Promise
    head: str | Promise
    of: Callable[[Row], str]
    """What of a row is counted. It is kept in clear."""
    words: Callable[[str], str] = str
    text: Callable[["ImportFile"], str] = lambda import_file: ""
    page: tuple[str, str | Promise] | None = None
    """Name of an address, and the words of its link."""


class Codes(NamedTuple):
    """Codes that rows may give, shown where a file is prepared: each with its column and what it means."""

    title: str
    rows: Sequence[tuple[str, str, str]]


@dataclass
class BatchOutcome:
    """What came of a batch: how many of each result, and what is wrong with a line since the trial."""

    counts: Mapping[str, int]
    refused: dict[int, list[Problem]] = field(default_factory=dict)


class Importable(Generic[Row]):
    """The adapter of a noun."""

    files: ClassVar[type["ImportFile"]]
    """Its class of files, a proxy of `ImportFile`."""
    permission: ClassVar[Permission]
    """Asked of the organization to deposit, receive and see its files."""
    columns: ClassVar[Columns]
    results: ClassVar[Mapping[str, str | Promise]]
    """What the report counts, in order, with its words."""
    tallies: ClassVar[Mapping[str, Tally[Any]]] = {}
    most_rows: ClassVar[int] = 200_000
    batch: ClassVar[int] = 1000
    """Rows that are received in one transaction."""
    template_name: ClassVar[str]
    """Of the template, without its ending."""

    title: ClassVar[str | Promise]
    """Above the page where a file is deposited."""
    row_help: ClassVar[str | Promise]
    """What one row of the template is."""
    wrong_since: ClassVar[str | Promise]
    """Why lines that were good at the trial were not received."""
    follow_up: ClassVar[tuple[str, str | Promise]]
    """Name of the address where one sees what was received, and the words of its link."""
    confirm_title: ClassVar[str | Promise] = ""
    confirm_head: ClassVar[str | Promise] = ""

    @property
    def key(self) -> str:
        return self.files._meta.label_lower

    def examples(self, organizations: Collection[UUID]) -> list[list[str]]:
        """Return rows for the template, from the first column on: given back as they are, they make a good file."""
        raise NotImplementedError

    def codes(self, organizations: Collection[UUID]) -> Sequence[Codes]:
        return []

    def judge(self, organization: "Organization", by: "User") -> Judge[Row]:
        raise NotImplementedError

    def receive(
        self, rows: Mapping[int, Row], *, organization: "Organization", by: "User", confirmed: Collection[int]
    ) -> BatchOutcome:
        """Receive the good rows of a batch, by line, inside the transaction that notes how far the file has come.

        `confirmed`: the lines that were to be confirmed; they are here only if they were."""
        raise NotImplementedError

    def confirm_text(self, lines: str) -> str:
        """What would happen to the lines that are to be confirmed."""
        return ""

    def confirm_label(self, count: int) -> str:
        return ""

    def receive_label(self, count: int) -> str:
        return ngettext("Recevoir la bonne ligne", "Recevoir les %(count)d bonnes lignes", count) % {"count": count}


_registered: dict[str, Importable[Any]] = {}


def register(importable: Importable[Any]) -> None:
    _registered[importable.key] = importable


def named(key: str) -> Importable[Any]:
    return _registered[key]


def importables() -> list[Importable[Any]]:
    return list(_registered.values())
