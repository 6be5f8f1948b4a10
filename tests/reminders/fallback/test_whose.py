"""A dead letter keeps whose matter it was: its list is read by it, never by what it carries."""

import pytest

from portal.access.visibility import forget_visibility
from portal.clock import now
from portal.dossiers.actions import open_dossier
from reminders.deadlines.models import Deadline
from reminders.fallback.models import DeadLetter
from reminders.fallback.sweep import follow_up
from reminders.kinds.models import DeadlineKind
from reminders.reminders.models import Reminder
from tests.reminders.fallback.conftest import first_of

pytestmark = pytest.mark.django_db


def seen_by(people) -> set[str]:
    for account in people.values():
        forget_visibility(account)
    return {key for key, account in people.items() if DeadLetter.objects.visible_to(account).exists()}


@pytest.fixture
def unsent(deadline):
    """A reminder that no channel could carry."""
    row = Reminder.objects.filter(pk=first_of(deadline).pk)
    row.update(state="missed", why="unreached", settled_at=now())
    return row.get()


def test_that_of_a_failed_attempt(ended, kind, people):
    ended(state="failed", code="550")
    follow_up()
    letter = DeadLetter.objects.get()
    assert (letter.organization_id, letter.team_id) == (kind.organization_id, kind.team_id)
    assert seen_by(people) == {"alain", "aicha", "sylvie", "olga", "omar"}


def test_that_of_a_reminder_without_an_attempt(unsent, kind, people):
    follow_up()
    letter = DeadLetter.objects.get()
    assert (letter.organization_id, letter.team_id) == (kind.organization_id, kind.team_id)
    assert seen_by(people) == {"alain", "aicha", "sylvie", "olga", "omar"}


def test_nobody_s_for_what_the_person_asked_herself(unsent, people):
    Deadline.objects.update(origin="citizen", is_private=True)
    follow_up()
    assert DeadLetter.objects.get().team_id is None and seen_by(people) == {"olga", "omar"}


def test_a_team_that_takes_the_kind_over_leaves_it_to_the_one_that_had_it(unsent, kind, people):
    follow_up()
    DeadlineKind.objects.filter(pk=kind.pk).update(team=None)
    assert seen_by(people) == {"alain", "aicha", "sylvie", "olga", "omar"}


def test_a_team_with_a_dossier_of_the_person_sees_it_too(unsent, bruno, saaq, saaq_agent_other_team, people):
    follow_up()
    team = saaq.teams.get(name="Accidents de la route")
    open_dossier(by=saaq_agent_other_team, citizen=bruno.citizen, team=team, number="S-9", title="Accident")
    assert seen_by(people) == {"alain", "aicha", "sylvie", "benoit", "brigitte", "olga", "omar"}


def test_the_list_looks_into_nothing_that_they_carry(unsent, saaq_agent):
    follow_up()
    said = str(DeadLetter.objects.visible_to(saaq_agent).query)
    assert "reminders_reminder" not in said and "deliveries_delivery" not in said
