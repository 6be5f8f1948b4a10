"""Pure rules of time: which steps a deadline has, when each is due, until when it is useful, which hours are quiet.

`planning.py` says the same in SQL for any number of deadlines at once; a property test holds the two together.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

SEND_AT = dt.time(9)
"""Local hour at which a reminder is due unless its kind says another: people are up, and offices open to act on it."""

LAST_USEFUL_FOR = dt.timedelta(days=30)
"""How late the last step after the date may still leave (a portal that was stopped)."""

MOMENT_USEFUL_FOR = dt.timedelta(days=7)
"""How late a confirmation or a notice («c’est fait», rendez-vous manqué) may still leave."""

MOMENT_PLANNED_FOR = dt.timedelta(hours=1)
"""A moment is planned by the planning that follows it, not by a later one: a step that a new version adds confirms
nothing to those who signed up long before."""

PRINT_DAYS = 1
"""Business days between the print queue and the post office."""

WEEKDAY_HOURS = (dt.time(9), dt.time(20))
REST_DAY_HOURS = (dt.time(10), dt.time(18))
"""Local hours from and until which an SMS or a call may ring (promise P12), weekends and holidays apart. The engine's
SQL (`deliveries/hours.py`) is made from them, and a test holds it to `when_sms_may_ring`."""


@dataclass(frozen=True)
class LadderStep:
    """What the rule needs of a `ReminderStep`; `moment` is date, opened, done or missed."""

    offset_days: int = 0
    moment: str = "date"
    is_retired: bool = False


@dataclass(frozen=True)
class Facts:
    """What the rule needs of a deadline, its kind and its recipient. Instants are aware.

    `zone` is the person's; `place`, that of the appointment's hour when it is another."""

    due_on: dt.date
    zone: str
    opened_at: dt.datetime
    due_time: dt.time | None = None
    send_at: dt.time = SEND_AT
    state: str = "open"
    closed_at: dt.datetime | None = None
    later_at: dt.datetime | None = None
    is_paused: bool = False
    is_published: bool = True
    place: str = ""
    post_days: int = 0
    """Business days that a letter takes; 0: the person or the kind wants none."""
    holidays: frozenset[dt.date] = frozenset()

    @property
    def over_at(self) -> dt.datetime:
        """When the date is over: the hour of the appointment, or the end of the day."""
        if self.due_time:
            return instant(self.due_on, self.due_time, self.place or self.zone)
        return instant(self.due_on + dt.timedelta(days=1), dt.time(0), self.zone)


@dataclass(frozen=True)
class Rung:
    """One reminder: due at an instant, useless from another on. `step` is None when the person asked for it. By post
    alone, it goes to the print queue at `post_at`."""

    step: LadderStep | None
    due_at: dt.datetime
    useful_until: dt.datetime
    post_at: dt.datetime | None = None


def ladder(facts: Facts, steps: Iterable[LadderStep]) -> list[Rung]:
    """Every reminder that the deadline has as things stand, in order of their instants, past ones included."""
    if facts.is_paused or not facts.is_published:
        return []
    live = [step for step in steps if not step.is_retired and facts.state == state_of_moment(step.moment)]
    rungs = [*_moments(facts, live), *(_dates(facts, live) if facts.state == state_of_moment("date") else [])]
    return sorted((rung for rung in rungs if rung.due_at < rung.useful_until), key=lambda rung: rung.due_at)


def state_of_moment(moment: str) -> str:
    """Return the state in which a deadline must be for a step of that moment to be worth telling."""
    return moment if moment in {"done", "missed"} else "open"


def to_plan(facts: Facts, steps: Iterable[LadderStep], at: dt.datetime) -> list[Rung]:
    """Those that a first planning at `at` writes: still to come, or a moment that has just been."""
    return [
        rung
        for rung in ladder(facts, steps)
        if rung.due_at > at - (MOMENT_PLANNED_FOR if rung.step and rung.step.moment != "date" else dt.timedelta())
    ]


def _dates(facts: Facts, steps: Iterable[LadderStep]) -> Iterator[Rung]:
    """A step before the date is useless once the next is due or the date is over; one that goes after, once the next is
    due, and the last for `LAST_USEFUL_FOR`. What the person put off is silent until then, when one reminder leaves."""
    ranks = sorted((step for step in steps if step.moment == "date"), key=lambda step: step.offset_days)
    timed = [(step, _due(facts, step)) for step in ranks]
    later = facts.later_at
    following = [*(due_at for _, due_at in timed[1:]), None]
    for (step, due_at), next_at in zip(timed, following, strict=False):  # no step at all: nothing follows
        if later and due_at < later:
            continue
        is_before = step.offset_days <= 0
        until = _until(facts, due_at, next_at, is_before=is_before)
        yield Rung(step, due_at, until, _post_at(facts, step) if is_before else None)
    if later:
        coming = [due_at for _, due_at in timed if due_at >= later]
        yield Rung(None, later, _until(facts, later, min(coming, default=None), is_before=later < facts.over_at))


def _until(facts: Facts, due_at: dt.datetime, following: dt.datetime | None, *, is_before: bool) -> dt.datetime:
    if is_before:
        return min(facts.over_at, following) if following else facts.over_at
    return following or due_at + LAST_USEFUL_FOR


def _due(facts: Facts, step: LadderStep) -> dt.datetime:
    return instant(facts.due_on + dt.timedelta(days=step.offset_days), facts.send_at, facts.zone)


def _post_at(facts: Facts, step: LadderStep) -> dt.datetime | None:
    """A step before the date is printed early enough to arrive on its day. After the date, a letter that says so would
    be untrue if it were printed before."""
    if not facts.post_days:
        return None
    day = facts.due_on + dt.timedelta(days=step.offset_days)
    printed = business_days_before(day, facts.post_days + PRINT_DAYS, facts.holidays)
    return instant(printed, facts.send_at, facts.zone)


def business_days_before(day: dt.date, count: int, holidays: Collection[dt.date] = ()) -> dt.date:
    """The day that has `count` business days from itself, included, to `day`, excluded."""
    while count:
        day -= dt.timedelta(days=1)
        count -= day.weekday() < 5 and day not in holidays
    return day


def _moments(facts: Facts, steps: Iterable[LadderStep]) -> Iterator[Rung]:
    """At sign-up (of no use once the date is over), once it is done, or once the appointment was missed."""
    for step in steps:
        if step.moment == "opened":
            until = min(facts.opened_at + MOMENT_USEFUL_FOR, facts.over_at)
            yield Rung(step, facts.opened_at, until)
        elif step.moment != "date" and facts.closed_at:
            yield Rung(step, facts.closed_at, facts.closed_at + MOMENT_USEFUL_FOR)


def instant(day: dt.date, hour: dt.time, zone: str) -> dt.datetime:
    """The instant of a local hour. As PostgreSQL does: an hour skipped in spring is read with the offset before the
    change, an hour repeated in autumn with the offset after it."""
    local = dt.datetime.combine(day, hour, tzinfo=ZoneInfo(zone))
    first, second = local.replace(fold=0).utcoffset(), local.replace(fold=1).utcoffset()
    assert first is not None and second is not None  # a zone has an offset at any time
    return local.replace(fold=0 if first < second else 1).astimezone(dt.UTC)


def is_rest_day(day: dt.date, holidays: Collection[dt.date] = ()) -> bool:
    return day.weekday() >= 5 or day in holidays


def sms_hours(day: dt.date, holidays: Collection[dt.date] = ()) -> tuple[dt.time, dt.time]:
    """First and last local hour at which an SMS may ring that day."""
    return REST_DAY_HOURS if is_rest_day(day, holidays) else WEEKDAY_HOURS


def when_sms_may_ring(at: dt.datetime, zone: str, holidays: Collection[dt.date] = ()) -> dt.datetime:
    """`at`, or the next opening of the quiet hours in the recipient's zone."""
    local = at.astimezone(ZoneInfo(zone))
    opens, closes = sms_hours(local.date(), holidays)
    if local.time() < opens:
        return instant(local.date(), opens, zone)
    if local.time() < closes:
        return at
    tomorrow = local.date() + dt.timedelta(days=1)
    return instant(tomorrow, sms_hours(tomorrow, holidays)[0], zone)
