"""Into the print queue, and back from the post office. In between, letters are printed as `portal.printing` does."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction

from portal.audit.actions import record
from portal.clock import now
from portal.consents.models import Channel
from portal.people.models import User
from reminders.deliveries.carried import carried_by, take_back
from reminders.deliveries.models import Delivery
from reminders.holidays.models import Holiday
from reminders.letters.models import Letter
from reminders.reminders.ladder import business_days_before
from reminders.reminders.models import Reminder
from reminders.suspensions.actions import suspend
from reminders.suspensions.models import Suspension


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
