"""What came of rows that were received together, and why they were not."""

from dataclasses import dataclass, field
from typing import Any

from reminders.imported_deadlines.models import ImportedDeadline


class ReferenceTwice(Exception):
    """Two rows of one batch have the same reference: the caller was to refuse both."""


class NumberChanged(Exception):
    """These references are known under another client number: a deadline would go from one person to another."""

    def __init__(self, references: set[str]) -> None:
        super().__init__(f"{len(references)} references")
        self.references = references


@dataclass
class Received:
    """What became of each row, by reference: created, changed, renumbered or unchanged; and who is still unknown."""

    results: dict[str, str] = field(default_factory=dict)
    unmatched: set[str] = field(default_factory=set)
    touched: list[ImportedDeadline] = field(default_factory=list)
    # Those given another client number, each with the ids of the person and of the deadline that it leaves, if any.
    renumbered: list[tuple[ImportedDeadline, Any, Any]] = field(default_factory=list)
