"""One more attempt of the same message: same group, so the same Message-ID and the same client reference."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction

from portal.clock import now
from reminders.deliveries.models import WHOSE, Delivery, message_key


@transaction.atomic
def try_again(*, delivery: Delivery, not_before: dt.datetime, since: dt.datetime) -> Delivery | None:
    """The attempt that follows the last one, ready at `not_before`; None while one is still on its way.

    `since`: from when the three days of retries are counted; with another one, those of unknown result are counted anew
    too. Consent, address and usefulness are read before it leaves.
    """
    attempts = list(Delivery.objects.same_message(delivery).select_for_update().order_by("-attempt"))
    if any(attempt.settled_at is None for attempt in attempts):
        return None
    return Delivery.objects.create(
        recipient_id=delivery.recipient_id,
        channel=delivery.channel,
        purpose=delivery.purpose,
        group=delivery.group,
        attempt=attempts[0].attempt + 1,
        since=since,
        ambiguous_attempts=delivery.ambiguous_attempts if since == delivery.since else 0,
        not_before=not_before,
        reminder_ids=delivery.reminder_ids,
        notice_ids=delivery.notice_ids,
        **{name: getattr(delivery, name) for name in WHOSE},
        created_at=now(),
    )


@transaction.atomic
def set_apart(*, delivery: Delivery, reminder_ids: Collection[int], mark: str) -> Delivery:
    """Some reminders of an accepted delivery as one of their own, accepted too, so that they may have another result.
    `mark` tells its group from the rest's."""
    locked = Delivery.objects.select_for_update().get(pk=delivery.pk)
    group = f"{locked.group}/{mark}"
    apart = Delivery.objects.create(
        id=message_key(locked.recipient_id, locked.channel, group),
        recipient_id=locked.recipient_id,
        channel=locked.channel,
        purpose=locked.purpose,
        group=group,
        state=Delivery.State.ACCEPTED,
        since=locked.since,
        not_before=locked.not_before,
        reminder_ids=[pk for pk in locked.reminder_ids if pk in set(reminder_ids)],
        **{name: getattr(locked, name) for name in WHOSE},
        created_at=now(),
        attempted_at=locked.attempted_at,
        settled_at=now(),
        followed_up_at=now(),
    )
    locked.reminder_ids = [pk for pk in locked.reminder_ids if pk not in set(reminder_ids)]
    locked.save(update_fields=["reminder_ids"])
    return apart
