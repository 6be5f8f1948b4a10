"""A year ahead: what is planned, and what will be if recurring deadlines go on. Five queries for any volume."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.consents.models import Channel, Consent, Purpose
from portal.people.models import Citizen
from reminders.deadlines.models import Deadline
from reminders.deadlines.reaching import channels_for
from reminders.kinds.dates import comes_back, following, on
from reminders.kinds.models import ReminderStep
from reminders.preferences.points import Point, points_of
from reminders.reminders.ladder import instant
from reminders.reminders.models import Reminder
from reminders.reminders.places import hour_in_words

MOST_A_MONTH = 60
"""Lines; who is told of more in one month looks at the deadlines themselves."""
EARLIEST = dt.timedelta(days=120)
"""How long before a date its first reminder may leave: a date of the year after may have one within this year."""


@dataclass(frozen=True)
class Coming:
    """One reminder to come. `days`: from the due date (negative before); None for one that the person asked for."""

    deadline: Deadline
    due_on: dt.date
    at: dt.datetime
    days: int | None
    channels: tuple[Channel, ...]
    is_projected: bool = False
    """From the rule of a recurring kind: nothing is planned yet."""

    @property
    def local(self) -> dt.datetime:
        """In the zone of the person; naive, so that the page does not bring it to its own."""
        return self.at.astimezone(ZoneInfo(self.deadline.citizen.time_zone)).replace(tzinfo=None)

    @property
    def words(self) -> str:
        """«7 jours avant le», said before the due date."""
        if self.days is None:
            return _("le rappel que vous avez demandé, pour le")
        if self.days == 0:
            return _("le jour même, le")
        text = (
            ngettext("%(count)s jour avant le", "%(count)s jours avant le", -self.days)
            if self.days < 0
            else ngettext("%(count)s jour après le", "%(count)s jours après le", self.days)
        )
        return text % {"count": abs(self.days)}

    @property
    def hour(self) -> str:
        """Of an appointment."""
        hour = hour_in_words(self.deadline)
        return _("à %(hour)s") % {"hour": hour} if hour else ""


@dataclass
class OutlookMonth:
    """A calendar month; `marks`: due dates that fall in it."""

    first: dt.date
    coming: list[Coming] = field(default_factory=list)
    marks: int = 0

    @property
    def shown(self) -> list[Coming]:
        return self.coming[:MOST_A_MONTH]

    @property
    def left_out(self) -> int:
        return max(0, len(self.coming) - MOST_A_MONTH)


@dataclass(frozen=True)
class Outlook:
    months: list[OutlookMonth]
    consents: dict[Channel, Consent]
    """For reminders, in force: why each channel is used."""
    points: dict[Channel, Point]
    paused: list[Deadline]

    @property
    def ways(self) -> list[dict[str, object]]:
        return [{"consent": consent, "point": self.points[channel]} for channel, consent in self.consents.items()]

    @property
    def total(self) -> int:
        return sum(len(month.coming) for month in self.months)


def outlook(citizen: Citizen, *, at: dt.datetime) -> Outlook:
    """What `citizen` will receive from `at` (aware) on, for a year, in their zone, month by month."""
    today = at.astimezone(ZoneInfo(citizen.time_zone)).date()
    end = on(today.year + 1, today.month, today.day)
    given = Consent.objects.in_force().filter(citizen=citizen, purpose=Purpose.REMINDERS)
    consents = {Channel(consent.channel): consent for consent in given.order_by("given_at", "id")}
    points = points_of(citizen)
    usable = [channel for channel in Channel if channel in consents and points[channel].is_ready]
    deadlines = _followed(citizen)
    recurring = list(_recurrences(deadlines, today, end))
    coming = [*_planned(deadlines, usable, at), *_projected(recurring, usable)]
    due_dates = [*(deadline.due_on for deadline in deadlines), *(due_on for _deadline, due_on in recurring)]
    return Outlook(
        months=_by_month(coming, due_dates, today, end),
        consents=consents,
        points=points,
        paused=[deadline for deadline in deadlines if deadline.paused_at],
    )


def _by_month(
    coming: Iterable[Coming], due_dates: Iterable[dt.date], today: dt.date, end: dt.date
) -> list[OutlookMonth]:
    months = {first: OutlookMonth(first) for first in _firsts(today, end)}
    for row in sorted(coming, key=lambda row: (row.at, str(row.deadline.pk))):
        day = row.local.date()
        if today <= day < end:
            months[day.replace(day=1)].coming.append(row)
    for due_on in due_dates:
        if today <= due_on < end:
            months[due_on.replace(day=1)].marks += 1
    return list(months.values())


def _followed(citizen: Citizen) -> list[Deadline]:
    """Open deadlines of published kinds that are not stopped, with their steps in force."""
    steps = ReminderStep.objects.filter(retired_at=None, moment=ReminderStep.Moment.DATE).order_by("offset_days")
    mine = Deadline.objects.open().filter(citizen=citizen, kind__state="published", kind__stopped_at=None)
    return list(
        mine.select_related("kind__organization", "kind__team", "citizen", "concerned")
        .prefetch_related(Prefetch("kind__steps", queryset=steps, to_attr="ladder"))
        .order_by("due_on", "id")
    )


def _planned(deadlines: list[Deadline], usable: list[Channel], at: dt.datetime) -> Iterator[Coming]:
    by_id = {deadline.pk: deadline for deadline in deadlines if not deadline.paused_at}
    rows = Reminder.objects.planned().filter(deadline__in=list(by_id), due_at__gte=at).select_related("step")
    for reminder in rows.order_by("due_at", "id"):
        deadline = by_id[reminder.deadline_id]
        days = reminder.step.offset_days if reminder.step else None
        channels = tuple(channels_for(usable, deadline.kind.channels))
        yield Coming(deadline, reminder.due_on, reminder.due_at, days, channels)


def _projected(recurring: Iterable[tuple[Deadline, dt.date]], usable: list[Channel]) -> Iterator[Coming]:
    """The whole ladder of each occurrence that would follow."""
    for deadline, due_on in recurring:
        kind = deadline.kind
        for days in (step.offset_days for step in kind.ladder):
            at = instant(due_on + dt.timedelta(days=days), kind.send_at, deadline.citizen.time_zone)
            channels = tuple(channels_for(usable, kind.channels))
            yield Coming(deadline, due_on, at, days, channels, is_projected=True)


def _recurrences(deadlines: list[Deadline], today: dt.date, end: dt.date) -> Iterator[tuple[Deadline, dt.date]]:
    """Each deadline that renews itself, with its due dates to come; one already told is not told twice."""
    listed = {(deadline.kind_id, deadline.concerned_id, deadline.due_on) for deadline in deadlines}
    for deadline in deadlines:
        basis, born = deadline.kind.basis, deadline.concerned.birth_date
        if deadline.paused_at or not deadline.renews or not comes_back(basis):
            continue
        due_on = following(basis, deadline.due_on, today, born)
        while due_on and due_on < end + EARLIEST:
            mark = (deadline.kind_id, deadline.concerned_id, due_on)
            if mark in listed:
                break  # it tells its own following dates
            listed.add(mark)
            yield deadline, due_on
            due_on = following(basis, due_on, today, born)


def _firsts(today: dt.date, end: dt.date) -> Iterator[dt.date]:
    """The first day of each calendar month that the year touches: thirteen, or twelve from a first of the month."""
    first = today.replace(day=1)
    while first < end:
        yield first
        first = (first + dt.timedelta(days=31)).replace(day=1)
