"""What is due becomes one message per person and day, once, if it is still wanted."""

import pytest
from django.db import connection

from portal.consents.actions import give, withdraw
from portal.consents.models import Channel, Purpose
from portal.notices.actions import announce
from reminders.deadlines.actions import mark_done
from reminders.deadlines.models import Deadline
from reminders.deliveries.models import Delivery
from reminders.deliveries.release import release_due, release_notices
from reminders.inbox.models import InboxItem
from reminders.kinds.models import DeadlineKind
from reminders.reminders.models import Reminder
from tests.together import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("four_channels")]
State, Why = Reminder.State, Reminder.Why


def states(deadline) -> dict[int, str]:
    return dict(deadline.reminders.values_list("step__offset_days", "state"))


def test_nothing_is_due_today(followed, bruno):
    followed(bruno)
    assert release_due() == 0
    assert not InboxItem.objects.exists()


def test_the_step_that_is_due_leaves_once(followed, bruno, clock_offset):
    deadline = followed(bruno, days=10)
    clock_offset(days=4)
    assert (release_due(), release_due()) == (1, 0)
    assert states(deadline) == {-7: State.SENT, -1: State.PLANNED, 1: State.PLANNED, 7: State.PLANNED}
    assert InboxItem.objects.get().reminder.step.offset_days == -7
    assert Delivery.objects.get().channel == Channel.EMAIL
    assert Deadline.objects.with_next().get().next_offset == -1


def test_after_a_long_stop_only_what_is_still_useful_leaves(followed, bruno, clock_offset):
    deadline = followed(bruno, days=10)
    clock_offset(days=12)
    assert release_due() == 1
    assert states(deadline) == {-7: State.MISSED, -1: State.MISSED, 1: State.SENT, 7: State.PLANNED}


def test_two_deadlines_on_one_day_make_one_message(followed, bruno, licence, clock_offset):
    other = DeadlineKind.objects.get(code="immatriculation-paiement")
    DeadlineKind.objects.filter(pk=other.pk).update(
        state="published", published_at=licence.published_at, published_by=licence.published_by
    )
    other.refresh_from_db()
    followed(bruno), followed(bruno, kind=other)
    clock_offset(days=4)
    assert release_due() == 2
    assert InboxItem.objects.count() == 2
    assert len(Delivery.objects.get().reminder_ids) == 2


def test_inbox_only_when_nothing_else_was_accepted(followed, bruno, clock_offset):
    followed(bruno, channels=[Channel.INBOX])
    clock_offset(days=4)
    assert release_due() == 1
    assert InboxItem.objects.count() == 1 and not Delivery.objects.exists()


def test_all_consents_withdrawn_cancels(followed, bruno, clock_offset):
    deadline = followed(bruno, channels=[Channel.INBOX])
    withdraw(citizen=bruno.citizen, purpose=Purpose.REMINDERS, channel=Channel.INBOX, by=bruno)
    clock_offset(days=4)
    assert release_due() == 0
    assert states(deadline)[-7] == State.CANCELLED and not InboxItem.objects.exists()


def test_done_leaves_nothing_to_release(followed, bruno, clock_offset):
    mark_done(deadline=followed(bruno), by=bruno)
    clock_offset(days=4)
    assert release_due() == 0


def test_a_notice_is_handled_once(bruno, saaq):
    citizen = bruno.citizen
    give(citizen=citizen, purpose=Purpose.FILE_NEWS, channel=Channel.EMAIL, wording="Oui", by=bruno)
    notice = announce(kind="message", citizen=citizen, subject=saaq, organization=saaq, by=None)
    assert (release_notices(), release_notices()) == (1, 0)
    assert InboxItem.objects.get().notice == notice
    assert Delivery.objects.get().purpose == Purpose.FILE_NEWS


def test_a_notice_without_consent_stays_inside(bruno, saaq):
    announce(kind="document", citizen=bruno.citizen, subject=saaq, organization=saaq, by=None)
    release_notices()
    assert InboxItem.objects.count() == 1 and not Delivery.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_release_once(followed, bruno, amelie, clock_offset):
    followed(bruno), followed(amelie)
    clock_offset(days=4)
    connection.close()
    assert sum(at_once(release_due, 4)) == 2
    assert InboxItem.objects.count() == Delivery.objects.count() == 2
