"""By when an answer is due. Pure."""

import datetime as dt


def working_days_after(day: dt.date, count: int) -> dt.date:
    """The day that comes `count` weekdays after `day` (public holidays are not counted off: the promise is the
    organization's usual delay, not a legal one)."""
    while count > 0:
        day += dt.timedelta(days=1)
        count -= day.weekday() < 5
    return day
