"""Selections of what an agent may offer to a person."""

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet

from portal.access.visibility import visibility_of
from reminders.kinds.models import DeadlineKind


def kinds_of(user: AbstractBaseUser) -> QuerySet:
    """Published kinds of the organizations for which this account works."""
    teams = visibility_of(user).team_ids
    return DeadlineKind.objects.published().filter(organization__teams__in=teams).distinct()
