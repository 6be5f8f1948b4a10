"""From the question to the envelope: asked, taken in a batch, printed and emptied."""

import logging
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max, Min

from portal import clock, locks
from portal.audit.actions import record
from portal.audit.models import AuditEvent
from portal.foundation.crypto import Unsealable
from portal.locks import Lock
from programs.result_letters.models import ResultLetter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portal.people.models import User

logger = logging.getLogger(__name__)
OPENED = "result_letter.batch_opened"
LARGEST_BATCH = 40


class NotDownloaded(Exception):
    """Nobody opened the PDF of this batch: it cannot be printed."""


class NothingToPrint(Exception):
    """No letter waits."""


@transaction.atomic
def ask_letter(*, name: str, lines: list[str], content: dict[str, Any], by: "User | None") -> ResultLetter:
    """One letter to print. The journal says that one was asked, neither by whom without an account nor to whom."""
    letter = ResultLetter()
    letter.sheet = {"name": name, "lines": lines, "content": content}
    letter.save(force_insert=True)
    record("result_letter.asked", by=by, subject=letter)
    return letter


@transaction.atomic
def take_batch(*, by: "User", largest: int = LARGEST_BATCH) -> int:
    """The letters that have waited longest, as one batch; returns its number. Raises NothingToPrint.

    One that does not open waits on, in the list, and keeps no other from being printed."""
    locks.wait_for(Lock.RESULT_LETTER_BATCH)
    oldest = ResultLetter.objects.waiting().order_by("asked_at", "pk")
    waiting = [letter.pk for letter in islice(filter(_opens, oldest.iterator(largest)), largest)]
    if not waiting:
        raise NothingToPrint
    batch = (ResultLetter.objects.aggregate(last=Max("batch"))["last"] or 0) + 1
    at = clock.now()
    for place, key in enumerate(waiting, start=1):
        ResultLetter.objects.waiting().filter(pk=key).update(
            state=ResultLetter.State.TAKEN, batch=batch, place=place, taken_at=at, taken_by=by
        )
    record("result_letter.batch_made", by=by, detail={"batch": batch, "count": len(waiting)})
    return batch


def _opens(letter: ResultLetter) -> bool:
    try:
        return bool(letter.sheet)
    except (Unsealable, ValueError):
        logger.error("the letter %s does not open", letter.pk)
        return False


def note_download(*, batch: int, by: "User") -> None:
    """The file holds names and addresses: the journal says who opened it."""
    record(OPENED, by=by, detail={"batch": batch})


def opened_batches(*, batches: "Iterable[int]") -> set[int]:
    """Those whose PDF was opened since they were taken: the journal knows, since opening it writes nothing else."""
    taken = ResultLetter.objects.filter(state="taken", batch__in=batches).aggregate(first=Min("taken_at"))["first"]
    if taken is None:
        return set()
    opened = AuditEvent.objects.of_verb(OPENED, since=taken).filter(detail__batch__in=batches)
    return set(opened.values_list("detail__batch", flat=True))


@transaction.atomic
def mark_printed(*, batch: int, by: "User") -> int:
    """«C’est imprimé»: what named people is emptied at once. Returns how many; twice is once.

    Raises NotDownloaded: emptied, it could never be."""
    if ResultLetter.objects.in_batch(batch).exists() and batch not in opened_batches(batches=[batch]):
        raise NotDownloaded
    count = ResultLetter.objects.in_batch(batch).update(
        state=ResultLetter.State.PRINTED, sheet_json=None, printed_at=clock.now(), printed_by=by
    )
    if count:
        record("result_letter.printed", by=by, detail={"batch": batch, "count": count})
    return count
