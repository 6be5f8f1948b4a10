"""What is known of a birth: a day, a month and its year, or a year. Pure."""

import datetime as dt
from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext as _

from portal.foundation.formats.partial_days import PartialDay


@dataclass(frozen=True)
class Birth:
    """A day needs its month. A rule that counts days or ages reads `date`, which is None unless all is known."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def date(self) -> dt.date | None:
        """Raises ValueError for a day that does not exist."""
        return dt.date(self.year, self.month, self.day) if self.month and self.day is not None else None

    @property
    def known(self) -> dt.date | PartialDay:
        """As a question of the advisor keeps it."""
        return self.date or PartialDay(self.year, self.month)

    @property
    def columns(self) -> dict[str, object]:
        """As `Citizen` keeps it: one way or the other, never both."""
        if self.date:
            return {"birth_date": self.date, "birth_year": None, "birth_month": None}
        return {"birth_date": None, "birth_year": self.year, "birth_month": self.month}

    def __str__(self) -> str:
        """«1er mai 1961», «mai 1961», «1961»."""
        if self.date:
            return formats.date_format(self.date)
        if self.month:
            return formats.date_format(dt.date(self.year, self.month, 1), "F Y")
        return _("%(year)d, jour et mois inconnus") % {"year": self.year}


def birth_of(date: dt.date | None, year: int | None, month: int | None) -> Birth | None:
    if date:
        return Birth(date.year, date.month, date.day)
    return Birth(year, month) if year else None
