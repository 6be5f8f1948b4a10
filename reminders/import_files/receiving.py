"""Receiving one batch of a file that was tried and accepted."""

from collections import Counter
from dataclasses import replace
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from reminders.deadlines.models import Deadline
from reminders.import_files.checking import Judge, Line
from reminders.import_files.models import ImportFile
from reminders.import_files.problems import list_problems
from reminders.imported_deadlines.actions import receive
from reminders.imported_deadlines.received import NumberChanged, Received
from reminders.imported_deadlines.rows import ImportedRow, Problem


@transaction.atomic
def receive_batch(import_file: ImportFile, batch: list[Line], judge: Judge, done: int) -> None:
    """Locks the import file: a second worker on the same import file waits, and finds the batch done."""
    held = ImportFile.objects.select_for_update().get(pk=import_file.pk)
    if held.position >= done:
        return
    rows, wrong = _rows_to_receive(held, batch, judge)
    received, changed_since = _receive(import_file, rows)
    wrong |= changed_since
    list_problems(held, [(line, one) for line, several in wrong.items() for one in several])
    held.bad_since += len(wrong)
    # What waits for a person is no deadline of anybody yet: counted apart.
    counts = Counter(result for reference, result in received.results.items() if reference not in received.unmatched)
    held.position = done
    held.created += counts["created"]
    held.changed += counts["changed"]
    held.renumbered += len(received.renumbered)
    held.unmatched += len(received.unmatched)
    held.save(update_fields=["position", "created", "changed", "renumbered", "unmatched", "bad_since"])


def _rows_to_receive(
    import_file: ImportFile, batch: list[Line], judge: Judge
) -> tuple[dict[int, ImportedRow], dict[int, list[Problem]]]:
    """Return line → row, and line → what is wrong since the dry run.

    What was shown as refused is not received, even if it would do now: nobody was told so."""
    rows, wrong = {}, {}
    renumbering = set(import_file.renumbering)
    left = set(import_file.bad_lines) | (set() if import_file.may_renumber else renumbering)
    for line, cells in batch:
        if line in left:
            continue
        row, problems = judge.row_of(cells)
        if row:
            rows[line] = replace(row, may_renumber=line in renumbering)
        else:
            wrong[line] = problems
    return rows, wrong


def _receive(import_file: ImportFile, rows: dict[int, ImportedRow]) -> tuple[Received, dict[int, list[Problem]]]:
    """Receive, without the rows whose reference was given another client number since the dry run: they are listed."""
    organization, by = import_file.organization, import_file.given_by
    receive_rows = partial(receive, organization=organization, by=by, origin=Deadline.Origin.IMPORT)
    try:
        return receive_rows(rows=list(rows.values())), {}
    except NumberChanged as error:
        words = _(
            "Un autre numéro de client est venu sous cette référence depuis l’essai\u00a0: déposez la ligne de nouveau."
        )
        since = {
            line: [Problem("client_number", words)] for line, row in rows.items() if row.reference in error.references
        }
        return receive_rows(rows=[row for line, row in rows.items() if line not in since]), since
