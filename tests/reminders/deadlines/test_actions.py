"""What happens to a deadline: done, put off, paused, missed, reopened, come back."""

import datetime as dt
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.audit.models import AuditEvent
from portal.clock import now, today
from reminders.deadlines.actions import (
    CannotBeMissed,
    DeadlineClosed,
    DeadlineFollowed,
    KindNotPublished,
    TooLate,
    mark_done,
    mark_missed,
    move,
    open_deadline,
    pause,
    remind_later,
    renew,
    reopen,
    resume,
    set_aside,
)
from reminders.deadlines.models import Deadline
from reminders.deadlines.moments import last_useful, later_at
from reminders.kinds.dates import next_due
from reminders.kinds.models import DeadlineKind


def opened():
    return Deadline.objects.open().order_by("due_on", "id")


@pytest.fixture
def appointment(licence) -> DeadlineKind:
    """The same ladder, for an appointment."""
    DeadlineKind.objects.filter(pk=licence.pk).update(nature="appointment", basis="appointment")
    licence.refresh_from_db()
    return licence


def test_a_kind_withdrawn_meanwhile_opens_nothing(licence, amelie):
    DeadlineKind.objects.filter(pk=licence.pk).update(state=DeadlineKind.State.RETIRED)
    licence.refresh_from_db()
    with pytest.raises(KindNotPublished):
        open_deadline(citizen=amelie.citizen, kind=licence, due_on=today() + dt.timedelta(days=40), by=amelie)
    assert not Deadline.objects.filter(citizen=amelie.citizen).exists()


def test_done_opens_the_next_birthday_with_the_same_persons(followed, amelie):
    deadline = followed(amelie, days=10)
    mark_done(deadline=deadline, by=amelie)
    following = opened().get()
    assert following.due_on > deadline.due_on and following.origin == "renewal"
    assert (following.due_on.month, following.due_on.day) == (12, 2)
    assert (following.citizen, following.concerned, following.renews) == (amelie.citizen, amelie.citizen, True)
    assert following.reminders.planned().count() == 5


def test_done_twice_opens_one(followed, amelie):
    deadline = followed(amelie, days=10)
    mark_done(deadline=deadline, by=amelie)
    mark_done(deadline=deadline, by=amelie)
    assert opened().count() == 1 and AuditEvent.objects.filter(verb="deadline.done").count() == 1


def test_not_for_me_does_not_come_back(followed, amelie):
    set_aside(deadline=followed(amelie, days=10), by=amelie)
    assert not opened().exists()


def test_a_date_set_aside_does_not_come_back_by_itself(followed, amelie):
    deadline = followed(amelie, days=10)
    mark_done(deadline=deadline, by=amelie)
    set_aside(deadline=opened().get(), by=amelie)
    assert renew(deadline=deadline, by=amelie) is None and not opened().exists()


def test_who_chose_that_it_does_not_come_back_is_obeyed(licence, amelie):
    deadline = open_deadline(citizen=amelie.citizen, kind=licence, due_on=today(), by=amelie, renews=False)
    mark_done(deadline=deadline, by=amelie)
    assert not opened().exists()


def test_a_kind_whose_date_is_asked_does_not_come_back(appointment, followed, amelie):
    mark_done(deadline=followed(amelie, days=10), by=amelie)
    assert not opened().exists()


def test_reopening_takes_back_what_done_had_opened(followed, amelie):
    deadline = followed(amelie, days=10)
    mark_done(deadline=deadline, by=amelie)
    reopened = reopen(deadline=deadline, by=amelie)
    assert (
        opened().get() == reopened and reopened.reminders.planned().count() == 4
    )  # thirty days before is already past


def test_reopening_what_is_followed_again_is_refused(followed, amelie):
    deadline = followed(amelie, days=10)
    set_aside(deadline=deadline, by=amelie)
    again = followed(amelie, days=10)
    with pytest.raises(DeadlineFollowed):
        reopen(deadline=deadline, by=amelie)
    assert opened().get() == again


def test_a_pause_silences_and_resuming_goes_on(followed, amelie, saaq_agent):
    deadline = followed(amelie, days=40)
    paused = pause(deadline=deadline, by=saaq_agent)
    assert paused.paused_by == saaq_agent and not deadline.reminders.planned().exists()
    pause(deadline=deadline, by=saaq_agent)
    assert AuditEvent.objects.filter(verb="deadline.paused").count() == 1
    assert resume(deadline=deadline, by=amelie).paused_at is None
    assert deadline.reminders.planned().count() == 5


def test_what_is_closed_is_not_paused(followed, amelie):
    deadline = mark_done(deadline=followed(amelie), by=amelie)
    with pytest.raises(DeadlineClosed):
        pause(deadline=deadline, by=amelie)


