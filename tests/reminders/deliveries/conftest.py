"""Four channels that know where a person is and never send: the release asks nothing more of a channel."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from portal.consents.models import Channel
from reminders.deliveries import hours, outlets


class ToEmail(outlets.Outlet):
    channel, is_digital = Channel.EMAIL, True
    address_sql = "CASE WHEN c.email_verified_at IS NOT NULL THEN c.email END"
    opens_sql = hours.EMAIL


class ToPhone(outlets.Outlet):
    channel, is_digital = Channel.SMS, True
    address_sql = "CASE WHEN c.phone_verified_at IS NOT NULL THEN c.phone END"
    opens_sql = hours.SMS


class ToPaper(outlets.Outlet):
    channel, is_last_resort = Channel.LETTER, True
    address_sql = "c.postal_address"


class ToVoice(outlets.Outlet):
    channel, is_last_resort = Channel.PHONE, True
    address_sql = "c.phone"


@pytest.fixture
def four_channels(monkeypatch):
    made = {outlet.channel: outlet for outlet in (ToEmail(), ToPhone(), ToPaper(), ToVoice())}
    monkeypatch.setattr(outlets, "_outlets", made)


@pytest.fixture
def noon(clock_offset):
    """`noon(minutes=3)`: that long after noon in Toronto, on the first weekday four days from now or later."""
    day = dt.datetime.now(ZoneInfo("America/Toronto")).date() + dt.timedelta(days=4)
    while day.weekday() >= 5:
        day += dt.timedelta(days=1)
    start = dt.datetime.combine(day, dt.time(12), ZoneInfo("America/Toronto"))

    def move(**later) -> None:
        clock_offset(seconds=(start + dt.timedelta(**later) - dt.datetime.now(dt.UTC)).total_seconds())

    move()
    return move
