"""The list of what is to correct in a file."""

from collections.abc import Sequence

from portal.foundation.formats.cells import Problem
from portal.imports.models import ImportFile, ImportProblem

MOST = 500
"""Cells listed; the rest is counted. Whoever corrects five hundred cells sends the file again."""


def list_problems(import_file: ImportFile, problems: Sequence[tuple[int, Problem]]) -> None:
    """Keep (line, problem) as long as there is room; a problem of the whole row names no column.

    One without words is told by another row's."""
    heads = {column.name: column.head for column in import_file.importable.columns}
    room = max(MOST - ImportProblem.objects.filter(import_file=import_file).count(), 0)
    rows = [
        ImportProblem(
            import_file=import_file, line=line, column=heads.get(problem.column, ""), words=problem.words[:200]
        )
        for line, problem in [one for one in problems if one[1].words][:room]
    ]
    ImportProblem.objects.bulk_create(rows)
