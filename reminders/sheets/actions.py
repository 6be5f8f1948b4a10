"""A sheet's way: given, checked without effect, received by batches or dropped."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from portal.access.reach import reach_of
from portal.audit.actions import record
from portal.clock import now, today
from portal.organizations.models import Organization
from portal.people.models import User
from reminders.arrivals.actions import MOST, kinds_of, receive
from reminders.arrivals.rows import check
from reminders.deadlines.models import Deadline
from reminders.sheets.models import Sheet, SheetProblem
from reminders.sheets.reading import HEAD_OF, MOST_BYTES, Unreadable, rows_of

logger = logging.getLogger(__name__)

MOST_PROBLEMS = 500
"""Cells listed; the rest is counted. Whoever corrects five hundred cells sends the file again."""


class TooLarge(ValueError):
    """More than 20 MB."""


@transaction.atomic
def give(*, organization: Organization, name: str, content: bytes, by: User) -> Sheet:
    """Keeps the file sealed and has it checked. Raises PermissionDenied, TooLarge."""
    if organization.pk not in reach_of(by).organization_ids:
        raise PermissionDenied
    if len(content) > MOST_BYTES:
        raise TooLarge
    sheet = Sheet(organization=organization, name=name[:150], given_by=by)
    sheet.seal(content)
    sheet.save()
    record("sheet.given", by=by, subject=sheet, organization=organization)
    return sheet


def check_sheet(*, sheet: Sheet) -> Sheet:
    """The dry run: every row is read and judged, nothing is received. Safe to run again."""
    known = kinds_of(organization=sheet.organization)
    SheetProblem.objects.filter(sheet=sheet).delete()
    rows = bad = 0
    try:
        for batch in _batches(sheet.open()):
            problems = [
                SheetProblem(sheet=sheet, line=line, column=HEAD_OF[one.column], words=one.words[:200])
                for line, told in batch
                for one in check(told, known, today())[1]
            ]
            rows += len(batch)
            bad += len({problem.line for problem in problems})
            _keep(sheet, problems)
            Sheet.objects.filter(pk=sheet.pk).update(position=rows, rows=rows, bad_rows=bad)
    except Unreadable as error:
        return _settle(sheet, Sheet.State.REFUSED, refusal=str(error)[:200])
    mine = Sheet.objects.filter(pk=sheet.pk, state=Sheet.State.CHECKING)
    mine.update(state=Sheet.State.CHECKED, position=0, rows=rows, bad_rows=bad)
    sheet.refresh_from_db()
    return sheet


@transaction.atomic
def accept(*, sheet: Sheet, by: User) -> Sheet:
    """«Recevoir»: the good rows, by a worker. Two clicks start it once."""
    if Sheet.objects.filter(pk=sheet.pk, state=Sheet.State.CHECKED).update(state=Sheet.State.RECEIVING):
        record("sheet.accepted", by=by, subject=sheet, organization=sheet.organization)
    sheet.refresh_from_db()
    return sheet


@transaction.atomic
def drop(*, sheet: Sheet, by: User) -> Sheet:
    """Nothing was received: the file is forgotten, to be corrected and given again. Once it is being received, it is
    too late, and it stays as it is."""
    mine = Sheet.objects.filter(pk=sheet.pk, state=Sheet.State.CHECKED)
    if mine.update(state=Sheet.State.DROPPED, content=None, settled_at=now()):
        record("sheet.dropped", by=by, subject=sheet, organization=sheet.organization)
    sheet.refresh_from_db()
    return sheet


def receive_sheet(*, sheet: Sheet) -> Sheet:
    """Receives the good rows from `position` on; each batch and its new position are one transaction."""
    known = kinds_of(organization=sheet.organization)
    done = 0
    for batch in _batches(sheet.open()):
        done += len(batch)
        if done > sheet.position:
            _receive_batch(sheet, batch, known, done)
    record("sheet.received", by=sheet.given_by, subject=sheet, organization=sheet.organization)
    return _settle(sheet, Sheet.State.RECEIVED)


@transaction.atomic
def _receive_batch(sheet: Sheet, batch: list[tuple[int, dict[str, Any]]], known: Any, done: int) -> None:
    """Locks the sheet: a second worker on the same sheet waits, and finds the batch done."""
    held = Sheet.objects.select_for_update().get(pk=sheet.pk)
    if held.position >= done:
        return
    rows = [row for _, told in batch if (row := check(told, known, today())[0])]
    told = receive(organization=sheet.organization, rows=rows, by=sheet.given_by, origin=Deadline.Origin.IMPORT)
    # What waits for a person is no deadline of anybody yet: counted apart.
    counts = [result for reference, result in told.results.items() if reference not in told.unmatched]
    held.position = done
    held.created += counts.count("created")
    held.changed += counts.count("changed")
    held.unmatched += len(told.unmatched)
    held.save(update_fields=["position", "created", "changed", "unmatched"])


def sweep(*, by: User | None = None) -> int:
    """Whatever waits for a worker, one sheet after the other; returns how many were brought to their next state."""
    keys = list(Sheet.objects.waiting().order_by("given_at").values_list("pk", flat=True))
    return sum(_advance(key) for key in keys)


def _advance(key: UUID) -> bool:
    """A sheet that fails is told to operations and waits for the next sweep; it does not hold up the others'."""
    with _alone(key) as is_mine:
        sheet = Sheet.objects.waiting().select_related("organization", "given_by").filter(pk=key).first()
        if not is_mine or sheet is None:
            return False
        try:
            check_sheet(sheet=sheet) if sheet.state == Sheet.State.CHECKING else receive_sheet(sheet=sheet)
        except Exception:
            logger.exception("sheet %s", key)
            return False
        return True


@contextmanager
def _alone(key: UUID) -> Iterator[bool]:
    """One worker per sheet. The lock is the connection's: a worker that dies lets it go."""
    number = key.int % 2**63
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
        (is_mine,) = cursor.fetchone()
    try:
        yield is_mine
    finally:
        if is_mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [number])


def _batches(content: bytes) -> Iterator[list[tuple[int, dict[str, Any]]]]:
    rows = rows_of(content)
    while batch := list(islice(rows, MOST)):
        yield batch


def _keep(sheet: Sheet, problems: list[SheetProblem]) -> None:
    room = MOST_PROBLEMS - SheetProblem.objects.filter(sheet=sheet).count()
    SheetProblem.objects.bulk_create(problems[: max(room, 0)])


def _settle(sheet: Sheet, state: str, refusal: str = "") -> Sheet:
    mine = Sheet.objects.filter(pk=sheet.pk, settled_at=None)
    mine.update(state=state, refusal=refusal, content=None, settled_at=now())
    sheet.refresh_from_db()
    return sheet
