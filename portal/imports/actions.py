"""The way of an import file: given, checked without effect, received by batches or dropped."""

import logging
from collections.abc import Iterator
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from portal import locks
from portal.access.visibility import require
from portal.audit.actions import record
from portal.clock import now
from portal.imports.adapters import named
from portal.imports.bounded import Interrupted
from portal.imports.checking import Findings, Line
from portal.imports.models import ImportFile, ImportProblem
from portal.imports.problems import list_problems
from portal.imports.reading import MOST_BYTES, UnreadableFile, rows_of
from portal.imports.receiving import receive_batch
from portal.organizations.models import Organization
from portal.people.models import User

logger = logging.getLogger(__name__)

MOST_TRIES = 5
"""Readings that did not end by themselves (killed, out of time) before the file is given back."""


class TooLarge(ValueError):
    """More than 20 MB."""


@transaction.atomic
def give(*, noun: str, organization: Organization, name: str, content: bytes, by: User) -> ImportFile:
    """Keeps the file sealed and has it checked; `noun`: the key of its adapter. Raises PermissionDenied, TooLarge."""
    require(by, named(noun).permission, organization_id=organization.pk)
    if len(content) > MOST_BYTES:
        raise TooLarge
    import_file = named(noun).files(noun=noun, organization=organization, name=name[:150], given_by=by)
    import_file.seal(content)
    import_file.save()
    record("import_file.given", by=by, subject=import_file, organization=organization, detail={"noun": noun})
    return import_file


def check_file(*, import_file: ImportFile) -> ImportFile:
    """The trial: every row is read and judged, nothing is received. Safe to run again."""
    importable = import_file.importable
    findings = Findings(importable, importable.judge(import_file.organization, import_file.author))
    ImportProblem.objects.filter(import_file=import_file).delete()
    try:
        for batch in _batches(import_file):
            list_problems(import_file, findings.look(batch))
            counted = {"rows": findings.rows, "bad_rows": len(findings.bad)}
            ImportFile.objects.filter(pk=import_file.pk).update(position=findings.rows, **counted)
    except UnreadableFile as error:
        _settle(import_file, ImportFile.State.REFUSED, refusal=str(error)[:200])
        return import_file
    mine = ImportFile.objects.filter(pk=import_file.pk, state=ImportFile.State.CHECKING)
    mine.update(state=ImportFile.State.CHECKED, position=0, **findings.as_columns())
    import_file.refresh_from_db()
    return import_file


@transaction.atomic
def accept(*, import_file: ImportFile, by: User, confirmed: bool = False) -> ImportFile:
    """«Recevoir»: the good rows, by a worker. Two clicks start it once.

    `confirmed`: also those that are to be confirmed; otherwise they are left. Raises PermissionDenied."""
    require(by, import_file.importable.permission, organization_id=import_file.organization_id)
    mine = ImportFile.objects.filter(pk=import_file.pk, state=ImportFile.State.CHECKED)
    accepted = {"accepted_at": now(), "accepted_by": by, "is_confirmed": confirmed}
    if mine.update(state=ImportFile.State.RECEIVING, **accepted):
        detail = {"confirmed": confirmed}
        record("import_file.accepted", by=by, subject=import_file, organization=import_file.organization, detail=detail)
    import_file.refresh_from_db()
    return import_file


@transaction.atomic
def drop(*, import_file: ImportFile, by: User) -> ImportFile:
    """Nothing was received: the file is forgotten, to be corrected and given again. Once it is being received, it is
    too late, and it stays as it is."""
    mine = ImportFile.objects.filter(pk=import_file.pk, state=ImportFile.State.CHECKED)
    if mine.update(state=ImportFile.State.DROPPED, content=None, settled_at=now()):
        record("import_file.dropped", by=by, subject=import_file, organization=import_file.organization)
    import_file.refresh_from_db()
    return import_file


def receive_file(*, import_file: ImportFile) -> ImportFile:
    """Receives the good rows from `position` on; each batch and its new position are one transaction."""
    judge = import_file.importable.judge(import_file.organization, import_file.author)
    done = 0
    for batch in _batches(import_file):
        done += len(batch)
        if done > import_file.position:
            receive_batch(import_file, batch, judge, done)
    with transaction.atomic():
        if _settle(import_file, ImportFile.State.RECEIVED):
            organization = import_file.organization
            record("import_file.received", by=import_file.author, subject=import_file, organization=organization)
    return import_file


def sweep(*, by: User | None = None) -> int:
    """Work on whatever waits, one file after the other; return how many were brought to their next state."""
    waiting = list(ImportFile.objects.waiting().order_by("given_at").values_list("noun", "pk"))
    return sum(_advance(noun, key) for noun, key in waiting)


def _advance(noun: str, key: UUID) -> bool:
    """An import file that fails is told to operations and waits for the next sweep; it does not hold up the others'."""
    with locks.held_by_session_of_key(key) as is_mine:
        whole = named(noun).files.objects.select_related("organization", "given_by", "accepted_by")
        import_file = whole.waiting().filter(pk=key).first()
        if not is_mine or import_file is None:
            return False
        try:
            check_file(import_file=import_file) if import_file.state == ImportFile.State.CHECKING else receive_file(
                import_file=import_file
            )
        except Interrupted:
            return _try_again_later(import_file)
        except Exception:
            logger.exception("import_file %s", key)
            return False
        return True


def _try_again_later(import_file: ImportFile) -> bool:
    """Count a reading that was cut short. After several, give the file back: it may be what kills its reader."""
    ImportFile.objects.filter(pk=import_file.pk).update(tries=F("tries") + 1)
    import_file.refresh_from_db(fields=["tries"])
    logger.warning("import_file %s: reading interrupted, try %d", import_file.pk, import_file.tries)
    if import_file.tries >= MOST_TRIES and import_file.state == ImportFile.State.CHECKING:
        words = _("Nous n’avons pas réussi à lire ce fichier, de notre côté. Déposez-le de nouveau, enregistré en CSV.")
        _settle(import_file, ImportFile.State.REFUSED, refusal=words)
        return True
    return False


def _batches(import_file: ImportFile) -> Iterator[list[Line]]:
    importable = import_file.importable
    rows = rows_of(import_file.open(), importable.columns, importable.most_rows)
    while batch := list(islice(rows, importable.batch)):
        yield batch


def _settle(import_file: ImportFile, state: str, refusal: str = "") -> bool:
    """Write its last state; False when it had one already."""
    mine = ImportFile.objects.filter(pk=import_file.pk, settled_at=None)
    settled = mine.update(state=state, refusal=refusal, content=None, bad_lines=[], settled_at=now())
    import_file.refresh_from_db()
    return bool(settled)
