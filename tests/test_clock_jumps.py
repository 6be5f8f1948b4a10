"""The wall clock went six hours ahead and came back: what was dated meanwhile waits no longer for it."""

import datetime as dt
import time

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from portal import clock
from portal.clock import now
from portal.documents.models import Document
from portal.people.sessions import SEEN, STARTED
from programs.situations.answers import LIFETIME
from reminders.calendars.actions import make, mark_read
from reminders.calendars.models import CalendarFeed
from reminders.deliveries import holds
from tests.portal.documents.deposits import deposit

pytestmark = pytest.mark.django_db
AHEAD = dt.timedelta(hours=6)


def test_a_session_seen_later_than_now_ends(client: Client, bruno):
    """It was idle for nobody knows how long: otherwise it would live six hours more."""
    client.force_login(bruno)
    client.get("/")
    session = client.session
    session[SEEN] = now().timestamp() + AHEAD.total_seconds()
    session.save()
    client.get("/")
    assert "_auth_user_id" not in client.session


def test_a_session_seen_a_second_ahead_lives(client: Client, bruno):
    """Two machines' clocks differ by as much."""
    client.force_login(bruno)
    session = client.session
    session[SEEN] = session[STARTED] = now().timestamp() + 2
    session.save()
    client.get("/")
    assert "_auth_user_id" in client.session


def test_what_was_to_end_six_hours_ago_by_the_other_clock_is_over():
    at = now().timestamp()
    assert clock.is_under_way(at + LIFETIME, lasting=LIFETIME)
    assert not clock.is_under_way(at - 1, lasting=LIFETIME)
    assert not clock.is_under_way(at + LIFETIME + AHEAD.total_seconds(), lasting=LIFETIME)


def test_a_provider_is_not_left_alone_for_six_hours_more():
    with time_machine.travel(dt.datetime.now(dt.UTC) + AHEAD, tick=True):
        holds.hold("email", 60)
        assert holds.is_held("email")
    assert not holds.is_held("email")
    holds.hold("email", 60)
    assert holds.is_held("email") and not holds.is_held("sms")
    cache.clear()


def test_a_document_is_not_claimed_for_six_hours(amelie):
    document = deposit(amelie, team=None)
    at = dt.datetime.now(dt.UTC)
    for column in ("claimed_until", "not_before"):
        Document.objects.filter(pk=document.pk).update(**{column: at + AHEAD})
        assert Document.objects.to_screen(at).filter(pk=document.pk).exists()
        Document.objects.filter(pk=document.pk).update(**{column: at + dt.timedelta(minutes=1)})
        assert not Document.objects.to_screen(at).filter(pk=document.pk).exists()
        Document.objects.filter(pk=document.pk).update(**{column: None})


def test_a_calendar_says_when_it_was_last_read(bruno):
    make(citizen=bruno.citizen, by=bruno)
    feed = CalendarFeed.objects.get(citizen=bruno.citizen)
    CalendarFeed.objects.filter(pk=feed.pk).update(last_read_at=now() + AHEAD)
    mark_read(feed=feed)
    feed.refresh_from_db()
    assert abs(feed.last_read_at.timestamp() - time.time()) < 60
