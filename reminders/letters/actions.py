"""From the queue to the post office: each step once, by whoever does it first.

Two clicks, or two operators at once: the change of state is conditional, so that no letter is ever in two batches.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from portal import locks
from portal.audit.actions import record
from portal.audit.models import AuditEvent
from portal.clock import now
from portal.consents.models import Channel
from portal.locks import Lock
from portal.people.models import User
from reminders.deliveries.carried import HELD, carried_by, take_back
from reminders.deliveries.models import Delivery
from reminders.holidays.models import Holiday
from reminders.letters.models import Letter, LetterBatch
from reminders.reminders.ladder import business_days_before
from reminders.reminders.models import Reminder
from reminders.suspensions.actions import suspend
from reminders.suspensions.models import Suspension

DOWNLOADED, NAMES_ONLY = "letter_batch.downloaded", {"only": "names"}
LARGEST_BATCH = 100
"""Letters. The PDF of a batch is made in memory: about 150 MB at that size (measured: 1.4 MB a letter)."""


class NothingToPrint(Exception):
    """No letter waits, or none is wanted any more."""


class NotDownloaded(Exception):
    """Nobody opened the PDF of this batch: it cannot be printed."""


class NotPosted(Exception):
    """Only a letter that was printed can come back."""


@transaction.atomic
def queue(*, deliveries: Sequence[Delivery], at: dt.datetime, by: User | None) -> int:
    """One letter for each, made once however often it is asked for; returns how many are new."""
    carried = carried_by(deliveries, at)
    queued = Letter.objects.filter(delivery__in=deliveries).values_list("delivery_id", flat=True)
    known = set(queued)
    holidays = Holiday.objects.days()
    fresh = [
        Letter(
            delivery=delivery,
            citizen_id=delivery.recipient_id,
            organization=next(iter(carried[delivery.pk].organizations), None),
            queued_at=at,
            post_before=_post_before(carried[delivery.pk].reminders, holidays),
        )
        for delivery in deliveries
        if delivery.pk not in known
    ]
    # Two hand-overs at once: the unique delivery decides, and the second writes nothing.
    Letter.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def _post_before(reminders: Iterable[Reminder], holidays: frozenset[dt.date]) -> dt.date | None:
    """The earliest of what it carries; what is said after the date is only late."""
    days = [
        business_days_before(
            reminder.due_on + dt.timedelta(days=reminder.step.offset_days), reminder.deadline.kind.post_days, holidays
        )
        for reminder in reminders
        if reminder.step and reminder.step.moment == "date" and not reminder.step.is_after
    ]
    return min(days, default=None)


def prepare_batch(*, organization_id: UUID | None, by: User, largest: int = LARGEST_BATCH) -> LetterBatch:
    """The letters that are the most pressing, of one organization or of all (None), as one batch.

    What is no longer wanted (done meanwhile, consent withdrawn, no address left) leaves the queue on the way; what is
    stopped for now stays in it. Raises NothingToPrint when nothing is left."""
    held: set[UUID] = set()
    while True:
        batch, looked_at = _next_batch(organization_id, by, largest, held)
        if batch:
            return batch
        if not looked_at:
            raise NothingToPrint


@transaction.atomic
def _next_batch(
    organization_id: UUID | None, by: User, largest: int, held: set[UUID]
) -> tuple[LetterBatch | None, int]:
    """A batch, unless none of the letters looked at is still wanted; and how many were looked at. Adds to `held`, which
    are passed over."""
    locks.wait_for(Lock.LETTER_BATCH)
    waiting = Letter.objects.queued().exclude(pk__in=held).select_related("citizen", "delivery")
    waiting = waiting.most_pressing_first()
    if organization_id:
        waiting = waiting.filter(organization=organization_id)
    looked_at = list(waiting[:largest])
    unwanted = _drop_unwanted(looked_at)
    held |= {key for key, why in unwanted.items() if why == HELD}
    letters = [letter for letter in looked_at if letter.pk not in unwanted]
    if not letters:
        return None, len(looked_at)
    number = (LetterBatch.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    batch = LetterBatch.objects.create(number=number, organization_id=organization_id, made_by=by)
    for place, letter in enumerate(_by_person(letters), start=1):
        Letter.objects.queued().filter(pk=letter.pk).update(
            state=Letter.State.BATCHED, batch=batch, place=place, address=letter.citizen.postal_address
        )
    record("letter_batch.made", by=by, subject=batch, organization=batch.organization, detail={"count": len(letters)})
    return batch, len(looked_at)


def _by_person(letters: Sequence[Letter]) -> list[Letter]:
    """Those of one person follow each other, for one envelope; people in the order of their most pressing letter."""
    first: dict[UUID, int] = {}
    for rank, letter in enumerate(letters):
        first.setdefault(letter.citizen_id, rank)
    return sorted(letters, key=lambda letter: first[letter.citizen_id])


def _drop_unwanted(letters: Sequence[Letter]) -> dict[UUID, str]:
    """Cancels those that must not be printed, and tells their deliveries why; returns why, by id. Those HELD wait."""
    carried = carried_by([letter.delivery for letter in letters], now())
    people = {letter.citizen_id for letter in letters}
    suspended = Suspension.objects.in_force().filter(channel=Channel.LETTER, citizen__in=people)
    stopped = set(suspended.values_list("citizen_id", "address"))
    passed_over = {}
    for letter in letters:
        point = (letter.citizen_id, letter.citizen.postal_address)
        why = carried[letter.delivery_id].unwanted or ("contact" if not point[1] else "")
        why = why or ("suspended" if point in stopped else "")
        if why:
            passed_over[letter.pk] = why
        if why and why != HELD:
            Letter.objects.queued().filter(pk=letter.pk).update(state=Letter.State.CANCELLED)
            take_back(delivery_id=letter.delivery_id, state=Delivery.State.CANCELLED, code=why)
    return passed_over


def mark_printed(*, batch: LetterBatch, by: User) -> bool:
    """«Imprimé». False when somebody said so before. Raises NotDownloaded."""
    waits = LetterBatch.objects.filter(pk=batch.pk, state=LetterBatch.State.MADE).exists()
    if waits and not was_downloaded(batch=batch):
        raise NotDownloaded
    return _advance(batch, LetterBatch.State.MADE, LetterBatch.State.PRINTED, by)


def mark_posted(*, batch: LetterBatch, by: User) -> bool:
    """«Posté». False when it was not printed yet, or was posted already."""
    return _advance(batch, LetterBatch.State.PRINTED, LetterBatch.State.POSTED, by)


@transaction.atomic
def note_download(*, batch: LetterBatch, by: User) -> LetterBatch:
    """The PDF was opened: it may now be printed. It holds names and addresses: each person sees who opened it."""
    return _journal_opening(batch, by)


@transaction.atomic
def note_names_opened(*, batch: LetterBatch, by: User) -> LetterBatch:
    """The names to complete by hand were opened, and not the sheets."""
    return _journal_opening(batch, by, **NAMES_ONLY)


def _journal_opening(batch: LetterBatch, by: User, **detail: str) -> LetterBatch:
    for letter in batch.letters.select_related("citizen", "organization").order_by("place"):
        record("letter.opened", by=by, subject=letter, citizen=letter.citizen, organization=letter.organization)
    record(DOWNLOADED, by=by, subject=batch, organization=batch.organization, detail=detail)
    return batch


def was_downloaded(*, batch: LetterBatch) -> bool:
    """Whether its PDF was opened: the journal knows, since opening it is a reading and writes nothing else."""
    opened = AuditEvent.objects.of_verb(DOWNLOADED, since=batch.made_at).filter(subject_id=str(batch.pk))
    return opened.exclude(detail=NAMES_ONLY).exists()


@transaction.atomic
def mark_returned(*, letter: Letter, by: User) -> Letter:
    """«Lettre revenue»: that address takes no more letters, and the fallback goes on with the next channel.

    Twice is once. Raises NotPosted for a letter that never left."""
    mine = Letter.objects.returnable().filter(pk=letter.pk)
    changed = mine.update(state=Letter.State.RETURNED, returned_at=now(), returned_by=by)
    letter.refresh_from_db()
    if not changed:
        if letter.state != Letter.State.RETURNED:
            raise NotPosted
        return letter
    take_back(delivery_id=letter.delivery_id, state=Delivery.State.BOUNCED, code="returned")
    suspend(
        citizen=letter.citizen,
        channel=Channel.LETTER,
        address=letter.address,
        reason=Suspension.Reason.RETURNED,
        by=by,
    )
    record("letter.returned", by=by, subject=letter, citizen=letter.citizen, organization=letter.organization)
    return letter


@transaction.atomic
def _advance(batch: LetterBatch, before: str, after: str, by: User) -> bool:
    moment = {f"{after}_at": now(), f"{after}_by": by}
    if not LetterBatch.objects.filter(pk=batch.pk, state=before).update(state=after, **moment):
        return False
    batch.letters.exclude(state=Letter.State.RETURNED).update(state=after)
    record(f"letter_batch.{after}", by=by, subject=batch, organization=batch.organization)
    return True
