"""The letter as a channel of the engine: handing over is one row in the print queue."""

import datetime as dt
from collections.abc import Sequence

from portal.consents.models import Channel
from reminders.deliveries.adapters import RowAdapter
from reminders.deliveries.models import Delivery
from reminders.letters.actions import queue


class LetterAdapter(RowAdapter):
    channel = Channel.LETTER

    def write_rows(self, deliveries: Sequence[Delivery], *, at: dt.datetime) -> None:
        queue(deliveries=deliveries, at=at, by=None)
