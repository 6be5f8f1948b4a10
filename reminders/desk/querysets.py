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
    """Those whose name holds each word, and whose telephone holds the digits, four or more: «418 555-0123» is one
    number, however it is cut."""
    told = words.split()
    for word in (word for word in told if not _is_of_number(word)):
        people = people.filter(Q(family_name__icontains=word) | Q(given_name__icontains=word))
    digits = "".join(sign for word in told if _is_of_number(word) for sign in word if sign.isdecimal())
    if len(digits) >= 4:
        return people.filter(phone__contains=digits)
    return people.none() if digits else people


def _is_of_number(word: str) -> bool:
    return not any(sign.isalpha() for sign in word) and any(sign.isdecimal() for sign in word)
