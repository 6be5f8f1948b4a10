"""The list of what is to correct in a file."""

from collections.abc import Sequence

from reminders.imported_deadlines.rows import Problem
from reminders.sheets.heads import HEAD_OF
from reminders.sheets.models import Sheet, SheetProblem

MOST = 500
"""Cells listed; the rest is counted. Whoever corrects five hundred cells sends the file again."""


def list_problems(sheet: Sheet, problems: Sequence[tuple[int, Problem]]) -> None:
    """Keep (line, problem) as long as there is room; a problem of the whole row names no column.

    One without words is told by another row's."""
    room = max(MOST - SheetProblem.objects.filter(sheet=sheet).count(), 0)
    rows = [
        SheetProblem(sheet=sheet, line=line, column=HEAD_OF.get(problem.column, ""), words=problem.words[:200])
        for line, problem in [one for one in problems if one[1].words][:room]
    ]
    SheetProblem.objects.bulk_create(rows)
