"""Receiving one batch of a file that was tried and accepted."""

from collections import Counter
from typing import Any

from django.db import transaction

from portal.foundation.formats.cells import Problem
from portal.imports.adapters import Judge
from portal.imports.checking import Line, row_of
from portal.imports.models import ImportFile
from portal.imports.problems import list_problems


@transaction.atomic
def receive_batch(import_file: ImportFile, batch: list[Line], judge: Judge[Any], done: int) -> None:
    """Locks the import file: a second worker on the same import file waits, and finds the batch done."""
    held = ImportFile.objects.select_for_update().get(pk=import_file.pk)
    if held.position >= done:
        return
    rows, wrong = _rows_to_receive(held, batch, judge)
    outcome = held.importable.receive(
        rows, organization=import_file.organization, by=import_file.author, confirmed=set(held.to_confirm)
    )
    wrong |= outcome.refused
    list_problems(held, [(line, one) for line, several in wrong.items() for one in several])
    held.position = done
    held.bad_since += len(wrong)
    held.counts = dict(Counter(held.counts) + Counter(outcome.counts))
    held.save(update_fields=["position", "bad_since", "counts"])


def _rows_to_receive(
    import_file: ImportFile, batch: list[Line], judge: Judge[Any]
) -> tuple[dict[int, Any], dict[int, list[Problem]]]:
    """Return line → row, and line → what is wrong since the trial.

    What was shown as refused is not received, even if it would do now: nobody saw it so."""
    rows, wrong = {}, {}
    left = set(import_file.bad_lines) | (set() if import_file.is_confirmed else set(import_file.to_confirm))
    for line, cells in batch:
        if line in left:
            continue
        row, problems = row_of(judge, cells)
        if row is not None:
            rows[line] = row
        else:
            wrong[line] = problems
    return rows, wrong
