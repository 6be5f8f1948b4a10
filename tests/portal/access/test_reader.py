"""Instants follow the clock of whoever reads; where nobody's is known, Québec's, and its name."""

import datetime as dt

import pytest
from django.template import Context, Template
from django.utils import timezone

from messaging.threads.models import Message
from portal.access import reader
from portal.access.visibility import forget_visibility, visibility_of
from portal.people.models import Citizen
from tests.test_access import conversation_of

pytestmark = pytest.mark.django_db
SIX = dt.datetime(2026, 7, 1, 10, 0, tzinfo=dt.UTC)  # 6 h in Québec, 3 h in Vancouver, 7 h in Halifax


def shown() -> str:
    return Template("{% load portal_tags %}{{ at|moment }}").render(Context({"at": SIX}))


@pytest.fixture(autouse=True)
def _forget():
    yield
    reader.forget()


def test_the_hour_is_the_readers():
    reader.follow("America/Vancouver")
    assert "3\u00a0h<" in shown() and "heure" not in shown()


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../etc/passwd"])
def test_nobodys_hour_says_whose_it_is(zone):
    reader.follow(zone)
    assert "6\u00a0h (heure de l’Est)<" in shown()


def test_outside_a_page_nothing_is_added():
    assert "6\u00a0h<" in shown()


def test_a_person_reads_her_own_hours(story, signed_in):
    Citizen.objects.filter(pk=story["amelie"].citizen.pk).update(time_zone="America/Vancouver")
    thread = conversation_of(story)
    Message.objects.filter(thread=thread).update(sent_at=SIX)
    page = signed_in(story["amelie"]).get(thread.get_absolute_url()).content.decode()
    assert "1er\u00a0juillet 2026 à 3\u00a0h<" in page and "juillet 2026 à 6\u00a0h" not in page
    assert timezone.get_current_timezone_name() == "America/Toronto"  # the next page is another reader's


def test_an_agent_reads_the_hours_of_where_they_work(story, signed_in):
    thread = conversation_of(story)
    Message.objects.filter(thread=thread).update(sent_at=SIX)
    thread.team.time_zone = "America/Halifax"
    thread.team.save()
    forget_visibility(story["alain"])
    page = signed_in(story["alain"]).get(f"/gestion/threads/thread/{thread.pk}/change/").content.decode()
    assert "1er\u00a0juillet 2026 à 7\u00a0h<" in page


def test_who_works_in_two_places_and_the_operation_read_quebecs_with_its_name(story):
    assert visibility_of(story["olga"]).zone == ""
    assert visibility_of(story["alain"]).zone == "America/Toronto"
