"""What becomes of an attempt, by what the provider answered."""

import datetime as dt
import uuid

import pytest

from portal.channels import ChannelError
from reminders.deliveries.backoff import fate_of, fate_of_orphan
from reminders.deliveries.parcels import Parcel

AT = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
KEY = uuid.UUID(int=1)


def parcel(**columns) -> Parcel:
    told = {"attempt": 1, "since": AT, "channel": "email", "purpose": "reminders"} | columns
    return Parcel(id=KEY, key=KEY, recipient_id=KEY, **told)


def test_accepted():
    fate = fate_of(parcel(), None, AT, "sms-1")
    assert (fate.state, fate.reference, fate.then) == ("accepted", "sms-1", None)


@pytest.mark.parametrize(("permanent", "again"), [(True, False), (False, True)])
def test_only_what_may_pass_later_is_tried_again(permanent, again):
    fate = fate_of(parcel(), ChannelError("450", permanent=permanent), AT)
    assert fate.state == "failed" and fate.code == "450" and (fate.then is not None) is again


def test_nothing_is_tried_once_it_would_be_useless():
    soon = parcel(useful_until=AT + dt.timedelta(minutes=5))
    assert fate_of(soon, ChannelError("450"), AT).then
    assert fate_of(soon, ChannelError("429", retry_after=dt.timedelta(minutes=10)), AT).then is None


def test_a_message_that_kills_its_senders_ends_by_waiting():
    assert fate_of_orphan(parcel(attempt=4), AT).then == AT
    assert fate_of_orphan(parcel(attempt=9), AT).then > AT + dt.timedelta(minutes=40)
    assert fate_of_orphan(parcel(attempt=9), AT).state == "uncertain"
