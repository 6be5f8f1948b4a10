"""Selections of holidays."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import models


class HolidayQuerySet(models.QuerySet):
    def visible_to(self, user: AbstractBaseUser) -> "HolidayQuerySet":
        """Public information: all of them, for whoever may enter the room."""
        return self
