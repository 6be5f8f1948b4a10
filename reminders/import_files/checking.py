"""The dry run of a file: what is wrong with each row, with rows together, and what they would change."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from portal.client_numbers.models import digest_of, pattern_of
from portal.client_numbers.writing import shape_of
from portal.clock import today
from portal.organizations.models import Organization
from reminders.import_files.heads import OF_THE_ROW
from reminders.imported_deadlines.actions import kinds_of
from reminders.imported_deadlines.models import ImportedDeadline
from reminders.imported_deadlines.rows import ImportedRow, Problem, check
from reminders.imported_deadlines.together import Together

Line = tuple[int, dict[str, Any]]
MOST_SHAPES, LINES_SHOWN = 12, 3


class Judge:
    """Judges rows by what the organization has and declares at this moment."""

    def __init__(self, organization: Organization) -> None:
        self._kinds = kinds_of(organization=organization)
        self._numbers = pattern_of(organization.pk)
        self._today = today()

    def row_of(self, record: Mapping[str, Any]) -> tuple[ImportedRow | None, list[Problem]]:
        """Return the row, or what is wrong with it: what the reading of the file said of the whole row comes alone."""
        if OF_THE_ROW in record:
            return None, [record[OF_THE_ROW]]
        return check(record, self._kinds, self._today, self._numbers)


@dataclass
class Findings:
    """What the dry run of a whole file found, fed with one batch after the other."""

    organization: Organization
    rows: int = 0
    bad: set[int] = field(default_factory=set)
    renumbering: list[int] = field(default_factory=list)
    shapes: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._judge = Judge(self.organization)
        self._together = Together(lambda line: _("à la ligne %(line)d") % {"line": line})
        self._first_lines: dict[str, list[int]] = {}

    def look(self, batch: list[Line]) -> list[tuple[int, Problem]]:
        """Return (line, problem) for a batch, of which lines read before may be."""
        problems, good = [], []
        for line, cells in batch:
            row, wrong = self._judge.row_of(cells)
            problems += [(line, one) for one in wrong]
            if OF_THE_ROW not in cells:
                problems += self._together.against(line, cells)
            if row:
                good.append((line, row))
                self._note_shape(line, row)
        self.rows += len(batch)
        self.bad |= {line for line, _problem in problems}
        self.renumbering += self._renumbered(good)
        return problems

    def _note_shape(self, line: int, row: ImportedRow) -> None:
        shape = shape_of(row.client_number)
        self.shapes[shape] += 1
        lines = self._first_lines.setdefault(shape, [])
        if len(lines) < LINES_SHOWN:
            lines.append(line)

    def _renumbered(self, good: Iterable[tuple[int, ImportedRow]]) -> list[int]:
        """The lines whose reference the organization sent before under another client number."""
        digests = {row.reference: (line, digest_of(self.organization.pk, row.client_number)) for line, row in good}
        mine = ImportedDeadline.objects.filter(organization=self.organization, reference__in=digests)
        known = mine.values_list("reference", "digest")
        return sorted(digests[reference][0] for reference, digest in known if digests[reference][1] != digest)

    def as_columns(self) -> dict[str, Any]:
        """What an import file keeps of it."""
        return {
            "rows": self.rows,
            "bad_rows": len(self.bad),
            "bad_lines": sorted(self.bad),
            "renumbering": sorted(set(self.renumbering) - self.bad),
            "shapes": [[shape, n, self._first_lines[shape]] for shape, n in self.shapes.most_common(MOST_SHAPES)],
        }
