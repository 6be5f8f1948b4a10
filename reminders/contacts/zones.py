"""Time zones that both our own data and the database know: planning is SQL, telling is Python."""

import zoneinfo
from functools import cache

from django.db import DataError, connection, transaction

_AREAS = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")


@cache
def known_zones() -> tuple[str, ...]:
    """IANA names of inhabited places, in order."""
    return tuple(sorted(zone for zone in zoneinfo.available_timezones() if zone.startswith(_AREAS)))


def is_zone(name: str) -> bool:
    if name not in known_zones():
        return False
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT timestamp '2000-01-01' AT TIME ZONE %s", [name])
    except DataError:  # a database whose tables are older than ours
        return False
    return True
