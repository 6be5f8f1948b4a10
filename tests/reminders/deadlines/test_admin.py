"""«Traité par téléphone»: what agents note about a deadline of their organization, asked once before it is done."""

import datetime as dt

import pytest
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.clock import today
from reminders.deadlines.models import Deadline
from reminders.kinds.models import DeadlineKind
from reminders.reminders.models import Reminder


@pytest.fixture
def deadline(given, amelie) -> Deadline:
    return given(amelie, days=40)


@pytest.fixture
def agent_client(saaq_agent, signed_in):
    return signed_in(saaq_agent)


def address(deadline) -> str:
    return reverse("admin:deadlines_deadline_change", args=[deadline.pk])


def press(client, deadline, act, **fields):
    """The button, then its confirmation."""
    asked = client.post(address(deadline), {"act": act, **fields})
    done = client.post(address(deadline), {"act": act, "sure": "1", **fields}, follow=True)
    deadline.refresh_from_db()
    return asked, done


def test_an_action_is_asked_before_it_is_done(deadline, agent_client):
    asked = agent_client.post(address(deadline), {"act": "pause"})
    deadline.refresh_from_db()
    assert "Plus aucun rappel" in asked.content.decode() and deadline.paused_at is None


def test_paused_by_telephone_nothing_is_planned_and_the_page_says_who(deadline, agent_client, saaq_agent):
    assert Reminder.objects.planned().filter(deadline=deadline).exists()
    _, done = press(agent_client, deadline, "pause")
    assert deadline.paused_by == saaq_agent
    assert not Reminder.objects.planned().filter(deadline=deadline).exists()
    page = done.content.decode()
    assert "en pause" in page and str(saaq_agent) in page
    press(agent_client, deadline, "resume")
    assert deadline.paused_at is None
    assert Reminder.objects.planned().filter(deadline=deadline).exists()
    events = AuditEvent.objects.filter(verb__in=["deadline.paused", "deadline.resumed"], citizen_id=deadline.citizen_id)
    assert events.count() == 2


def test_done_on_the_telephone(deadline, agent_client, saaq_agent):
    press(agent_client, deadline, "done")
    assert (deadline.state, deadline.closed_by) == ("done", saaq_agent)


def test_twice_is_once(deadline, agent_client):
    press(agent_client, deadline, "done")
    answer = agent_client.post(address(deadline), {"act": "done", "sure": "1"}, follow=True)
    assert "a changé entre-temps" in answer.content.decode()
    assert AuditEvent.objects.filter(verb="deadline.done", subject_id=str(deadline.pk)).count() == 1


def test_only_an_appointment_can_be_missed(deadline, agent_client):
    press(agent_client, deadline, "missed")
    assert deadline.state == "open"
    DeadlineKind.objects.filter(pk=deadline.kind_id).update(nature="appointment")
    assert "Rendez-vous manqué" in agent_client.get(address(deadline)).content.decode()
    press(agent_client, deadline, "missed")
    assert deadline.state == "missed"


def test_another_date(deadline, agent_client):
    wanted = today() + dt.timedelta(days=60)
    asked, _ = press(agent_client, deadline, "move", due_on=wanted.isoformat())
    assert deadline.due_on == wanted and wanted.isoformat() in asked.content.decode()


@pytest.mark.parametrize("typed", ["", "demain", "0001-01-01", "2999-01-01", "2027-02-30"])
def test_a_bad_date_is_told_and_nothing_changes(deadline, agent_client, typed):
    before = deadline.due_on
    answer = agent_client.post(address(deadline), {"act": "move", "sure": "1", "due_on": typed})
    deadline.refresh_from_db()
    assert answer.status_code == 422 and deadline.due_on == before
    assert "r-errors" in answer.content.decode() or "is-invalid" in answer.content.decode()


def test_reminded_later_as_the_person_asks(deadline, agent_client):
    asked, done = press(agent_client, deadline, "later", when="7")
    assert "Oui, ce jour-là" in asked.content.decode() and "avant ce jour-là" in done.content.decode()
    assert deadline.later_at is not None
    assert AuditEvent.objects.filter(verb="deadline.put_off", subject_id=str(deadline.pk)).count() == 1


@pytest.mark.parametrize("typed", [{}, {"when": "day"}, {"when": "day", "day": "2999-01-01"}, {"when": "x"}])
def test_a_later_day_that_cannot_be_is_told(deadline, agent_client, typed):
    answer = agent_client.post(address(deadline), {"act": "later", "sure": "1", **typed})
    deadline.refresh_from_db()
    assert answer.status_code == 422 and deadline.later_at is None


def test_once_closed_it_is_not_put_off(deadline, agent_client):
    press(agent_client, deadline, "done")
    assert "Le rappeler plus tard" not in agent_client.get(address(deadline)).content.decode()
    agent_client.post(address(deadline), {"act": "later", "sure": "1", "when": "7"})
    deadline.refresh_from_db()
    assert deadline.later_at is None


def test_a_date_already_followed_is_told(deadline, followed, amelie, agent_client):
    other = followed(amelie, days=50)
    _, done = press(agent_client, deadline, "move", due_on=other.due_on.isoformat())
    assert "déjà une échéance" in done.content.decode() and deadline.due_on != other.due_on


@pytest.mark.parametrize("act", ["", "nonsense", "resume", "delete"])
def test_nonsense_changes_nothing(deadline, agent_client, act):
    before = Deadline.objects.filter(pk=deadline.pk).values().get()
    press(agent_client, deadline, act)
    assert Deadline.objects.filter(pk=deadline.pk).values().get() == before


@pytest.mark.parametrize("key", ["bruno", "amelie", "diane", "emile", "olga", "steve"])
def test_strangers_change_nothing(deadline, people, signed_in, key):
    client = signed_in(people[key])
    for act in ("pause", "done", "move"):
        answer = client.post(address(deadline), {"act": act, "sure": "1", "due_on": "2030-01-01"})
        assert answer.status_code == 404
    before = deadline.due_on
    deadline.refresh_from_db()
    assert (deadline.state, deadline.paused_at, deadline.due_on) == ("open", None, before)


def test_the_list_begins_with_what_is_left_to_do(deadline, agent_client):
    press(agent_client, deadline, "done")
    shown = reverse("admin:deadlines_deadline_changelist")

    def listed(asked: str) -> bool:
        return deadline in agent_client.get(shown + asked).context["cl"].result_list

    assert not listed("") and listed("?etat=toutes") and listed(f"?etat={deadline.state}")
    assert "Non vide" not in agent_client.get(shown).content.decode()


def test_not_hers_then_opened_again_by_telephone(deadline, agent_client):
    _, set_aside = press(agent_client, deadline, "set_aside")
    assert deadline.state == Deadline.State.CANCELLED and "retirée" in set_aside.content.decode()
    _, reopened = press(agent_client, deadline, "reopen")
    assert deadline.state == Deadline.State.OPEN and "rouverte" in reopened.content.decode()