def test_only_an_appointment_is_missed(followed, amelie):
    deadline = followed(amelie)
    with pytest.raises(CannotBeMissed):
        mark_missed(deadline=deadline, by=amelie)
    assert Deadline.objects.get().is_open


def test_a_missed_appointment_is_closed_by_whoever_saw_it(appointment, followed, amelie, saaq_agent):
    missed = mark_missed(deadline=followed(amelie), by=saaq_agent)
    assert missed.state == "missed" and missed.closed_by == saaq_agent and not missed.reminders.planned().exists()


def test_putting_off_leaves_one_reminder_that_day(followed, amelie):
    deadline = followed(amelie, days=40)
    at = later_at(deadline, today() + dt.timedelta(days=20))
    put_off = remind_later(deadline=deadline, at=at, by=amelie)
    coming = list(put_off.reminders.planned().order_by("due_at"))
    assert coming[0].due_at == at and coming[0].step is None
    assert len(coming) == 5  # the one thirty days before is silenced, the four others stay


@pytest.mark.parametrize("days", [-1, 0, 41])
def test_putting_off_past_the_date_or_to_the_past_is_refused(followed, amelie, days):
    deadline = followed(amelie, days=40)
    at = now() if days == 0 else later_at(deadline, today() + dt.timedelta(days=days))
    with pytest.raises(TooLate):
        remind_later(deadline=deadline, at=at, by=amelie)


def test_after_the_date_putting_off_goes_as_far_as_the_ladder(followed, amelie):
    deadline = followed(amelie, days=-2)
    remind_later(deadline=deadline, at=later_at(deadline, today() + dt.timedelta(days=20)), by=amelie)
    with pytest.raises(TooLate):
        remind_later(deadline=deadline, at=later_at(deadline, today() + dt.timedelta(days=60)), by=amelie)


@given(days=st.integers(-30, 400), hour=st.integers(0, 23))
@settings(max_examples=50, deadline=None)
def test_the_last_useful_moment_is_never_after_a_date_to_come(days, hour):
    steps = SimpleNamespace(all=lambda: [SimpleNamespace(offset_days=7, retired_at=None)])
    kind = SimpleNamespace(send_at=dt.time(9), steps=steps, team=SimpleNamespace(time_zone="America/Halifax"))
    here = dt.date(2026, 11, 22)
    person = SimpleNamespace(time_zone="America/Halifax")
    due_on = here + dt.timedelta(days=days)
    deadline = SimpleNamespace(citizen=person, kind=kind, due_on=due_on, due_time=dt.time(hour), time_zone="")
    zone = ZoneInfo(person.time_zone)
    last = last_useful(deadline, here).astimezone(zone)
    # An hour that a change of the hour skips is the one that clocks then show.
    then = dt.datetime.combine(due_on, dt.time(hour), zone).astimezone(dt.UTC).astimezone(zone)
    assert (
        (last.date(), last.hour) == (due_on, then.hour) if days >= 0 else last.date() == due_on + dt.timedelta(days=37)
    )


def test_moving_an_appointment_keeps_its_hour(appointment, amelie):
    due_on = today() + dt.timedelta(days=40)
    deadline = open_deadline(
        citizen=amelie.citizen, kind=appointment, due_on=due_on, due_time=dt.time(14, 30), by=amelie
    )
    moved = move(deadline=deadline, due_on=due_on + dt.timedelta(days=1), by=amelie)
    assert moved.due_time == dt.time(14, 30)
    assert move(deadline=moved, due_on=due_on, due_time=dt.time(8), by=amelie).due_time == dt.time(8)


def test_asked_again_the_last_words_count(licence, amelie):
    due_on = today() + dt.timedelta(days=40)
    open_deadline(citizen=amelie.citizen, kind=licence, due_on=due_on, by=amelie)
    open_deadline(citizen=amelie.citizen, kind=licence, due_on=due_on, by=amelie, renews=False)
    assert not Deadline.objects.get().renews


def test_closed_by_a_system_nobody_is_named(followed, amelie):
    done = mark_done(deadline=followed(amelie), by=None)
    assert done.closed_at and done.closed_by is None
    assert AuditEvent.objects.filter(verb="deadline.done", by_id=None).exists()


def test_the_next_date_is_that_of_the_person_concerned(licence, amelie, bruno):
    """A deadline held for somebody else comes back on their birthday."""
    born = bruno.citizen.birth_date
    first = next_due("birth_date", today(), born)
    deadline = open_deadline(citizen=amelie.citizen, concerned=bruno.citizen, kind=licence, due_on=first, by=amelie)
    mark_done(deadline=deadline, by=amelie)
    assert opened().get().due_on == next_due("birth_date", first + dt.timedelta(days=1), born)
