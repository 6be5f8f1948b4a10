"""Time zones that both our own data and the database know: planning is SQL, telling is Python."""

import zoneinfo
from functools import cache

from portal.people.zones import is_known_to_database

_AREAS = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")


@cache
def known_zones() -> tuple[str, ...]:
    """IANA names of inhabited places, in order."""
    return tuple(sorted(zone for zone in zoneinfo.available_timezones() if zone.startswith(_AREAS)))


def is_zone(name: str) -> bool:
    return name in known_zones() and is_known_to_database(name)
