"""When an SMS may ring: the engine asks in SQL, previews and calls in Python; on random instants both are one."""

import datetime as dt
import random

import pytest
from django.db import connection

from portal.foundation import backoff
from reminders.deliveries import hours
from reminders.deliveries.adapters import adapter_of
from reminders.deliveries.claims import statement
from reminders.holidays.actions import import_holidays
from reminders.holidays.models import Holiday
from reminders.reminders.ladder import when_sms_may_ring

ZONES = ["America/Toronto", "America/Halifax", "America/Blanc-Sablon", "America/Vancouver", "UTC"]
START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def by_sql(moments: list[dt.datetime], zone: str) -> list[dt.datetime]:
    opens = hours.SMS.replace("%(at)s", "moment.at")
    statement = f"""SELECT {opens} FROM unnest(%s::timestamptz[]) WITH ORDINALITY AS moment(at, rank)
                    CROSS JOIN (SELECT %s AS time_zone) citizen ORDER BY moment.rank"""
    with connection.cursor() as cursor:
        cursor.execute(statement, [moments, zone])
        return [opens for (opens,) in cursor.fetchall()]


@pytest.mark.django_db
@pytest.mark.parametrize("zone", ZONES)
def test_both_readings_of_the_quiet_hours_are_one(zone):
    chance = random.Random(zone)
    import_holidays(by=None)
    holidays = set(Holiday.objects.values_list("day", flat=True))
    some = [START + dt.timedelta(minutes=chance.randrange(3 * 525_600)) for _ in range(1500)]
    near_holidays = [
        dt.datetime.combine(day, dt.time(hour), dt.UTC) for day in sorted(holidays)[:20] for hour in range(0, 24, 3)
    ]
    moments = some + near_holidays
    assert len(near_holidays) == 160
    assert by_sql(moments, zone) == [when_sms_may_ring(at, zone, holidays) for at in moments]


@pytest.mark.parametrize("name", ["claim", "record_and_leave"])
def test_the_claim_lets_a_message_wait_as_long_as_it_is_retried(name):
    assert "interval '259200 seconds' < %(at)s" in statement(name, adapter_of("sms"))
    assert dt.timedelta(seconds=259_200) == backoff.GIVE_UP_AFTER
