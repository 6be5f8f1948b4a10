"""The secret address of a calendar: made, read, revoked."""

import datetime as dt
import secrets

from django.db import transaction
from django.db.models import Q

from portal.audit.actions import record
from portal.clock import TOLERANCE, now
from portal.people.models import Citizen, User
from reminders.calendars.models import CalendarFeed
from reminders.calendars.querysets import digest_of

READ_EVERY = dt.timedelta(minutes=15)
"""How precise «last read» is: calendars ask often, and a row written each time would be noise."""


@transaction.atomic
def make(*, citizen: Citizen, by: User) -> str:
    """A new secret, told once; the former address stops at once."""
    Citizen.objects.select_for_update(no_key=True).get(pk=citizen.pk)  # two clicks make one address
    revoke(citizen=citizen, by=by)
    token = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(citizen=citizen, token_digest=digest_of(token), made_by=by)
    record("calendar_feed.made", by=by, subject=feed, citizen=citizen)
    return token


@transaction.atomic
def revoke(*, citizen: Citizen, by: User) -> bool:
    """Whether there was one."""
    feed = CalendarFeed.objects.in_force().filter(citizen=citizen).first()
    if feed is None or not CalendarFeed.objects.in_force().filter(pk=feed.pk).update(revoked_at=now(), revoked_by=by):
        return False
    record("calendar_feed.revoked", by=by, subject=feed, citizen=citizen)
    return True


def mark_read(*, feed: CalendarFeed) -> None:
    """Not journaled: the person's own calendar asks, day and night; the row says when it last did."""
    at = now()
    old = Q(last_read_at=None) | Q(last_read_at__lt=at - READ_EVERY) | Q(last_read_at__gt=at + TOLERANCE)
    before = CalendarFeed.objects.filter(old, pk=feed.pk)
    before.update(last_read_at=at)
