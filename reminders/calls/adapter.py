"""The telephone list as a channel of the engine: handing over is one row per organization that has something to say."""

import datetime as dt
from collections.abc import Sequence

from portal.consents.models import Channel
from reminders.calls.actions import put_on_list
from reminders.deliveries import hours
from reminders.deliveries.adapters import RowAdapter
from reminders.deliveries.models import Delivery


class PhoneAdapter(RowAdapter):
    channel = Channel.PHONE
    opens_sql = hours.SMS

    def write_rows(self, deliveries: Sequence[Delivery], *, at: dt.datetime) -> None:
        put_on_list(deliveries=deliveries, at=at, by=None)
