"""Planning in sets says what the pure rule says, once."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from portal.clock import now, today
from portal.health.checks import lagging_zones
from reminders.deadlines.actions import mark_done, move, set_aside
from reminders.deadlines.models import Deadline
from reminders.kinds.models import DeadlineKind, ReminderStep
from reminders.reminders.ladder import ladder
from reminders.reminders.models import Reminder
from reminders.reminders.planning import plan
from tests.reminders.reminders.test_ladder import ZONES, offsets

pytestmark = pytest.mark.django_db
State = Reminder.State


def planned(deadline) -> list[int]:
    return list(deadline.reminders.planned().order_by("due_at").values_list("step__offset_days", flat=True))


def database_knows(zone: str) -> bool:
    """A PostgreSQL whose zone tables are older than ours plans by a law that has changed: `manage.py check` says so."""
    return zone not in lagging_zones()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(offsets, st.sampled_from(ZONES), st.integers(-60, 400))
def test_sql_and_rule_agree(licence, bruno, steps, zone, ahead):
    assume(database_knows(zone))
    kind = DeadlineKind.objects.get(pk=licence.pk)
    kind.pk, kind.code, kind._state.adding = None, f"essai-{Deadline.objects.count()}", True
    kind.save()
    ReminderStep.objects.bulk_create(ReminderStep(kind=kind, offset_days=offset, text_fr="x") for offset in steps)
    bruno.citizen.__class__.objects.filter(pk=bruno.citizen.pk).update(time_zone=zone)
    due_on, at = today() + dt.timedelta(days=ahead), now()
    deadline = Deadline.objects.create(citizen=bruno.citizen, concerned=bruno.citizen, kind=kind, due_on=due_on)
    plan(Deadline.objects.filter(pk=deadline.pk), at=at)
    made = deadline.reminders.order_by("due_at").values_list("step__offset_days", "due_at", "useful_until")
    expected = [rung for rung in ladder(due_on, steps, zone) if rung.due_at > at]
    assert list(made) == [(rung.offset_days, rung.due_at, rung.useful_until) for rung in expected]
    deadline.refresh_from_db()
    assert deadline.next_at == (expected[0].due_at if expected else None)


def test_planning_twice_plans_once(followed, bruno):
    deadline = followed(bruno, days=60)
    assert planned(deadline) == [-30, -7, -1, 1, 7]
    assert plan(Deadline.objects.all(), at=now()) == 0
    assert deadline.reminders.count() == 5


def test_steps_already_past_are_not_planned(followed, bruno):
    assert planned(followed(bruno, days=3)) == [-1, 1, 7]


def test_following_twice_is_following_once(followed, bruno):
    assert followed(bruno) == followed(bruno)


@pytest.mark.parametrize("close", [mark_done, set_aside])
def test_closing_cancels_the_rest(followed, bruno, close):
    deadline = close(deadline=followed(bruno, days=60), by=bruno)
    assert planned(deadline) == []
    assert deadline.reminders.filter(state=State.CANCELLED).count() == 5


def test_moving_replans_and_keeps_what_left(followed, bruno):
    deadline = followed(bruno, days=60)
    first = deadline.reminders.earliest("due_at")
    deadline.reminders.filter(pk=first.pk).update(state=State.SENT, settled_at=now())
    moved = move(deadline=deadline, due_on=today() + dt.timedelta(days=90), by=bruno)
    assert planned(moved) == [-30, -7, -1, 1, 7]
    assert moved.reminders.filter(due_on=first.due_on, state=State.CANCELLED).count() == 4


def test_moving_there_and_back_does_not_repeat(followed, bruno):
    deadline = followed(bruno, days=60)
    day = deadline.due_on
    deadline.reminders.filter(step__offset_days=-30).update(state=State.SENT, settled_at=now())
    move(deadline=deadline, due_on=day + dt.timedelta(days=1), by=bruno)
    back = move(deadline=deadline, due_on=day, by=bruno)
    assert planned(back) == [-7, -1, 1, 7]


def test_a_new_zone_moves_what_is_planned(followed, bruno):
    deadline = followed(bruno, days=60)
    before = deadline.reminders.earliest("due_at").due_at
    bruno.citizen.__class__.objects.filter(pk=bruno.citizen.pk).update(time_zone="America/Halifax")
    assert plan(Deadline.objects.all(), at=now()) == 5
    assert deadline.reminders.earliest("due_at").due_at - before == dt.timedelta(hours=-1)


def test_the_next_step_is_read_with_the_deadline(followed, bruno):
    followed(bruno, days=60)
    deadline = Deadline.objects.with_next().get()
    assert deadline.next_offset == -30
    assert deadline.next_at == deadline.reminders.earliest("due_at").due_at
