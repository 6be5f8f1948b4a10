"""Planning in sets says what the pure rule says, once."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from portal.clock import now, today
from portal.consents.actions import withdraw
from portal.consents.models import Channel, Purpose
from portal.health.checks import lagging_zones
from portal.people.models import Citizen
from reminders.deadlines.actions import (
    mark_done,
    mark_missed,
    move,
    pause,
    remind_later,
    reopen,
    resume,
    set_aside,
)
from reminders.deadlines.models import Deadline
from reminders.holidays.actions import import_holidays
from reminders.holidays.models import Holiday
from reminders.kinds.models import DeadlineKind, ReminderStep
from reminders.reminders.ladder import Facts, LadderStep, Rung, ladder, to_plan
from reminders.reminders.models import Reminder
from reminders.reminders.planning import plan
from tests.reminders.paper import agree
from tests.reminders.reminders.test_ladder import ZONES, hours, offsets

pytestmark = pytest.mark.django_db
State = Reminder.State


def planned(deadline) -> list[int]:
    return list(deadline.reminders.planned().order_by("due_at").values_list("step__offset_days", flat=True))


def database_knows(zone: str) -> bool:
    """A PostgreSQL whose zone tables are older than ours plans by a law that has changed: `manage.py check` says so."""
    return zone not in lagging_zones()


@st.composite
def any_steps(draw) -> list[LadderStep]:
    steps = [LadderStep(offset_days=offset, is_retired=draw(st.booleans())) for offset in draw(offsets)]
    moments = draw(st.lists(st.sampled_from(["opened", "done", "missed"]), unique=True))
    return [*steps, *(LadderStep(moment=moment) for moment in moments)]


@st.composite
def any_facts(draw) -> Facts:
    """A deadline near today, in any state that the house allows."""
    zone, state = draw(st.sampled_from(ZONES)), draw(st.sampled_from(["open"] * 5 + ["done", "missed", "cancelled"]))
    ago = st.sampled_from([0, 5, 59, 61, 60 * 24 * 8]).map(lambda minutes: now() - dt.timedelta(minutes=minutes))
    return Facts(
        due_on=today() + dt.timedelta(days=draw(st.integers(-60, 400))),
        zone=zone,
        opened_at=draw(ago),
        due_time=draw(st.none() | hours),
        send_at=draw(hours),
        state=state,
        closed_at=None if state == "open" else draw(ago),
        later_at=draw(st.none() | st.integers(-9, 60).map(lambda days: now() + dt.timedelta(days=days, minutes=1))),
        is_paused=draw(st.sampled_from([False, False, False, True])),
        is_published=draw(st.sampled_from([True, True, True, False])),
        place=draw(st.sampled_from(ZONES)),
        post_days=draw(st.sampled_from([0, 0, 1, 5, 12])),
    )


def write(kind, user, mine: Facts, steps: list[LadderStep]) -> tuple[Deadline, dict[int | None, LadderStep | None]]:
    """The rows of these facts, under a kind of their own; and which step each row of the ladder is."""
    kind = DeadlineKind.objects.get(pk=kind.pk)
    kind.pk, kind.code, kind._state.adding = None, f"essai-{Deadline.objects.count()}", True
    kind.send_at, kind.state = mine.send_at, "published" if mine.is_published else "retired"
    kind.post_days = mine.post_days or 5  # whoever wants no letter has none, whatever the kind says
    kind.save()
    retired = {True: mine.opened_at, False: None}
    rows = ReminderStep.objects.bulk_create(
        ReminderStep(kind=kind, moment=step.moment, offset_days=step.offset_days, retired_at=retired[step.is_retired])
        for step in steps
    )
    Citizen.objects.filter(pk=user.citizen.pk).update(time_zone=mine.zone)
    pause = {"paused_at": mine.opened_at, "paused_by": user} if mine.is_paused else {}
    names = ("due_on", "due_time", "state", "opened_at", "closed_at", "later_at")
    columns = {name: getattr(mine, name) for name in names}
    deadline = Deadline.objects.create(
        citizen=user.citizen, concerned=user.citizen, kind=kind, renews=False, **columns, **pause, time_zone=mine.place
    )
    return deadline, {None: None, **{row.pk: step for row, step in zip(rows, steps, strict=True)}}


def in_order(rungs) -> list[Rung]:
    return sorted(rungs, key=lambda rung: (rung.due_at, str(rung.step)))


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(any_facts(), any_steps(), st.integers(-30, 30))
def test_sql_and_rule_agree(licence, bruno, mine, steps, days):
    """First planning, planning again, and another one days later with another hour: nothing is repeated or lost."""
    assume(database_knows(mine.zone) and database_knows(mine.place))
    import_holidays(by=None)
    mine = dataclasses.replace(mine, holidays=frozenset(Holiday.objects.values_list("day", flat=True)))
    if mine.post_days:
        agree(bruno.citizen, Channel.LETTER, bruno)
    else:
        withdraw(citizen=bruno.citizen, purpose=Purpose.REMINDERS, channel=Channel.LETTER, by=bruno)
    deadline, step_of = write(licence, bruno, mine, steps)
    scope, at = Deadline.objects.filter(pk=deadline.pk), now()

    def made() -> list[Rung]:
        rows = deadline.reminders.planned().values_list("step", "due_at", "useful_until", "post_at")
        return in_order(Rung(step_of[step], *instants) for step, *instants in rows)

    assert plan(scope, at=at) == len(made())
    assert made() == in_order(to_plan(mine, steps, at))
    assert plan(scope, at=at) == 0
    moved, then = dataclasses.replace(mine, send_at=dt.time(11, 30)), at + dt.timedelta(days=days)
    DeadlineKind.objects.filter(pk=deadline.kind_id).update(send_at=moved.send_at)
    kept = {rung.step for rung in made()}
    plan(scope, at=then)
    follow = [rung for rung in ladder(moved, steps) if rung.step in kept]  # what is planned follows its step
    assert made() == in_order({*to_plan(moved, steps, then), *follow})


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


def test_a_pause_silences_and_resuming_does_not_catch_up(followed, bruno, clock_offset):
    deadline = pause(deadline=followed(bruno, days=60), by=bruno)
    assert planned(deadline) == []
    clock_offset(days=31)
    assert planned(resume(deadline=deadline, by=bruno)) == [-7, -1, 1, 7]


def test_put_off_again_leaves_once(followed, bruno):
    deadline = followed(bruno, days=60)
    for days in (20, 40):
        remind_later(deadline=deadline, at=now() + dt.timedelta(days=days), by=bruno)
    asked = deadline.reminders.filter(step=None)
    assert sorted(asked.values_list("state", flat=True)) == [State.CANCELLED, State.PLANNED]
    assert planned(deadline) == [None, -7, -1, 1, 7]
    assert plan(Deadline.objects.all(), at=now()) == 0


def moment(kind, name: str) -> ReminderStep:
    return ReminderStep.objects.create(kind=kind, moment=name, text_fr="Merci")


def test_a_confirmation_is_planned_once_whatever_the_date_becomes(followed, bruno, licence):
    moment(licence, "opened")
    deadline = followed(bruno, days=60)
    sent = deadline.reminders.filter(step__moment="opened")
    assert sent.get().due_at == deadline.opened_at
    sent.update(state=State.SENT, settled_at=now())
    move(deadline=deadline, due_on=today() + dt.timedelta(days=90), by=bruno)
    assert sent.count() == 1


def test_done_says_so_and_reopening_takes_it_back(followed, bruno, licence):
    moment(licence, "done")
    Deadline.objects.filter(pk=followed(bruno, days=60).pk).update(renews=False)
    deadline = mark_done(deadline=Deadline.objects.get(), by=bruno)
    assert list(deadline.reminders.planned().values_list("step__moment", "due_at")) == [("done", deadline.closed_at)]
    assert planned(reopen(deadline=deadline, by=bruno)) == [-30, -7, -1, 1, 7]


def test_a_missed_appointment_has_its_own_notice(followed, bruno, licence):
    moment(licence, "missed")
    DeadlineKind.objects.filter(pk=licence.pk).update(nature="appointment")
    deadline = mark_missed(deadline=Deadline.objects.get(pk=followed(bruno, days=60).pk), by=bruno)
    assert list(deadline.reminders.planned().values_list("step__moment", flat=True)) == ["missed"]


def test_a_new_version_moves_adds_and_retires_without_repeating(followed, bruno, licence):
    deadline = followed(bruno, days=60)
    deadline.reminders.filter(step__offset_days=-30).update(state=State.SENT, settled_at=now())
    steps = licence.steps
    steps.filter(offset_days=-30).update(offset_days=-40)  # it left: it does not leave again
    steps.filter(offset_days=-7).update(offset_days=-10)
    steps.filter(offset_days=-1).update(retired_at=now())
    ReminderStep.objects.create(kind=licence, offset_days=3, text_fr="Encore")
    assert plan(Deadline.objects.filter(kind=licence), at=now()) == 3  # moved, added, and +1 whose use ends earlier
    assert planned(deadline) == [-10, 1, 3, 7]
    assert list(deadline.reminders.values_list("step__offset_days", flat=True).filter(state=State.CANCELLED)) == [-1]


def test_what_left_or_was_missed_never_changes(followed, bruno, licence):
    deadline = followed(bruno, days=60)
    deadline.reminders.filter(step__offset_days=-30).update(state=State.SENT, settled_at=now())
    deadline.reminders.filter(step__offset_days=-7).update(state=State.MISSED, why="late", settled_at=now())
    settled = list(deadline.reminders.exclude(state=State.PLANNED).order_by("pk").values())
    DeadlineKind.objects.filter(pk=licence.pk).update(send_at=dt.time(18))
    plan(Deadline.objects.all(), at=now())
    set_aside(deadline=deadline, by=bruno)
    assert list(deadline.reminders.filter(pk__in=[row["id"] for row in settled]).order_by("pk").values()) == settled


def test_a_retired_kind_is_silent_until_it_is_published_again(followed, bruno, licence):
    deadline = followed(bruno, days=60)
    kind = DeadlineKind.objects.filter(pk=licence.pk)
    kind.update(state="retired")
    plan(Deadline.objects.all(), at=now())
    assert planned(deadline) == []
    kind.update(state="published")
    assert plan(Deadline.objects.all(), at=now()) == 5


def test_a_million_is_planned_as_one_is(followed, bruno, amelie, django_assert_num_queries):
    for user in (bruno, amelie):
        for days in range(60, 80):
            followed(user, days=days)
    Citizen.objects.update(time_zone="America/Halifax")
    with django_assert_num_queries(5):  # the statement, in its savepoint and in the one that sets a bad row aside
        assert plan(Deadline.objects.all(), at=now()) == 2 * 20 * 5
