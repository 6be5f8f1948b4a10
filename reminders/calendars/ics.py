"""Deadlines as calendar events. A calendar is read by others (a family, an employer, a provider): what an outside
message may not say, an event does not say either, and no event names a person."""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event
from icalendar.enums import CLASS, TRANSP

from reminders.deadlines.models import Deadline
from reminders.personal.models import PersonalReminder
from reminders.reminders.ladder import instant
from reminders.reminders.places import starts_at

REFRESH_EVERY = dt.timedelta(hours=12)
APPOINTMENT_LASTS = dt.timedelta(hours=1)
"""Nobody says how long: an hour keeps the place free in a calendar, without an end it would take none."""


def calendar_of(deadlines: Iterable[Deadline], *, at: dt.datetime, own: Iterable[PersonalReminder] = ()) -> bytes:
    """An iCalendar object (RFC 5545) with one event each. Needs `kind` and `citizen` at hand; `at` is the stamp.

    `own`: what the calendar's person noted for themselves."""
    return Calendar.new(
        prodid="-//Relais//Échéances//FR",
        name=_("Relais – mes échéances"),
        refresh_interval=REFRESH_EVERY,
        language="fr-CA",
        uid=None,
        last_modified=at,
        subcomponents=[*(_event(deadline, at) for deadline in deadlines), *(_own_event(one, at) for one in own)],
    ).to_ical()


def _event(deadline: Deadline, at: dt.datetime) -> Event:
    """All day, or at its hour for an appointment, in UTC: no table of zones travels, no reader has its own opinion.

    The address opens for its person only, signed in; `sequence` makes a moved date replace the former one."""
    start = starts_at(deadline) or deadline.due_on
    return _entry(deadline, at, start=start, sequence=deadline.sequence, summary=title_of(deadline))


def _own_event(reminder: PersonalReminder, at: dt.datetime) -> Event:
    """Its words are read in the space only. An hour is one of the person's own clock."""
    hour, zone = reminder.due_time, reminder.citizen.time_zone
    start = instant(reminder.due_on, hour, zone) if hour else reminder.due_on
    return _entry(reminder, at, start=start, sequence=0, summary=_("Rappel personnel – voir votre espace Relais"))


def _entry(row: Deadline | PersonalReminder, at: dt.datetime, *, start: dt.date, sequence: int, summary: str) -> Event:
    return Event.new(
        uid=f"{row.pk}@{settings.SITE_HOST}",
        stamp=at,
        start=start,
        end=start + (APPOINTMENT_LASTS if row.due_time else dt.timedelta(days=1)),
        sequence=sequence,
        url=settings.SITE_URL.rstrip("/") + row.get_absolute_url(),
        summary=summary,
        classification=CLASS.PRIVATE,
        # It does not make the person look busy.
        transparency=TRANSP.OPAQUE if row.due_time else TRANSP.TRANSPARENT,
    )


def title_of(deadline: Deadline) -> str:
    return deadline.kind.title_fr if deadline.kind.is_open else _("Échéance – voir votre espace Relais")
