"""The trial of a file: what is wrong with each row, with rows together, and what they would change."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from portal.foundation.formats.cells import Problem
from portal.imports.adapters import Importable, Judge
from portal.imports.columns import OF_THE_ROW

Line = tuple[int, dict[str, Any]]
MOST_TALLIED, LINES_SHOWN = 12, 3


def row_of(judge: Judge[Any], record: dict[str, Any]) -> tuple[Any, list[Problem]]:
    """Return the row, or what is wrong with it: what the reading of the file said of the whole row comes alone."""
    return (None, [record[OF_THE_ROW]]) if OF_THE_ROW in record else judge.row_of(record)


@dataclass
class Findings:
    """What the trial of a whole file found, fed with one batch after the other."""

    importable: Importable[Any]
    judge: Judge[Any]
    rows: int = 0
    bad: set[int] = field(default_factory=set)
    to_confirm: set[int] = field(default_factory=set)
    _counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    _first_lines: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))

    def look(self, batch: list[Line]) -> list[tuple[int, Problem]]:
        """Return (line, problem) for a batch, of which lines read before may be."""
        problems, good = [], {}
        for line, cells in batch:
            row, wrong = row_of(self.judge, cells)
            problems += [(line, one) for one in wrong]
            if OF_THE_ROW not in cells:
                problems += self.judge.against(line, cells)
            if row is not None:
                good[line] = row
        self.rows += len(batch)
        self.bad |= {line for line, _problem in problems}
        for line in good.keys() - self.bad:
            self._count(line, good[line])
        self.to_confirm |= set(self.judge.to_confirm(good))
        return problems

    def _count(self, line: int, row: Any) -> None:
        for name, tally in self.importable.tallies.items():
            value = tally.of(row)
            self._counts[name][value] += 1
            if len(lines := self._first_lines[name, value]) < LINES_SHOWN:
                lines.append(line)

    def _tallied(self, name: str) -> list[list[Any]]:
        most = self._counts[name].most_common(MOST_TALLIED)
        return [[value, count, self._first_lines[name, value]] for value, count in most]

    def as_columns(self) -> dict[str, Any]:
        """What an import file keeps of it."""
        return {
            "rows": self.rows,
            "bad_rows": len(self.bad),
            "bad_lines": sorted(self.bad),
            "to_confirm": sorted(self.to_confirm - self.bad),
            "tallies": {name: self._tallied(name) for name in self.importable.tallies},
        }
