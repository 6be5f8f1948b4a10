"""Whatever people press, in whatever order: a deadline and its reminders never contradict each other.

Days pass, reminders leave, dates move, agents pause: after each action, what is planned is what the state says, what
left stays, and planning again changes nothing.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
import time_machine
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.clock import now, today
from portal.people.models import User
from reminders.deadlines import actions
from reminders.deadlines.models import Deadline
from reminders.kinds.models import DeadlineKind, ReminderStep
from reminders.reminders.models import Reminder
from reminders.reminders.planning import plan

pytestmark = pytest.mark.django_db
BEGINNING = dt.datetime(2027, 3, 2, 15, tzinfo=dt.UTC)
"""A Tuesday; twelve days later the clocks change."""
REFUSALS = (actions.DeadlineClosed, actions.DeadlineFollowed, actions.TooLate, actions.CannotBeMissed)
DAYS = st.integers(-20, 40)
STEPS = st.one_of(
    st.tuples(st.sampled_from(["done", "set_aside", "missed", "reopen", "pause", "resume", "leave"]), st.just(0)),
    st.tuples(st.just("move"), DAYS),
    st.tuples(st.just("later"), st.integers(-1, 15)),
    st.tuples(st.just("wait"), st.integers(1, 240)),
)


@pytest.fixture
def appointment(saaq, saaq_administrator) -> DeadlineKind:
    """One step of each moment; seven days, one day before, the day itself, one after."""
    made = DeadlineKind.objects.create(
        **{"code": "essai", "organization": saaq, "nature": "appointment", "basis": "given", "title_fr": "Rendez-vous"},
        **{"confidence": "official_page", "updated_at": now(), "state": "published"},
        **{"published_at": now(), "published_by": saaq_administrator},
    )
    for days in (-7, -1, 0, 1):
        ReminderStep.objects.create(kind=made, offset_days=days, text_fr="{date} {where}")
    for moment in ("opened", "done", "missed"):
        ReminderStep.objects.create(kind=made, moment=moment, text_fr="{date} {where}")
    return made


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def do(verb: str, number: int, deadline: Deadline, by: User, clock: time_machine.Traveller) -> None:
    """As the pages do: with the row as it is, and a refusal undoes what it began."""
    fresh = Deadline.objects.with_kind().get(pk=deadline.pk)
    fields = {"deadline": fresh, "by": by}
    with suppress(*REFUSALS, IntegrityError), transaction.atomic():
        match verb:
            case "wait":
                clock.shift(dt.timedelta(hours=number))
            case "leave":
                due = Reminder.objects.due(now()).filter(deadline=fresh)
                due.filter(useful_until__lte=now()).update(state="missed", why="late", settled_at=now())
                due.update(state="sent", settled_at=now())
            case "move":
                actions.move(**fields, due_on=today() + dt.timedelta(days=number))
            case "later":
                actions.remind_later(**fields, at=now() + dt.timedelta(days=number, hours=1))
            case _:
                named = {"done": "mark_done", "missed": "mark_missed"}
                getattr(actions, named.get(verb, verb))(**fields)


def reminders_of(deadline: Deadline) -> list[Reminder]:
    return list(Reminder.objects.filter(deadline=deadline).select_related("step").order_by("pk"))


def assert_sound(deadline: Deadline, gone: dict[int, tuple]) -> None:
    fresh = Deadline.objects.get(pk=deadline.pk)
    rows = reminders_of(fresh)
    left = {row.pk: (row.state, row.due_at, row.due_on, row.step_id) for row in rows if row.state in {"sent", "missed"}}
    assert left.items() >= gone.items(), "what left has changed"
    gone.update(left)
    planned = [row for row in rows if row.state == "planned"]
    assert fresh.paused_at is None or not planned, "a paused deadline reminds"
    for row in planned:
        moment = row.step.moment if row.step else "date"
        assert moment in ({"date", "opened"} if fresh.is_open else {fresh.state}), "a reminder of another state"
        assert row.due_at < row.useful_until and (row.due_on == fresh.due_on)
        if fresh.later_at and moment == "date":
            assert row.due_at >= fresh.later_at, "it rings while it was put off"
    instants = [row.due_at for row in planned if row.step is None or row.step.moment == "date"]
    assert len(instants) == len(set(instants)), "two at the same instant"
    moments = [row.step_id for row in rows if row.step and row.step.moment != "date" and row.state == "sent"]
    assert len(moments) == len(set(moments)), "a moment was told twice"


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=DAYS, done=st.lists(STEPS, min_size=3, max_size=14))
def test_what_is_planned_is_what_the_state_says(appointment, amelie, days, done):
    with undone(), time_machine.travel(BEGINNING, tick=False) as clock:
        due_on = today() + dt.timedelta(days=days)
        fields = {"citizen": amelie.citizen, "kind": appointment, "due_time": dt.time(10, 30), "by": amelie}
        deadline, gone = actions.open_deadline(**fields, due_on=due_on), {}
        for verb, number in done:
            do(verb, number, deadline, amelie, clock)
            assert_sound(deadline, gone)
            before = [vars(row) | {"_state": None} for row in Reminder.objects.order_by("pk")]
            assert plan(Deadline.objects.filter(pk=deadline.pk), at=now()) == 0, "planning again changed something"
            assert before == [vars(row) | {"_state": None} for row in Reminder.objects.order_by("pk")]
