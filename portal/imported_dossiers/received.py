"""What came of rows that were received together, and why they were not."""

from dataclasses import dataclass, field

from portal.foundation.formats.cells import Problem


class RowsRefused(Exception):
    """Some rows cannot be received as things are: number → problems. Nothing of the batch was written."""

    def __init__(self, problems: dict[str, list[Problem]], *, is_conflict: bool = False) -> None:
        super().__init__(f"{len(problems)} rows")
        self.problems, self.is_conflict = problems, is_conflict


@dataclass
class DossiersReceived:
    """What became of each row, by number: created, changed or unchanged; and whose person is still unknown."""

    results: dict[str, str] = field(default_factory=dict)
    unmatched: set[str] = field(default_factory=set)
