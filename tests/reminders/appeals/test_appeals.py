"""The last day to contest a decision is a deadline of the person, reminded before and after, gone with the decision."""

import pytest

from portal.clock import today
from portal.dossier_types.models import DossierType
from portal.dossiers.actions import decide, open_dossier, reopen
from portal.dossiers.models import Dossier
from portal.isolation.actions import set_aside_of
from reminders.appeals import following
from reminders.appeals.following import follow_decisions
from reminders.appeals.models import Appeal
from reminders.deadlines.models import Deadline
from reminders.demonstration.seeds import offer
from reminders.kinds.models import DeadlineKind
from reminders.reminders.models import Reminder

pytestmark = pytest.mark.django_db
CODE = "contester-decision-saaq"


@pytest.fixture
def contested(people):
    return offer(CODE, by=people["emile"])


@pytest.fixture
def refused(amelie, saaq_agent, saaq_team) -> Dossier:
    dossier_type = DossierType.objects.get(code="permis-conduire")
    dossier = open_dossier(by=saaq_agent, citizen=amelie.citizen, team=saaq_team, dossier_type=dossier_type)
    decide(by=saaq_agent, dossier=dossier, revision=1, outcome="refused", reason="sante", remedy="revision")
    return dossier


def test_a_decision_opens_its_deadline_once_and_its_reminders(refused, contested, amelie):
    assert (follow_decisions(), follow_decisions()) == (1, 0)
    deadline = Deadline.objects.get(kind=contested)
    assert (deadline.citizen, deadline.is_private) == (amelie.citizen, False)
    assert deadline.due_on == refused.decisions.get().contest_until
    assert Reminder.objects.filter(deadline=deadline).count() == 3


def test_reopened_nobody_is_reminded_to_contest(refused, contested, saaq_agent):
    follow_decisions()
    reopen(by=saaq_agent, dossier=refused, revision=2)
    assert (follow_decisions(), follow_decisions()) == (1, 0)
    deadline = Deadline.objects.get(kind=contested)
    assert not deadline.is_open
    assert not Reminder.objects.filter(deadline=deadline, state="planned").exists()


def test_withdrawn_before_it_was_followed_nothing_opens(refused, contested, saaq_agent):
    reopen(by=saaq_agent, dossier=refused, revision=2)
    assert follow_decisions() == 0 and not Appeal.objects.exists()


def test_without_a_published_kind_nothing_leaves_until_there_is_one(refused, people):
    DeadlineKind.objects.filter(code=CODE).update(
        state="retired", published_at="2026-01-01T00:00Z", published_by=people["emile"]
    )
    assert follow_decisions() == 0
    DeadlineKind.objects.filter(code=CODE).update(state="published")
    assert follow_decisions() == 1


def test_a_day_that_passed_is_not_followed(refused, contested, clock_offset):
    clock_offset(days=61)
    assert follow_decisions() == 0 and today() > refused.decisions.get().contest_until


def test_what_is_granted_without_remedy_has_none(amelie, saaq_agent, saaq_team, contested):
    dossier_type = DossierType.objects.get(code="permis-conduire")
    dossier = open_dossier(by=saaq_agent, citizen=amelie.citizen, team=saaq_team, dossier_type=dossier_type)
    decide(by=saaq_agent, dossier=dossier, revision=1, outcome="granted")
    assert follow_decisions() == 0


def test_a_person_for_whom_it_fails_keeps_nobody_elses_waiting(
    refused, contested, bruno, saaq_agent, saaq_team, monkeypatch
):
    other = open_dossier(by=saaq_agent, citizen=bruno.citizen, team=saaq_team, dossier_type=refused.dossier_type)
    decide(by=saaq_agent, dossier=other, revision=1, outcome="refused", reason="sante", remedy="revision")
    real = following.open_deadline

    def refuse(*, citizen, **deadline):
        if citizen == refused.citizen:
            raise ValueError("a row that cannot be read")
        return real(citizen=citizen, **deadline)

    monkeypatch.setattr(following, "open_deadline", refuse)
    assert (follow_decisions(), follow_decisions()) == (1, 0)
    assert set_aside_of(work=following.WORK) == [refused.citizen_id]
    monkeypatch.undo()
    assert following.follow_decisions_of(person=refused.citizen_id) == 1


def test_it_shows_on_its_own_dossier_only_and_leads_to_it(refused, contested, amelie, saaq_agent, saaq_team, signed_in):
    other = open_dossier(by=saaq_agent, citizen=amelie.citizen, team=saaq_team, dossier_type=refused.dossier_type)
    follow_decisions()
    deadline, client = Deadline.objects.get(kind=contested), signed_in(amelie)
    assert deadline.get_absolute_url() in client.get(refused.get_absolute_url()).content.decode()
    assert deadline.get_absolute_url() not in client.get(other.get_absolute_url()).content.decode()
    text = client.get(deadline.get_absolute_url()).content.decode()
    assert refused.get_absolute_url() in text and refused.number in text and other.number not in text
