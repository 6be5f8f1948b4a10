"""The daily sweep: what comes back opens once; what a mandate no longer allows closes."""

import datetime as dt

import pytest
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.clock import today
from portal.mandates.actions import declare_child, revoke
from portal.mandates.models import Mandate
from reminders.deadlines import renewals
from reminders.deadlines.actions import mark_done, open_deadline, pause, set_aside
from reminders.deadlines.models import Deadline
from reminders.deadlines.renewals import GRACE, close_unmandated, renew_past
from reminders.kinds.models import DeadlineKind


def opened():
    return Deadline.objects.open().order_by("due_on", "id")


def late(followed, user, days=40):
    """Past for that long: its ladder (to +7) is over."""
    return followed(user, days=-days)


def test_a_date_long_past_opens_the_next_one_once(followed, amelie):
    old = late(followed, amelie)
    assert renew_past() == 1 and renew_past() == 0
    first, second = opened()
    assert first == old and second.due_on >= today() and second.origin == "renewal"
    assert second.reminders.planned().exists()
    assert AuditEvent.objects.get(verb="deadlines.renewed").detail == {"count": 1}


def test_while_its_ladder_goes_on_nothing_opens(followed, amelie):
    followed(amelie, days=-GRACE - 1)  # seven days after is still to come
    assert renew_past() == 0


@pytest.mark.parametrize("close", [mark_done, set_aside])
def test_what_is_closed_is_not_swept(followed, amelie, close):
    close(deadline=late(followed, amelie), by=amelie)
    before = Deadline.objects.count()
    assert renew_past() == 0 and Deadline.objects.count() == before


def test_setting_the_next_one_aside_stops_it(followed, amelie):
    late(followed, amelie)
    renew_past()
    set_aside(deadline=opened().last(), by=amelie)
    assert renew_past() == 0 and opened().count() == 1


def test_a_pause_is_left_alone(followed, amelie, saaq_agent):
    pause(deadline=late(followed, amelie), by=saaq_agent)
    assert renew_past() == 0


def test_a_retired_kind_does_not_come_back(followed, amelie, licence):
    late(followed, amelie)
    DeadlineKind.objects.filter(pk=licence.pk).update(state="retired")
    assert renew_past() == 0


@pytest.mark.parametrize("basis", ["date_on_document", "event:move+30d", "birth_date:65", "calendar:quarterly"])
def test_what_does_not_come_back_by_rule_is_passed_over(followed, amelie, licence, basis):
    late(followed, amelie)
    DeadlineKind.objects.filter(pk=licence.pk).update(basis=basis)
    assert renew_past() == 0


def test_several_dates_a_year_follow_one_another(followed, amelie, licence, clock_offset):
    DeadlineKind.objects.filter(pk=licence.pk).update(basis="calendar:01-15,06-18")
    late(followed, amelie, days=60)
    renew_past()
    seen = [opened().last().due_on]
    for _ in range(3):
        clock_offset(days=(seen[-1] - dt.date.today()).days + 20)
        renew_past()
        seen.append(opened().last().due_on)
    assert [(day.month, day.day) for day in seen] in (
        [(1, 15), (6, 18), (1, 15), (6, 18)],
        [(6, 18), (1, 15), (6, 18), (1, 15)],
    )
    assert seen == sorted(seen)


def test_batches_cover_everybody(followed, amelie, bruno, rachel, monkeypatch):
    monkeypatch.setattr("reminders.deadlines.renewals.BATCH", 2)
    for person in (amelie, bruno, rachel):
        late(followed, person)
    assert renew_past() == 3


@pytest.fixture
def child(amelie):
    born = today() - dt.timedelta(days=365 * 10)
    return declare_child(given_name="Léa", family_name="Tremblay", birth_date=born, by=amelie)


def test_a_revoked_mandate_closes_what_was_held(licence, amelie, child):
    due_on = today() + dt.timedelta(days=40)
    hers = open_deadline(citizen=amelie.citizen, concerned=child, kind=licence, due_on=due_on, by=amelie)
    own = open_deadline(citizen=amelie.citizen, kind=licence, due_on=due_on, by=amelie)
    assert close_unmandated() == 0
    revoke(mandate=Mandate.objects.get(citizen=child), by=amelie)
    assert close_unmandated() == 1
    hers.refresh_from_db()
    assert hers.state == "cancelled" and not hers.reminders.planned().exists() and opened().get() == own


def test_coming_of_age_closes_it(licence, amelie, child, clock_offset):
    open_deadline(citizen=amelie.citizen, concerned=child, kind=licence, due_on=today(), by=amelie)
    clock_offset(days=365 * 8 + 10)
    assert close_unmandated() == 1


def test_what_a_mandate_s_end_closed_is_not_opened_again(amelie, licence, signed_in):
    """Between two nightly sweeps nobody would be reminded for somebody they do not act for any more."""
    child = declare_child(given_name="Léa", family_name="T", birth_date=today() - dt.timedelta(days=3000), by=amelie)
    due_on = today() + dt.timedelta(days=10)
    deadline = open_deadline(citizen=amelie.citizen, concerned=child, kind=licence, due_on=due_on, by=amelie)
    revoke(mandate=child.mandates.get(), by=amelie)
    close_unmandated()
    answer = signed_in(amelie).post(reverse("deadlines:reopen", args=[deadline.pk]), follow=True)
    deadline.refresh_from_db()
    assert deadline.state == Deadline.State.CANCELLED and "a pris fin" in answer.text


def test_cut_in_the_middle_the_others_are_renewed_afterwards(followed, amelie, bruno, rachel, monkeypatch):
    monkeypatch.setattr(renewals, "BATCH", 1)
    for person in (amelie, bruno, rachel):
        late(followed, person)
    real, calls = renewals.run_apart, []

    def run_apart(**work):
        calls.append(work["people"])
        if len(calls) == 2:
            raise ConnectionError("the worker is gone")
        return real(**work)

    monkeypatch.setattr(renewals, "run_apart", run_apart)
    with pytest.raises(ConnectionError):
        renew_past()
    assert opened().count() == 4
    assert renew_past() == 2 and opened().count() == 6 and len(calls) == 4
