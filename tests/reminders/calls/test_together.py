"""One call says all that a team has to say to a person; what is void leaves the list by itself."""

import pytest
from django.urls import reverse

from portal.clock import now
from portal.consents.actions import withdraw
from portal.consents.models import Channel, Purpose
from portal.people.models import Citizen
from reminders.calls import actions
from reminders.calls.models import Call
from reminders.deadlines.actions import mark_done
from reminders.deadlines.models import Deadline
from reminders.inbox.models import InboxItem
from reminders.reminders.models import Reminder

LIST = "/gestion/calls/call/"


@pytest.fixture
def two(morning, lea, listed) -> list[Call]:
    return [listed(lea, days=days) for days in (10, 12)]


@pytest.fixture
def agent_client(saaq_agent, signed_in):
    return signed_in(saaq_agent)


def states() -> list[str]:
    return sorted(Call.objects.values_list("state", flat=True))


def test_the_list_has_one_line_a_person(two, leo, listed, agent_client):
    listed(leo)
    page = agent_client.get(LIST).content.decode()
    assert page.count("Léa Bouchard") == 1 and page.count("Léo Gagnon") == 1


def test_one_call_says_everything_and_each_outcome_is_of_all(two, agent_client, licence):
    where = reverse("admin:calls_call_change", args=[two[0].pk])
    page = agent_client.post(where, {"act": "take"}, follow=True).content.decode()
    assert "12 mars 2027" in page and "14 mars 2027" in page
    assert page.count(f"{licence.title_fr}. ") == 2  # each says which deadline it speaks of
    second = Deadline.objects.get(due_on="2027-03-14")
    agent_client.post(where, {"act": "done", "deadline": second.pk})
    assert Deadline.objects.get(pk=second.pk).state == "done"
    agent_client.post(where, {"act": "reached"})
    assert states() == ["reached", "reached"]


def test_no_answer_brings_both_back_and_letting_go_frees_both(two, saaq_agent):
    actions.take(call=two[0], by=saaq_agent)
    actions.let_go(call=two[0], by=saaq_agent)
    assert not Call.objects.exclude(claimed_by=None).exists()
    actions.take(call=two[0], by=saaq_agent)
    actions.note(call=two[0], outcome="no_answer", by=saaq_agent)
    assert states() == ["to_call", "to_call"] and set(Call.objects.values_list("tries", flat=True)) == {1}


def test_another_team_keeps_its_own_call(two, saaq_agent, saaq):
    other = saaq.teams.exclude(pk=two[1].team_id).first()
    Call.objects.filter(pk=two[1].pk).update(team=other)
    actions.take(call=two[0], by=saaq_agent)
    assert Call.objects.get(pk=two[1].pk).claimed_by is None


def _done(lea, by):
    mark_done(deadline=Deadline.objects.get(due_on="2027-03-12"), by=by)


def _read(lea, by):
    reminder = Reminder.objects.get(deadline__due_on="2027-03-12")
    InboxItem.objects.create(citizen=lea, reminder=reminder, read_at=now(), read_by=by)


def test_nothing_void_is_dropped_of_what_waits(two):
    assert actions.drop_void() == 0 and states() == ["to_call", "to_call"]


@pytest.mark.parametrize("change", [_done, _read], ids=["done", "read in the inbox"])
def test_what_is_void_leaves_the_list_by_itself(two, lea, saaq_agent, change):
    change(lea, saaq_agent)
    assert actions.drop_void() == 1 and states() == ["cancelled", "to_call"]


def test_so_does_all_that_was_for_who_died_or_wants_no_calls(two, lea, leo, listed, saaq_agent):
    mine = listed(leo)
    withdraw(citizen=leo, purpose=Purpose.REMINDERS, channel=Channel.PHONE, by=saaq_agent)
    Citizen.objects.filter(pk=lea.pk).update(died_on=now().date())
    assert actions.drop_void() == 3 and states() == ["cancelled"] * 3
    assert Call.objects.get(pk=mine.pk).next_try_at is None
