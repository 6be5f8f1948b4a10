"""A day of which only the year, or the month and the year, is known. Pure."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from django.utils import formats

EARLIEST_YEAR = 1850
_WRITTEN = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?")


@dataclass(frozen=True, slots=True)
class PartialDay:
    """Raises ValueError for a month or a year that no person could give."""

    year: int
    month: int | None = None

    def __post_init__(self) -> None:
        if not EARLIEST_YEAR <= self.year <= 2200 or (self.month is not None and not 1 <= self.month <= 12):
            raise ValueError

    @property
    def low(self) -> dt.date:
        """The first day that it may be."""
        return dt.date(self.year, self.month or 1, 1)

    @property
    def high(self) -> dt.date:
        """The last day that it may be."""
        month = self.month or 12
        return dt.date(self.year, month, calendar.monthrange(self.year, month)[1])

    def isoformat(self) -> str:
        """«1961» or «1961-05», which `read_partial` reads back."""
        return f"{self.year:04d}" + (f"-{self.month:02d}" if self.month else "")

    def __str__(self) -> str:
        """«mai 1961», «1961»."""
        return formats.date_format(self.low, "F Y") if self.month else str(self.year)


def read_partial(value: str | int) -> PartialDay | None:
    """What «1961» (a number in YAML) or «1961-05» says; None for anything else. Raises ValueError out of bounds."""
    found = _WRITTEN.fullmatch(str(value)) if isinstance(value, str | int) and not isinstance(value, bool) else None
    return PartialDay(int(found[1]), int(found[2]) if found[2] else None) if found else None
