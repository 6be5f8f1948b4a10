"""Time zones of people: planning is SQL, so what PostgreSQL does not know stops what is done for its person."""

import zoneinfo
from functools import cache, lru_cache

from django.db import DataError, connection, transaction
from django.utils.translation import gettext as _

from portal.foundation.words.folding import plain

_AREAS = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
_PLACES = {
    "America/Toronto": "est, heure de l’est, Québec, Montréal, Gatineau, Saguenay, Sherbrooke, Rimouski, Kuujjuaq",
    "America/Halifax": "atlantique, heure de l’atlantique, Îles-de-la-Madeleine, Cap-aux-Meules",
    "America/Blanc-Sablon": "Basse-Côte-Nord, heure de la Basse-Côte-Nord, Blanc-Sablon",
}
"""Québec's clocks, by what people call them."""


@cache
def known_zones() -> tuple[str, ...]:
    """IANA names of inhabited places, in order."""
    return tuple(sorted(zone for zone in zoneinfo.available_timezones() if zone.startswith(_AREAS)))


@lru_cache(maxsize=512)
def zone_named(text: str) -> str:
    """Return the IANA name that was written, in any case, or that of a place of Québec; "" when there is none."""
    zone = _by_name().get(text.casefold()) or _by_place().get(plain(text), "")
    return zone if zone and is_known_to_database(zone) else ""


@cache
def _by_name() -> dict[str, str]:
    return {zone.casefold(): zone for zone in known_zones()}


@cache
def _by_place() -> dict[str, str]:
    return {plain(place): zone for zone, places in _PLACES.items() for place in places.split(", ")}


def is_known_to_database(zone: str) -> bool:
    """Whether `AT TIME ZONE` accepts it: a server may have older tables than ours."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT timestamp '2000-01-01' AT TIME ZONE %s", [zone])
    except DataError:
        return False
    return True


def unknown_zones() -> list[str]:
    """Those written in people's rows that the database does not know, as after a restore on an older server.

    Not a constraint of the table: it would refuse the whole restore for one row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT time_zone FROM people_citizen ORDER BY 1")
        zones = [zone for (zone,) in cursor.fetchall()]
    return [zone for zone in zones if not is_known_to_database(zone)]


def words_of(zone: str) -> str:
    """Name a zone after an hour: «heure de l’Est», or «heure de Vancouver» after the city that names it."""
    known = {
        "America/Toronto": _("heure de l’Est"),
        "America/Halifax": _("heure de l’Atlantique"),
        "America/Blanc-Sablon": _("heure de la Basse-Côte-Nord"),
    }
    city = zone.rpartition("/")[2].replace("_", " ")
    return known.get(zone) or _("heure locale\u00a0: %(city)s") % {"city": city}
