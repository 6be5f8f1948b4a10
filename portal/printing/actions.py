"""From the queue to the post office: each step once, by whoever does it first.

Two clicks, or two operators at once: batches are prepared one at a time, and each change of state is conditional.
"""

from collections import Counter
from typing import Any
from uuid import UUID

from django.db import models, transaction

from portal import locks
from portal.audit.actions import record
from portal.audit.models import AuditEvent
from portal.clock import now
from portal.locks import Lock
from portal.people.models import User
from portal.printing.models import PrintBatch
from portal.printing.printables import Printable, named, narrowed

NAMES_ONLY = {"only": "names"}
"""Detail of a reading of some names that was not the file: nothing can be printed from it."""


class NothingToPrint(Exception):
    """Nothing waits, or nothing of it is wanted any more; `passed_over`: how many were not, by reason."""

    def __init__(self, passed_over: Counter[str] | None = None) -> None:
        super().__init__()
        self.passed_over = passed_over or Counter()


class NotDownloaded(Exception):
    """Nobody opened the PDF of this batch: it cannot be printed."""


def prepare(*, printable: str, by: User, organization_id: UUID | None = None, largest: int | None = None) -> Any:
    """The rows that are the most pressing, of one organization or of all (None), as one batch.

    Those that are no longer wanted leave the queue on the way (`passed_over` of the batch), even if nothing is left:
    raises NothingToPrint then, once they left."""
    adapter = named(printable)
    batch, passed_over = _prepare(adapter, organization_id, by, largest or adapter.largest)
    if batch is None:
        raise NothingToPrint(passed_over)
    batch.passed_over = passed_over
    return batch


@transaction.atomic
def _prepare(adapter: Printable, organization_id: UUID | None, by: User, largest: int) -> tuple[Any, Counter[str]]:
    locks.wait_for(Lock.PRINT_BATCH)
    rows, passed_over = _most_pressing(adapter, organization_id, largest)
    if not rows:
        return None, passed_over
    number = PrintBatch.objects.next_number()
    batch = adapter.batch_model.objects.create(
        printable=adapter.key, number=number, organization_id=organization_id, made_by=by
    )
    for place, row in enumerate(adapter.arranged(rows), start=1):
        changes = adapter.changes_in_batch(row)
        adapter.waiting().filter(pk=row.pk).update(batch=batch, place=place, **changes)
    record(adapter.verbs.made, by=by, subject=batch, organization=batch.organization, detail={"count": len(rows)})
    return batch, passed_over


def _most_pressing(
    adapter: Printable, organization_id: UUID | None, largest: int
) -> tuple[list[models.Model], Counter[str]]:
    """At most `largest`: what is not printed now leaves its place to the next, and is counted by reason."""
    passed_over: Counter[str] = Counter()
    waiting = narrowed(adapter.waiting(), organization_id)
    looked_at: set[Any] = set()
    rows: list[models.Model] = []
    while len(rows) < largest:
        more = list(waiting.exclude(pk__in=looked_at)[: largest - len(rows)])
        if not more:
            break
        looked_at |= {row.pk for row in more}
        why = adapter.passed_over(more)
        passed_over.update(why.values())
        rows += [row for row in more if row.pk not in why]
    return rows, passed_over


@transaction.atomic
def note_download(*, batch: PrintBatch, by: User) -> Any:
    """The PDF was opened: it may now be printed. It holds names and addresses; the journal keeps who opened it."""
    return _note_opened(batch, by, {})


@transaction.atomic
def note_names_opened(*, batch: PrintBatch, by: User) -> Any:
    """The names to complete by hand were opened, and not the sheets."""
    return _note_opened(batch, by, NAMES_ONLY)


def _note_opened(batch: PrintBatch, by: User, detail: dict[str, str]) -> PrintBatch:
    adapter = named(batch.printable)
    adapter.note_download(batch, by)
    record(adapter.verbs.downloaded, by=by, subject=batch, organization=batch.organization, detail=detail)
    return batch


def was_downloaded(*, batch: PrintBatch) -> bool:
    """Whether its PDF was opened: the journal knows, since opening it is a reading and writes nothing else."""
    verb = named(batch.printable).verbs.downloaded
    opened = AuditEvent.objects.of_verb(verb, since=batch.made_at).filter(subject_id=str(batch.pk))
    return opened.exclude(detail=NAMES_ONLY).exists()


@transaction.atomic
def mark_printed(*, batch: PrintBatch, by: User) -> int:
    """«C’est imprimé»: what named people is emptied at once, for what is emptied.

    Returns how many rows; 0 when somebody said so before, or when nothing was left to print. Raises NotDownloaded."""
    adapter = named(batch.printable)
    if not PrintBatch.objects.made().filter(pk=batch.pk).exists() or not adapter.left_in(batch).exists():
        return 0
    if not was_downloaded(batch=batch):
        raise NotDownloaded
    if not _advance(batch, PrintBatch.State.MADE, PrintBatch.State.PRINTED, by):
        return 0
    count = adapter.left_in(batch).update(state=PrintBatch.State.PRINTED, **adapter.changes_when_printed())
    record(adapter.verbs.printed, by=by, subject=batch, organization=batch.organization, detail={"count": count})
    return count


@transaction.atomic
def mark_posted(*, batch: PrintBatch, by: User) -> bool:
    """«C’est posté». False when it was not printed yet, or was posted already."""
    adapter = named(batch.printable)
    if not _advance(batch, PrintBatch.State.PRINTED, PrintBatch.State.POSTED, by):
        return False
    adapter.note_posted(batch)
    record(adapter.verbs.posted, by=by, subject=batch, organization=batch.organization)
    return True


def _advance(batch: PrintBatch, before: str, after: str, by: User) -> bool:
    moment = {f"{after}_at": now(), f"{after}_by": by}
    return bool(PrintBatch.objects.filter(pk=batch.pk, state=before).update(state=after, **moment))
