"""The list of what is to correct in a file."""

from collections.abc import Sequence

from reminders.import_files.heads import HEAD_OF
from reminders.import_files.models import ImportFile, ImportProblem
from reminders.imported_deadlines.rows import Problem

MOST = 500
"""Cells listed; the rest is counted. Whoever corrects five hundred cells sends the file again."""


def list_problems(import_file: ImportFile, problems: Sequence[tuple[int, Problem]]) -> None:
    """Keep (line, problem) as long as there is room; a problem of the whole row names no column.

    One without words is told by another row's."""
    room = max(MOST - ImportProblem.objects.filter(import_file=import_file).count(), 0)
    rows = [
        ImportProblem(
            import_file=import_file, line=line, column=HEAD_OF.get(problem.column, ""), words=problem.words[:200]
        )
        for line, problem in [one for one in problems if one[1].words][:room]
    ]
    ImportProblem.objects.bulk_create(rows)
