"""The letter as a channel of the engine: handing over is one row in the print queue."""

import datetime as dt
from collections.abc import Sequence

from portal.consents.models import Channel
from reminders.deliveries.models import Delivery
from reminders.deliveries.outlets import RowOutlet
from reminders.letters.actions import queue


class LetterOutlet(RowOutlet):
    channel = Channel.LETTER
    is_last_resort = True
    # The column as it is: a suspension names the very same text.
    address_sql = "nullif(c.postal_address, '')"

    def hand_over(self, deliveries: Sequence[Delivery], *, at: dt.datetime) -> None:
        queue(deliveries=deliveries, at=at, by=None)
