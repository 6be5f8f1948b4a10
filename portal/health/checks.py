"""`manage.py check --database default`: what the database must agree with us on."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.core.checks import Warning
from django.db import connection

# Québec's three clocks, and provinces and countries where its people live.
ZONES = (
    "America/Toronto",
    "America/Halifax",
    "America/Blanc-Sablon",
    "America/St_Johns",
    "America/Winnipeg",
    "America/Vancouver",
    "Europe/Paris",
)


def zones_agree(databases: Sequence[str] | None = None, **kwargs: Any) -> list[Warning]:
    """Reminders are planned in SQL and told in Python: both must know the same laws of time."""
    if not databases or "default" not in databases:
        return []
    late = lagging_zones()
    if not late:
        return []
    return [
        Warning(
            f"PostgreSQL's time zones differ from ours for {', '.join(late)}.",
            hint="Update the server's time zone data (Debian: apt install --only-upgrade tzdata), then restart it.",
            id="portal.W001",
        )
    ]


def lagging_zones() -> list[str]:
    """Zones for which the database gives another instant than Python, for a noon of each month of two years."""
    first = dt.date(dt.datetime.now(dt.UTC).year, 1, 1)
    noons = [dt.datetime.combine(first + dt.timedelta(days=30 * month), dt.time(12)) for month in range(24)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT zone, noon, noon AT TIME ZONE zone FROM unnest(%s::text[]) zone, unnest(%s::timestamp[]) noon",
            [list(ZONES), noons],
        )
        return sorted({zone for zone, noon, instant in cursor if instant != noon.replace(tzinfo=ZoneInfo(zone))})
