"""What becomes of an attempt, by what the provider answered."""

import datetime as dt
import uuid

import pytest

from portal.foundation.channels import ChannelError
from reminders.deliveries.outgoing import OutgoingMessage
from reminders.deliveries.results import orphan_result, result_of

AT = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
KEY = uuid.UUID(int=1)


def message(**columns) -> OutgoingMessage:
    fields = {"attempt": 1, "since": AT, "channel": "email", "purpose": "reminders"} | columns
    return OutgoingMessage(id=KEY, key=KEY, recipient_id=KEY, **fields)


def test_accepted():
    result = result_of(message(), None, AT, "sms-1")
    assert (result.state, result.reference, result.then) == ("accepted", "sms-1", None)


@pytest.mark.parametrize(("permanent", "again"), [(True, False), (False, True)])
def test_only_what_may_pass_later_is_tried_again(permanent, again):
    result = result_of(message(), ChannelError("450", permanent=permanent), AT)
    assert result.state == "failed" and result.code == "450" and (result.then is not None) is again


def test_nothing_is_tried_once_it_would_be_useless():
    soon = message(useful_until=AT + dt.timedelta(minutes=5))
    assert result_of(soon, ChannelError("450"), AT).then
    assert result_of(soon, ChannelError("429", retry_after=dt.timedelta(minutes=10)), AT).then is None


def test_a_message_that_kills_its_senders_ends_by_waiting():
    assert orphan_result(message(attempt=4), AT).then == AT
    assert orphan_result(message(attempt=9), AT).then > AT + dt.timedelta(minutes=40)
    assert orphan_result(message(attempt=9), AT).state == "uncertain"
