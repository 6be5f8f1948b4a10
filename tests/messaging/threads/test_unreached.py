"""Whoever chose no way to be told and does not come back in the promised delay is proposed to the team for a call."""

import pytest
from django.urls import reverse

from messaging.threads.unreached import note_call, propose_calls
from portal.audit.models import AuditEvent
from portal.consents.actions import give
from portal.consents.models import Channel, Purpose
from portal.work_items.models import WorkItem

pytestmark = pytest.mark.django_db
CALL = "messaging.call"


@pytest.fixture
def answered(start, answer):
    thread = start()
    answer(thread)
    thread.refresh_from_db()
    return thread


def calls(thread) -> list[WorkItem]:
    return list(WorkItem.objects.open().about(thread).filter(kind=CALL))


def page(thread) -> str:
    return reverse("admin:threads_thread_change", args=[thread.pk])


def test_after_the_promised_delay_the_team_is_proposed_to_call(
    answered, clock_offset, signed_in, saaq_agent, saaq_team
):
    assert propose_calls() == 0
    clock_offset(days=saaq_team.answer_days * 2 + 4)
    assert (propose_calls(), propose_calls()) == (1, 0)  # once for an answer
    (item,) = calls(answered)
    assert item.team == saaq_team and "n’a pas lu la réponse" in item.sentence
    row = AuditEvent.objects.get(verb="thread.call_proposed")
    assert (row.citizen_id, row.by_role) == (answered.citizen_id, AuditEvent.Role.SYSTEM)
    assert "elle n’a pas lu votre réponse" in signed_in(saaq_agent).get(page(answered)).content.decode()


def test_it_disappears_when_she_reads(answered, clock_offset, signed_in, amelie, saaq_agent, saaq_team):
    clock_offset(days=saaq_team.answer_days * 2 + 4)
    propose_calls()
    signed_in(saaq_agent).get(page(answered))  # an agent's opening is not hers
    assert calls(answered)
    signed_in(amelie).get(answered.get_absolute_url())
    assert not calls(answered) and propose_calls() == 0


def test_who_chose_a_way_is_not_called(answered, clock_offset, amelie, saaq_team):
    give(citizen=amelie.citizen, purpose=Purpose.FILE_NEWS, channel=Channel.EMAIL, wording="Oui", by=amelie)
    clock_offset(days=saaq_team.answer_days * 2 + 4)
    assert propose_calls() == 0


def test_who_read_in_time_is_not_called(answered, clock_offset, signed_in, amelie, saaq_team):
    signed_in(amelie).get(answered.get_absolute_url())
    clock_offset(days=saaq_team.answer_days * 2 + 4)
    assert propose_calls() == 0


def test_the_agent_notes_the_call_once(answered, clock_offset, signed_in, saaq_agent, saaq_team):
    clock_offset(days=saaq_team.answer_days * 2 + 4)
    propose_calls()
    client = signed_in(saaq_agent)
    assert "L’appel est noté" in client.post(page(answered), {"called": "1"}, follow=True).content.decode()
    assert not calls(answered) and AuditEvent.objects.filter(verb="thread.called", by_id=saaq_agent.pk).count() == 1
    assert "n’était plus à faire" in client.post(page(answered), {"called": "1"}, follow=True).content.decode()
    assert propose_calls() == 0  # still unread, and called already
    assert not note_call(thread=answered, by=saaq_agent)


def test_a_later_answer_is_proposed_anew(answered, answer, clock_offset, saaq_agent, saaq_team, signed_in, amelie):
    clock_offset(days=saaq_team.answer_days * 2 + 4)
    propose_calls()
    signed_in(amelie).get(answered.get_absolute_url())
    answer(answered)
    assert propose_calls() == 0
    clock_offset(days=(saaq_team.answer_days * 2 + 4) * 2)
    assert propose_calls() == 1


def test_another_team_sees_nothing_of_it(answered, clock_offset, signed_in, people, saaq_team):
    clock_offset(days=saaq_team.answer_days * 2 + 4)
    propose_calls()
    assert signed_in(people["benoit"]).post(page(answered), {"called": "1"}).status_code == 404
    assert calls(answered)
