"""A sheet's way: given, checked without effect, received by batches or dropped."""

import logging
from collections.abc import Iterator
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from portal import locks
from portal.access.permissions import Permission
from portal.access.visibility import require
from portal.audit.actions import record
from portal.clock import now
from portal.organizations.models import Organization
from portal.people.models import User
from reminders.imported_deadlines.actions import MOST
from reminders.sheets.bounded import Interrupted
from reminders.sheets.checking import Findings, Judge, Line
from reminders.sheets.models import Sheet, SheetProblem
from reminders.sheets.problems import list_problems
from reminders.sheets.reading import MOST_BYTES, Unreadable, rows_of
from reminders.sheets.receiving import receive_batch

logger = logging.getLogger(__name__)

MOST_TRIES = 5
"""Readings that did not end by themselves (killed, out of time) before the file is given back."""


class TooLarge(ValueError):
    """More than 20 MB."""


@transaction.atomic
def give(*, organization: Organization, name: str, content: bytes, by: User) -> Sheet:
    """Keeps the file sealed and has it checked. Raises PermissionDenied, TooLarge."""
    require(by, Permission.IMPORT_DEADLINES, organization_id=organization.pk)
    if len(content) > MOST_BYTES:
        raise TooLarge
    sheet = Sheet(organization=organization, name=name[:150], given_by=by)
    sheet.seal(content)
    sheet.save()
    record("sheet.given", by=by, subject=sheet, organization=organization)
    return sheet


def check_sheet(*, sheet: Sheet) -> Sheet:
    """The dry run: every row is read and judged, nothing is received. Safe to run again."""
    findings = Findings(sheet.organization)
    SheetProblem.objects.filter(sheet=sheet).delete()
    try:
        for batch in _batches(sheet.open()):
            list_problems(sheet, findings.look(batch))
            counted = {"rows": findings.rows, "bad_rows": len(findings.bad)}
            Sheet.objects.filter(pk=sheet.pk).update(position=findings.rows, **counted)
    except Unreadable as error:
        return _settle(sheet, Sheet.State.REFUSED, refusal=str(error)[:200])
    mine = Sheet.objects.filter(pk=sheet.pk, state=Sheet.State.CHECKING)
    mine.update(state=Sheet.State.CHECKED, position=0, **findings.as_columns())
    sheet.refresh_from_db()
    return sheet


@transaction.atomic
def accept(*, sheet: Sheet, by: User, renumber: bool = False) -> Sheet:
    """«Recevoir»: the good rows, by a worker. Two clicks start it once.

    `renumber`: also those that give a known reference another client number; otherwise they are left."""
    mine = Sheet.objects.filter(pk=sheet.pk, state=Sheet.State.CHECKED)
    if mine.update(state=Sheet.State.RECEIVING, may_renumber=renumber):
        detail = {"renumber": renumber}
        record("sheet.accepted", by=by, subject=sheet, organization=sheet.organization, detail=detail)
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
    judge = Judge(sheet.organization)
    done = 0
    for batch in _batches(sheet.open()):
        done += len(batch)
        if done > sheet.position:
            receive_batch(sheet, batch, judge, done)
    record("sheet.received", by=sheet.given_by, subject=sheet, organization=sheet.organization)
    return _settle(sheet, Sheet.State.RECEIVED)


def sweep(*, by: User | None = None) -> int:
    """Whatever waits for a worker, one sheet after the other; returns how many were brought to their next state."""
    keys = list(Sheet.objects.waiting().order_by("given_at").values_list("pk", flat=True))
    return sum(_advance(key) for key in keys)


def _advance(key: UUID) -> bool:
    """A sheet that fails is told to operations and waits for the next sweep; it does not hold up the others'."""
    with locks.held_by_session_of_key(key) as is_mine:
        sheet = Sheet.objects.waiting().select_related("organization", "given_by").filter(pk=key).first()
        if not is_mine or sheet is None:
            return False
        try:
            check_sheet(sheet=sheet) if sheet.state == Sheet.State.CHECKING else receive_sheet(sheet=sheet)
        except Interrupted:
            return _try_again_later(sheet)
        except Exception:
            logger.exception("sheet %s", key)
            return False
        return True


def _try_again_later(sheet: Sheet) -> bool:
    """Count a reading that was cut short. After several, give the file back: it may be what kills its reader."""
    Sheet.objects.filter(pk=sheet.pk).update(tries=F("tries") + 1)
    sheet.refresh_from_db(fields=["tries"])
    logger.warning("sheet %s: reading interrupted, try %d", sheet.pk, sheet.tries)
    if sheet.tries >= MOST_TRIES and sheet.state == Sheet.State.CHECKING:
        words = _("Nous n’avons pas réussi à lire ce fichier, de notre côté. Déposez-le de nouveau, enregistré en CSV.")
        _settle(sheet, Sheet.State.REFUSED, refusal=words)
        return True
    return False


def _batches(content: bytes) -> Iterator[list[Line]]:
    rows = rows_of(content)
    while batch := list(islice(rows, MOST)):
        yield batch


def _settle(sheet: Sheet, state: str, refusal: str = "") -> Sheet:
    mine = Sheet.objects.filter(pk=sheet.pk, settled_at=None)
    mine.update(state=state, refusal=refusal, content=None, bad_lines=[], settled_at=now())
    sheet.refresh_from_db()
    return sheet
