"""By when an answer is due."""

import datetime as dt

from portal import clock
from portal.organizations.models import Team


def answer_day(team: Team) -> dt.date:
    """The last day of a team's usual delay, for a message that it receives today (a day of Québec)."""
    return working_days_after(clock.today(), team.answer_days)


def working_days_after(day: dt.date, count: int) -> dt.date:
    """The day that comes `count` weekdays after `day` (public holidays are not counted off: the promise is the
    organization's usual delay, not a legal one)."""
    while count > 0:
        day += dt.timedelta(days=1)
        count -= day.weekday() < 5
    return day
