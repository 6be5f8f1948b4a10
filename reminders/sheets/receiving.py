"""Receiving one batch of a file that was tried and accepted."""

from collections import Counter
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from reminders.deadlines.models import Deadline
from reminders.imported_deadlines.actions import receive
from reminders.imported_deadlines.received import NumberChanged, Received
from reminders.imported_deadlines.rows import Problem, Row
from reminders.sheets.checking import Judge, Line
from reminders.sheets.models import Sheet
from reminders.sheets.problems import list_problems


@transaction.atomic
def receive_batch(sheet: Sheet, batch: list[Line], judge: Judge, done: int) -> None:
    """Locks the sheet: a second worker on the same sheet waits, and finds the batch done."""
    held = Sheet.objects.select_for_update().get(pk=sheet.pk)
    if held.position >= done:
        return
    rows, wrong = _rows_to_receive(held, batch, judge)
    received, changed_since = _receive(sheet, rows)
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


def _rows_to_receive(sheet: Sheet, batch: list[Line], judge: Judge) -> tuple[dict[int, Row], dict[int, list[Problem]]]:
    """Return line → row, and line → what is wrong since the dry run.

    What was shown as refused is not received, even if it would do now: nobody was told so."""
    rows, wrong = {}, {}
    renumbering = set(sheet.renumbering)
    left = set(sheet.bad_lines) | (set() if sheet.may_renumber else renumbering)
    for line, cells in batch:
        if line in left:
            continue
        row, problems = judge.row_of(cells)
        if row:
            rows[line] = replace(row, may_renumber=line in renumbering)
        else:
            wrong[line] = problems
    return rows, wrong


def _receive(sheet: Sheet, rows: dict[int, Row]) -> tuple[Received, dict[int, list[Problem]]]:
    """Receive, without the rows whose reference was given another client number since the dry run: they are listed."""
    fields = {"organization": sheet.organization, "by": sheet.given_by, "origin": Deadline.Origin.IMPORT}
    try:
        return receive(rows=list(rows.values()), **fields), {}
    except NumberChanged as error:
        words = _(
            "Un autre numéro de client est venu sous cette référence depuis l’essai\u00a0: déposez la ligne de nouveau."
        )
        since = {
            line: [Problem("client_number", words)] for line, row in rows.items() if row.reference in error.references
        }
        return receive(rows=[row for line, row in rows.items() if line not in since], **fields), since
