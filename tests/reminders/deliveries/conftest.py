"""Four channels that know where a person is and never send: the release asks nothing more of a channel."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from portal.consents.models import Channel
from reminders.deliveries import adapters, hours


class ToEmail(adapters.ChannelAdapter):
    channel = Channel.EMAIL
    address_sql = "CASE WHEN citizen.email_verified_at IS NOT NULL THEN citizen.email END"
    opens_sql = hours.EMAIL


class ToPhone(adapters.ChannelAdapter):
    channel = Channel.SMS
    address_sql = "CASE WHEN citizen.phone_verified_at IS NOT NULL THEN citizen.phone END"
    opens_sql = hours.SMS


class ToPaper(adapters.ChannelAdapter):
    channel = Channel.LETTER
    address_sql = "citizen.postal_address"


class ToVoice(adapters.ChannelAdapter):
    channel = Channel.PHONE
    address_sql = "citizen.phone"


@pytest.fixture
def four_channels(monkeypatch):
    made = {adapter.channel: adapter for adapter in (ToEmail(), ToPhone(), ToPaper(), ToVoice())}
    monkeypatch.setattr(adapters, "_adapters", made)


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
