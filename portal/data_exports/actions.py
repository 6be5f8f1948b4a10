"""Asking for the package, making it, reading it."""

import logging
from uuid import UUID

from django.db import transaction
from django.db.models import F

from portal import clock
from portal.account_notices.actions import tell
from portal.account_notices.models import AccountNotice
from portal.audit.actions import record
from portal.counters.rates import is_within
from portal.counters.stores import CounterKind
from portal.data_exports import store
from portal.data_exports.calling import LEASE, MOST_TRIES, call, real_now
from portal.data_exports.models import DataExport
from portal.data_exports.package import steps_of, write_package
from portal.data_exports.reading import subject_of
from portal.documents.store import new_key
from portal.foundation.crypto.streams import SealingWriter
from portal.isolation.halves import code_of
from portal.people.models import Citizen, User

logger = logging.getLogger(__name__)
MOST_A_DAY = 3
State = DataExport.State


class TooManyExports(Exception):
    """Asked for three times today already: the last one is still there."""


@transaction.atomic
def ask(*, by: User) -> DataExport:
    """Ask for one's own package; the one that is being made is that one. Raises TooManyExports."""
    account = User.objects.select_for_update(no_key=True).get(pk=by.pk)  # two clicks ask once
    if waiting := DataExport.objects.filter(account=account, state=State.WAITING).first():
        return waiting
    if not is_within(f"data-exports:{by.pk}", most=MOST_A_DAY, seconds=86_400, kind=CounterKind.KEPT):
        raise TooManyExports
    citizen = Citizen.objects.filter(user=account).first()
    asked = DataExport.objects.create(account=account, citizen=citizen)
    record("data_export.asked", by=by, subject=asked, citizen=citizen)
    transaction.on_commit(lambda: call(asked.pk), robust=True)
    return asked


def make(*, export_id: UUID | str, by: User | None) -> bool:
    """Make a package; False when another worker has it, or it failed this time."""
    export = _claimed(export_id)
    if export is None:
        return False
    subject = subject_of(account=export.account, citizen=export.citizen)
    DataExport.objects.filter(pk=export.pk).update(done=0, total=steps_of(subject))
    store.erase(export.storage_key)  # of a try that was cut
    export.storage_key = new_key()
    DataExport.objects.filter(pk=export.pk).update(storage_key=export.storage_key)
    writer = SealingWriter(store.place_for(export.storage_key), context=export.context)
    counted = _Counted(writer, export.pk)
    try:
        write_package(subject, counted, note=counted.note)
        writer.close()
    except Exception as error:  # whatever stops this one, its person reads so, and the sweep tries again
        writer.discard()
        logger.error("data export %s is not made (%s)", export.pk, code_of(error), exc_info=error)
        _note_failure(export)
        return False
    return _note_made(export, counted.size, by)


class _Counted:
    """The sealed file, how many plain bytes went in it, and how far the work is."""

    def __init__(self, writer: SealingWriter, pk: UUID) -> None:
        self._writer, self._pk, self.size = writer, pk, 0

    def write(self, data: bytes) -> None:
        self._writer.write(data)
        self.size += len(data)

    def note(self) -> None:
        DataExport.objects.filter(pk=self._pk).update(done=F("done") + 1, claimed_until=real_now() + LEASE)


def _claimed(pk: UUID | str) -> DataExport | None:
    free = DataExport.objects.waiting(real_now()).filter(pk=pk, tries__lt=MOST_TRIES)
    if not free.update(claimed_until=real_now() + LEASE, tries=F("tries") + 1):
        return None
    return DataExport.objects.select_related("account", "citizen").get(pk=pk)


def _note_failure(export: DataExport) -> None:
    mine = DataExport.objects.filter(pk=export.pk, state=State.WAITING)
    last = export.tries >= MOST_TRIES
    mine.update(storage_key="", claimed_until=None, **({"state": State.FAILED} if last else {}))


@transaction.atomic
def _note_made(export: DataExport, size: int, by: User | None) -> bool:
    mine = DataExport.objects.filter(pk=export.pk, state=State.WAITING, storage_key=export.storage_key)
    if not mine.update(state=State.READY, ready_at=clock.now(), size=size, claimed_until=None, done=F("total")):
        store.erase(export.storage_key)
        return False
    record("data_export.made", by=by, subject=export, citizen=export.citizen)
    tell(user=export.account, kind=AccountNotice.Kind.DATA_READY)
    return True


@transaction.atomic
def mark_downloaded(*, export: DataExport, by: User) -> None:
    record("data_export.downloaded", by=by, subject=export, citizen=export.citizen)
