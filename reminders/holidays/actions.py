"""Filling years ahead, and what operators change."""

import datetime as dt

from django.db import transaction
from holidays import country_holidays

from portal.audit.actions import record
from portal.clock import today
from portal.people.models import User
from reminders.holidays.models import FilledYear, Holiday

YEARS_AHEAD = 2


@transaction.atomic
def import_holidays(*, by: User | None) -> int:
    """Fills this year and the next two with the statutory holidays of Québec; returns how many days were added.

    The days are those of the Act respecting labour standards (chapter N-1.1, s. 60), of the National Holiday Act
    (chapter F-1.1) and of Canada, as the `holidays` package computes them. A year already filled is left alone."""
    first = today().year
    years = [year for year in range(first, first + YEARS_AHEAD + 1) if _is_mine_to_fill(year)]
    if not years:
        return 0
    days = country_holidays("CA", subdiv="QC", language="fr", years=years)
    known = set(Holiday.objects.filter(day__in=list(days)).values_list("day", flat=True))
    fresh = [Holiday(day=day, name_fr=_typeset(name)) for day, name in sorted(days.items()) if day not in known]
    Holiday.objects.bulk_create(fresh, ignore_conflicts=True)
    record("holidays.imported", by=by, detail={"years": years, "days": len(fresh)})
    return len(fresh)


@transaction.atomic
def set_holiday(*, holiday: Holiday, by: User) -> Holiday:
    """A day added, or named otherwise."""
    holiday.save()
    record("holiday.set", by=by, subject=holiday)
    return holiday


@transaction.atomic
def remove_holiday(*, holiday: Holiday, by: User) -> dt.date:
    """Messages ring on that day as on any other; the next import does not bring it back."""
    day = holiday.day
    record("holiday.removed", by=by, subject=holiday)
    holiday.delete()
    return day


def _is_mine_to_fill(year: int) -> bool:
    """True for the first who asks: a second import waits for the first one's transaction, then finds the row."""
    return FilledYear.objects.get_or_create(year=year)[1]


def _typeset(name: str) -> str:
    return name.replace("'", "’").replace("observé", "reporté")[:80]
