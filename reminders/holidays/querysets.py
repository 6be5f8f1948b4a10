"""Selections of holidays."""

import datetime as dt

from django.contrib.auth.models import AbstractBaseUser
from django.db import models


class HolidayQuerySet(models.QuerySet):
    def visible_to(self, user: AbstractBaseUser) -> "HolidayQuerySet":
        """Public information: all of them, for whoever may enter the room."""
        return self

    def days(self) -> frozenset[dt.date]:
        """All of them: some twelve a year, for the years that are filled."""
        return frozenset(self.values_list("day", flat=True))

    def around(self, at: dt.datetime) -> set[dt.date]:
        """Those of the days that a rule of hours may look at, in any zone."""
        day = at.date()
        window = (day - dt.timedelta(days=2), day + dt.timedelta(days=3))
        return set(self.filter(day__range=window).values_list("day", flat=True))
