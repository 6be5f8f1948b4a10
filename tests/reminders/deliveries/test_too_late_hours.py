"""A channel whose hours open only once the message is useless is no way: the next one is tried at once, as after any
failure that is permanent; when none is left, somebody joins the person before the date."""

import datetime as dt

import pytest
import time_machine

from portal.clock import now
from portal.consents.models import Channel
from portal.people.models import Citizen
from portal.work_items.models import WorkItem
from reminders.deadlines.actions import follow
from reminders.deadlines.models import Deadline
from reminders.deliveries.actions import send_ready
from reminders.deliveries.models import Delivery
from reminders.deliveries.release import release_due
from reminders.fallback.models import DeadLetter
from reminders.fallback.sweep import follow_up
from reminders.fallback.words import why
from reminders.fallback.work import KIND
from reminders.kinds.models import DeadlineKind, ReminderStep

pytestmark = pytest.mark.django_db
SUNDAY = "2031-06-01T15:00:00+00:00"
EVENING = dt.datetime(2031, 6, 4, 23, 30, tzinfo=dt.UTC)
"""A Wednesday, 19:30 in Toronto: a text may ring for half an hour more."""
NIGHT = EVENING + dt.timedelta(hours=1)
DUE_ON = dt.date(2031, 6, 11)
EMAIL, SMS, LETTER, PHONE, INBOX = Channel.EMAIL, Channel.SMS, Channel.LETTER, Channel.PHONE, Channel.INBOX


@pytest.fixture(autouse=True)
def clock(people, licence):
    with time_machine.travel(SUNDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def wants(bruno, licence):
    """`wants(channels, at=instant, useful=hours)`: Bruno follows it; its first reminder is due then, useful so long."""
    Citizen.objects.filter(pk=bruno.citizen.pk).update(
        email_verified_at=now(), phone="+14185550122", phone_verified_at=now(), postal_address="1, rue du Port\nGaspé"
    )

    def follows(*channels: Channel, at: dt.datetime = NIGHT, useful: float = 10, kind=licence) -> Deadline:
        wordings = dict.fromkeys(channels, "Oui")
        row = follow(citizen=bruno.citizen, kind=kind, due_on=DUE_ON, wordings=wordings, by=bruno)
        row.reminders.exclude(step__offset_days=-7).delete()
        row.reminders.update(due_at=at, useful_until=at + dt.timedelta(hours=useful))
        return row

    return follows


@pytest.fixture
def another_kind(licence) -> DeadlineKind:
    found = DeadlineKind.objects.filter(code="immatriculation-paiement")
    found.update(state="published", published_at=licence.published_at, published_by=licence.published_by)
    found.get().steps.all().delete()
    ReminderStep.objects.create(kind=found.get(), offset_days=-7, text_fr="Immatriculation")
    return found.get()


def rows() -> list[tuple[str, str, str]]:
    return sorted(Delivery.objects.values_list("channel", "state", "code"))


def test_at_the_release_the_next_channel_is_tried_at_once(wants, clock):
    wants(INBOX, SMS, LETTER)
    clock.move_to(NIGHT)
    assert release_due() == 1 and rows() == [("sms", "failed", "hours")]
    assert follow_up() == 1
    assert send_ready() == 1 and rows() == [("letter", "accepted", ""), ("sms", "failed", "hours")]
    assert "trop tard" in why(DeadLetter.objects.get()) and not WorkItem.objects.filter(kind=KIND).exists()


def test_when_no_channel_is_left_somebody_joins_the_person(wants, clock):
    deadline = wants(INBOX, SMS, PHONE)
    Deadline.objects.filter(pk=deadline.pk).update(
        origin="import", is_private=False
    )  # hers alone, it is no team's task
    clock.move_to(NIGHT)
    assert release_due() == 1
    assert follow_up() == 1
    assert rows() == [("phone", "failed", "hours"), ("sms", "failed", "hours")]
    assert WorkItem.objects.get(kind=KIND, done_at=None).subject_id == deadline.pk
    assert DeadLetter.objects.open().count() == 2
    clock.shift(dt.timedelta(hours=14))
    assert send_ready() == 0


def test_a_channel_that_can_carry_it_in_time_is_enough(wants, clock):
    wants(EMAIL, SMS)
    clock.move_to(NIGHT)
    release_due()
    assert rows() == [("email", "ready", "")] and follow_up() == 0


def test_what_is_still_useful_in_the_morning_waits_for_it(wants, clock):
    wants(SMS, LETTER, useful=13)
    clock.move_to(NIGHT)
    release_due()
    assert rows() == [("sms", "ready", "")] and follow_up() == 0
    clock.move_to(dt.datetime(2031, 6, 5, 13, 1, tzinfo=dt.UTC))
    assert Delivery.objects.get().not_before <= now()


def test_a_digest_keeps_what_may_wait_and_passes_on_what_may_not(wants, clock, another_kind):
    urgent, _patient = wants(SMS, LETTER), wants(useful=40, kind=another_kind)
    clock.move_to(NIGHT)
    assert release_due() == 2
    assert rows() == [("sms", "failed", "hours"), ("sms", "ready", "")]
    late = list(urgent.reminders.values_list("pk", flat=True))
    assert Delivery.objects.get(state="failed").reminder_ids == late
    assert follow_up() == 1
    assert Delivery.objects.get(channel="letter").reminder_ids == late


def test_a_retry_that_would_ring_too_late_goes_on_too(wants, clock, sms_gateway):
    wants(SMS, LETTER, at=EVENING)
    clock.move_to(EVENING)
    release_due()
    sms_gateway.answers.append((503, {}))
    assert send_ready() == 0 and rows() == [("sms", "failed", "503"), ("sms", "ready", "")]
    clock.move_to(NIGHT)
    assert send_ready() == 0
    assert rows() == [("sms", "failed", "503"), ("sms", "failed", "hours")]
    assert follow_up() == 1 and send_ready() == 1
    assert ("letter", "accepted", "") in rows() and not sms_gateway.texts
