"""The hour of an appointment belongs to its place: the deadline's own zone, else the team's, else the organization's.

The person's zone only decides when reminders ring; pages and messages name the place's when their clocks differ.
`planning.PLACE_ZONE` says the same in SQL.
"""

import datetime as dt
from typing import Protocol
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from portal.people.models import Citizen
from portal.people.zones import words_of
from reminders.kinds.models import DeadlineKind
from reminders.kinds.texts import hour_words
from reminders.reminders.ladder import instant


class Dated(Protocol):
    """What of a deadline its hour depends on: deadlines stand above."""

    kind: DeadlineKind
    citizen: Citizen
    due_on: dt.date
    due_time: dt.time | None
    time_zone: str


def zone_of(deadline: Dated) -> str:
    """Return the IANA name. Reads `kind`, its team and its organization."""
    return deadline.time_zone or place_of(deadline.kind)


def place_of(kind: DeadlineKind) -> str:
    """Return the zone of who answers for the kind: its team, else its organization."""
    return (kind.team.time_zone if kind.team else "") or kind.organization.time_zone


def starts_at(deadline: Dated) -> dt.datetime | None:
    """Return the instant of the appointment; None for a date without an hour."""
    return instant(deadline.due_on, deadline.due_time, zone_of(deadline)) if deadline.due_time else None


def zone_to_name(deadline: Dated) -> str:
    """Return the place's zone when the person's clock shows another hour at that moment, else ""."""
    if not deadline.due_time:
        return ""
    place = zone_of(deadline)
    there = instant(deadline.due_on, deadline.due_time, place)
    return place if there != instant(deadline.due_on, deadline.due_time, deadline.citizen.time_zone) else ""


def hour_in_words(deadline: Dated) -> str:
    """«14 h 30», or «14 h 30, heure de l’Est (15 h 30 chez vous)»; "" without an hour.

    "chez vous" is said to the person and to who acts for them."""
    if not (zone := zone_to_name(deadline)):
        return hour_words(deadline.due_time) if deadline.due_time else ""
    hour, start = deadline.due_time, starts_at(deadline)
    assert hour is not None and start is not None  # only an hour has a zone to name
    home = start.astimezone(ZoneInfo(deadline.citizen.time_zone))
    values = {"hour": hour_words(hour), "zone": words_of(zone), "home": hour_words(home.time())}
    if home.date() != deadline.due_on:
        return _("%(hour)s, %(zone)s") % values
    return _("%(hour)s, %(zone)s (%(home)s chez vous)") % values


def hour_of_place(deadline: Dated) -> str:
    """The same for agents: «14 h 30, heure de l’Est», whatever the person's clock."""
    if not deadline.due_time:
        return ""
    return f"{hour_words(deadline.due_time)}, {words_of(zone_of(deadline))}"
