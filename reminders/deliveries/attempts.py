"""One more attempt of the same message: same group, so the same Message-ID and the same client reference."""

import datetime as dt

from django.db import transaction

from portal.clock import now
from reminders.deliveries.models import Delivery


@transaction.atomic
def try_again(*, delivery: Delivery, not_before: dt.datetime, since: dt.datetime) -> Delivery | None:
    """The attempt that follows the last one, ready at `not_before`; None while one is still on its way.

    `since`: from when the three days of retries are counted. Consent, address and usefulness are read before it leaves.
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
        not_before=not_before,
        reminder_ids=delivery.reminder_ids,
        notice_ids=delivery.notice_ids,
        created_at=now(),
    )
