"""Time zones that both our own data and the database know: planning is SQL, telling is Python."""

from portal.people.zones import is_known_to_database, known_zones

__all__ = ["is_zone", "known_zones"]


def is_zone(name: str) -> bool:
    return name in known_zones() and is_known_to_database(name)
