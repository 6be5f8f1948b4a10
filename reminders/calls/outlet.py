"""The telephone list as a channel of the engine: handing over is one row per organization that has something to say."""

import datetime as dt
from collections.abc import Sequence

from portal.consents.models import Channel
from reminders.calls.actions import put_on_list
from reminders.deliveries import hours
from reminders.deliveries.models import Delivery
from reminders.deliveries.outlets import RowOutlet


class PhoneOutlet(RowOutlet):
    channel = Channel.PHONE
    is_last_resort = True
    # A landline receives no code: a number told is enough to be called.
    address_sql = "nullif(c.phone || CASE c.phone_extension WHEN '' THEN '' ELSE ';ext=' || c.phone_extension END, '')"
    opens_sql = hours.SMS

    def hand_over(self, deliveries: Sequence[Delivery], *, at: dt.datetime) -> None:
        put_on_list(deliveries=deliveries, at=at, by=None)
