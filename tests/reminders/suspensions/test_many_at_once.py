"""Contact points that refuse, by the hundred: each is suspended once, told once, and again when it refuses again."""

import pytest
from django.db.models import QuerySet

from portal.audit.models import AuditEvent
from portal.consents.models import Channel
from reminders.suspensions.actions import ContactRefusal, lift, suspend, suspend_all
from reminders.suspensions.models import Suspension

pytestmark = pytest.mark.django_db
Reason = Suspension.Reason


def refusal(user, reason=Reason.BOUNCE, channel=Channel.EMAIL, address=None) -> ContactRefusal:
    return ContactRefusal(user.citizen, channel, address or user.citizen.email, reason)


def event_count(verb: str = "contact.suspended") -> int:
    return AuditEvent.objects.filter(verb=verb).count()


def test_each_person_is_told_of_theirs(amelie, bruno):
    rows = suspend_all(refusals=[refusal(amelie), refusal(bruno)], by=None)
    assert {row.citizen for row in rows} == {amelie.citizen, bruno.citizen}
    assert set(AuditEvent.objects.filter(verb="contact.suspended").values_list("citizen_id", flat=True)) == {
        amelie.citizen.pk,
        bruno.citizen.pk,
    }


def test_refused_twice_in_a_batch_the_first_reason_stays(amelie):
    (row,) = suspend_all(refusals=[refusal(amelie), refusal(amelie, Reason.COMPLAINT)], by=None)
    assert row.reason == Reason.BOUNCE and event_count() == 1


@pytest.mark.parametrize("action", ["one", "all"])
def test_told_at_once_and_not_when_it_was_known(amelie, action):
    def again() -> None:
        if action == "all":
            suspend_all(refusals=[refusal(amelie)], by=None)
        else:
            suspend(**vars(refusal(amelie)), by=None)

    again()
    assert event_count() == 1 and Suspension.objects.in_force().count() == 1
    again()
    assert event_count() == 1 and Suspension.objects.count() == 1


@pytest.mark.parametrize("action", ["one", "all"])
def test_taken_up_again_it_may_refuse_again(amelie, action):
    lift(suspension=suspend(**vars(refusal(amelie)), by=None), by=amelie)
    if action == "all":
        (row,) = suspend_all(refusals=[refusal(amelie)], by=None)
    else:
        row = suspend(**vars(refusal(amelie)), by=None)
    assert row.lifted_at is None and (event_count(), Suspension.objects.in_force().count()) == (2, 1)


def test_another_address_and_another_channel_are_other_points(amelie):
    suspend(**vars(refusal(amelie)), by=None)
    number = amelie.citizen.phone.as_e164
    others = [refusal(amelie, address="autre@relais.example"), refusal(amelie, channel=Channel.SMS, address=number)]
    assert len(suspend_all(refusals=others, by=None)) == 2
    assert Suspension.objects.in_force().of_current_points().count() == 2  # the former address is nobody's concern


def test_whoever_came_first_at_that_very_instant_tells_it(amelie, monkeypatch):
    """Two workers: both look, the other one writes, then ours does. One suspension, one line of the journal."""
    look = Suspension.objects.__class__.in_force

    def look_then_the_other_writes(self) -> QuerySet:
        found = list(look(self).values_list("pk", flat=True))
        monkeypatch.undo()
        suspend(**vars(refusal(amelie)), by=None)
        return self.filter(pk__in=found)

    monkeypatch.setattr(Suspension.objects.__class__, "in_force", look_then_the_other_writes)
    assert suspend_all(refusals=[refusal(amelie)], by=None) == []
    assert (Suspension.objects.count(), event_count()) == (1, 1)


def test_a_hundred_cost_what_ten_do_but_for_their_lines(amelie, django_assert_max_num_queries):
    many = [refusal(amelie, address=f"a{number}@relais.example") for number in range(100)]
    with django_assert_max_num_queries(100 + 8):
        assert len(suspend_all(refusals=many, by=None)) == 100
