"""When one comes of age. Pure."""

import datetime as dt

MAJORITY = 18
"""Years (Civil Code of Québec, a. 153)."""


def of_age(birth_date: dt.date) -> dt.date:
    """Born on 29 February, one comes of age on 1 March: the years must be full."""
    try:
        return birth_date.replace(year=birth_date.year + MAJORITY)
    except ValueError:
        return dt.date(birth_date.year + MAJORITY, 3, 1)
