"""When a minor decides alone, and when one comes of age. Pure."""

import datetime as dt

MAJORITY = 18
"""Years (Civil Code of Québec, a. 153). Parental authority ends with minority (a. 598)."""
OWN_HEALTH = 14
"""Years from which a minor consents alone to the care that their health requires, and to what is said of it (Civil Code
of Québec, a. 14 and 16; Act respecting Access, s. 53.1)."""


def of_age(birth_date: dt.date) -> dt.date:
    """Born on 29 February, one comes of age on 1 March: the years must be full."""
    return turning(birth_date, MAJORITY)


def turning(birth_date: dt.date, years: int) -> dt.date:
    """The day on which so many years are full."""
    try:
        return birth_date.replace(year=birth_date.year + years)
    except ValueError:
        return dt.date(birth_date.year + years, 3, 1)


def born_by(on: dt.date, years: int) -> dt.date:
    """The last day on which somebody of so many full years on that day was born: `turning`, read the other way."""
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return dt.date(on.year - years, 2, 28)
