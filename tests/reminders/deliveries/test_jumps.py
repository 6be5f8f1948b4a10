"""The wall clock went six hours ahead and came back: what it has dated waits no longer for it."""

import datetime as dt

import pytest

from portal.clock import now
from reminders.deliveries.adapters import adapter_of
from reminders.deliveries.claims import DeliveryQueue
from reminders.deliveries.jumps import come_back
from reminders.deliveries.models import Delivery
from reminders.deliveries.release import release_due

pytestmark = pytest.mark.django_db
AHEAD = dt.timedelta(hours=6)


@pytest.fixture
def retry(followed, bruno, clock_offset):
    """A retry that was placed by the clock that went ahead, to come in a minute of its own."""
    followed(bruno)
    clock_offset(days=4)
    release_due()
    ahead = now() + AHEAD
    Delivery.objects.update(
        attempt=2, created_at=ahead, since=now() - dt.timedelta(hours=1), not_before=ahead + dt.timedelta(minutes=1)
    )
    return Delivery.objects.get()


def test_a_retry_keeps_its_own_wait_and_no_more(retry):
    assert come_back() == 1 and come_back() == 0
    retry.refresh_from_db()
    assert dt.timedelta(seconds=50) < retry.not_before - now() <= dt.timedelta(minutes=1)
    assert retry.since < now() - dt.timedelta(minutes=50), "how long it was tried is still known"


def test_what_waits_for_its_hour_is_not_moved(retry):
    """Made now, for tomorrow morning: no clock was wrong."""
    tomorrow = now() + dt.timedelta(hours=14)
    Delivery.objects.update(created_at=now(), not_before=tomorrow)
    assert come_back() == 0 and not DeliveryQueue(adapter_of("email")).claim(10)
