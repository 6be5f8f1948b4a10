"""Selections of what an agent may offer to a person."""

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q, QuerySet

from portal.access.reach import reach_of
from reminders.kinds.models import DeadlineKind


def kinds_of(user: AbstractBaseUser) -> QuerySet:
    """Published kinds of the organizations for which this account works."""
    teams = reach_of(user).team_ids
    return DeadlineKind.objects.published().filter(organization__teams__in=teams).distinct()


def named(people: QuerySet, words: str) -> QuerySet:
    """Those whose name holds each word, or whose telephone holds four digits of it or more."""
    for word in words.split():
        digits = "".join(sign for sign in word if sign.isdigit())
        by_name = Q(family_name__icontains=word) | Q(given_name__icontains=word)
        people = people.filter(by_name | Q(phone__contains=digits) if len(digits) >= 4 else by_name)
    return people
