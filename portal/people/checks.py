"""`manage.py check --database default`: what people's rows hold must be known to the database."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import Warning
from django.db import connections

from portal.people.zones import unknown_zones


def zones_known(databases: Sequence[str] | None = None, **kwargs: Any) -> list[Warning]:
    """Whoever lives in an unknown zone is set aside: no reminder of theirs is planned or leaves."""
    if not databases or "default" not in databases:
        return []
    if "people_citizen" not in connections["default"].introspection.table_names():
        return []  # before the first migration
    unknown = unknown_zones()
    if not unknown:
        return []
    return [
        Warning(
            f"Some people's time zones are unknown to PostgreSQL: {', '.join(unknown)}.",
            hint="Update the server's time zone data (Debian: apt install --only-upgrade tzdata), then restart it.",
            id="portal.W002",
        )
    ]
