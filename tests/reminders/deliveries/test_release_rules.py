"""Through which channels, with what, and from when a reminder leaves: each rule of the release, at instants told."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from portal.clock import now
from portal.consents.models import Channel, Purpose
from portal.locks import Lock
from portal.people.models import Citizen
from reminders.deadlines.actions import follow, mark_done, pause, remind_later
from reminders.deadlines.models import Deadline
from reminders.deliveries import release
from reminders.deliveries.models import Delivery, message_key
from reminders.holidays.models import Holiday
from reminders.inbox.models import InboxItem
from reminders.kinds.models import DeadlineKind, ReminderStep
from reminders.preferences.models import QuietHours
from reminders.reminders.models import Reminder
from reminders.suspensions.models import Suspension

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("four_channels")]
State, Why = Reminder.State, Reminder.Why
FIRST = dt.datetime(2031, 6, 4, 13, 0, 30, tzinfo=dt.UTC)
"""A Wednesday, 9:00:30 in Toronto: the step −7 of what is due on 11 June 2031."""
DUE_ON = dt.date(2031, 6, 11)


@pytest.fixture
def release_at(monkeypatch):
    def at(instant: dt.datetime) -> int:
        monkeypatch.setattr(release, "now", lambda: instant)
        return release.release_due()

    return at


@pytest.fixture
def wants(bruno, licence):
    """`wants(channels, kind=…)`: Bruno follows it; he has an e-mail, a number and an address, all verified."""
    Citizen.objects.filter(pk=bruno.citizen.pk).update(
        email_verified_at=now(), phone="+14185550122", phone_verified_at=now(), postal_address="1, rue du Port\nGaspé"
    )

    def follows(*channels: Channel, kind: DeadlineKind = licence, due_on: dt.date = DUE_ON) -> Deadline:
        wordings = dict.fromkeys(channels, "Oui")
        return follow(citizen=bruno.citizen, kind=kind, due_on=due_on, wordings=wordings, by=bruno)

    return follows


@pytest.fixture
def another_kind(licence):
    """`another_kind(**columns)`: published, one step, seven days before."""

    def make(**columns: object) -> DeadlineKind:
        kind = DeadlineKind.objects.get(code="immatriculation-paiement")
        published = {"published_at": licence.published_at, "published_by": licence.published_by, "state": "published"}
        DeadlineKind.objects.filter(pk=kind.pk).update(**published, **columns)
        kind.steps.all().delete()
        ReminderStep.objects.create(kind=kind, offset_days=-7, text_fr="Immatriculation")
        kind.refresh_from_db()
        return kind

    return make


def channels() -> list[str]:
    return sorted(Delivery.objects.values_list("channel", flat=True))


def result(deadline: Deadline, offset: int = -7) -> tuple[str, str]:
    return deadline.reminders.values_list("state", "why").get(step__offset_days=offset)


def test_the_inbox_keeps_it_only_for_who_wanted_that(wants, release_at):
    wants(Channel.EMAIL)
    assert release_at(FIRST) == 1
    assert channels() == ["email"] and not InboxItem.objects.exists()


def test_paper_and_voice_are_for_whom_nothing_else_reaches(wants, release_at):
    wants(Channel.EMAIL, Channel.SMS, Channel.LETTER, Channel.PHONE)
    release_at(FIRST)
    assert channels() == ["email", "sms"]


def test_they_are_used_when_nothing_else_does(wants, release_at, bruno):
    wants(Channel.EMAIL, Channel.LETTER, Channel.PHONE)
    Citizen.objects.filter(pk=bruno.citizen.pk).update(email_verified_at=None)
    release_at(FIRST)
    assert set(channels()) == {"letter", "phone"}  # and the letter of the next step, which takes days to arrive


def test_a_kind_allows_its_channels_only(wants, release_at, licence):
    DeadlineKind.objects.filter(pk=licence.pk).update(channels=["sms", "letter"])
    wants(Channel.EMAIL, Channel.SMS, Channel.LETTER)
    release_at(FIRST)
    assert channels() == ["sms"]


def test_a_digest_carries_by_each_channel_what_may_take_it(wants, release_at, another_kind):
    first = wants(Channel.EMAIL, Channel.SMS)
    second = wants(kind=another_kind(channels=["email"]))
    assert release_at(FIRST) == 2
    one, two = (deadline.reminders.get(step__offset_days=-7).pk for deadline in (first, second))
    assert sorted(Delivery.objects.get(channel="email").reminder_ids) == sorted([one, two])
    assert Delivery.objects.get(channel="sms").reminder_ids == [one]
    assert len(set(Delivery.objects.values_list("group", flat=True))) == 1


def test_whom_no_channel_reaches_is_told_to_the_fallback(wants, release_at, bruno):
    deadline = wants(Channel.EMAIL)
    Citizen.objects.filter(pk=bruno.citizen.pk).update(email_verified_at=None)
    assert release_at(FIRST) == 0
    assert result(deadline) == (State.MISSED, Why.UNREACHED)
    left = Reminder.objects.unreached().get()
    assert left.settled_at < left.useful_until and not Delivery.objects.exists()


def test_a_suspended_address_is_left_alone_and_a_new_one_is_not(wants, release_at, bruno):
    wants(Channel.EMAIL, Channel.SMS)
    Suspension.objects.create(
        citizen=bruno.citizen, channel=Channel.EMAIL, address=bruno.citizen.email, reason=Suspension.Reason.BOUNCE
    )
    release_at(FIRST)
    assert channels() == ["sms"]
    Citizen.objects.filter(pk=bruno.citizen.pk).update(email="neuf@relais.example")
    release_at(FIRST + dt.timedelta(days=6))
    assert channels() == ["email", "sms", "sms"]


def test_an_urgent_one_makes_its_own_message(wants, release_at, another_kind):
    wants(Channel.EMAIL), wants(kind=another_kind(is_urgent=True))
    assert release_at(FIRST) == 2
    assert [len(delivery.reminder_ids) for delivery in Delivery.objects.all()] == [1, 1]


def test_what_would_follow_later_that_day_leaves_with_the_first(wants, release_at, another_kind):
    wants(Channel.EMAIL), wants(kind=another_kind(send_at=dt.time(20)))
    assert release_at(FIRST) == 2
    assert len(Delivery.objects.get().reminder_ids) == 2
    assert release_at(FIRST + dt.timedelta(hours=12)) == 0


def test_what_comes_the_next_day_or_is_urgent_waits(wants, release_at, another_kind):
    wants(Channel.EMAIL)
    urgent = wants(kind=another_kind(send_at=dt.time(20), is_urgent=True))
    tomorrow = wants(kind=urgent.kind, due_on=DUE_ON + dt.timedelta(days=1))
    DeadlineKind.objects.filter(pk=urgent.kind_id).update(is_urgent=True)
    assert release_at(FIRST) == 1
    assert result(urgent)[0] == result(tomorrow)[0] == State.PLANNED
    assert release_at(FIRST + dt.timedelta(hours=11)) == 1


@pytest.mark.parametrize(
    ("zone", "at", "rings"),
    [
        ("America/Toronto", "06-04 13:00", "06-04 13:00"),
        ("America/Vancouver", "06-04 13:00", "06-04 16:00"),  # 6 h there
        ("America/Blanc-Sablon", "06-05 00:30", "06-05 13:00"),  # 20 h 30 on a Wednesday, no summer time
        ("America/Halifax", "06-06 23:30", "06-07 13:00"),  # Friday 20 h 30; Saturday opens at 10
        ("America/Toronto", "06-24 13:00", "06-24 14:00"),  # a holiday
    ],
)
def test_an_sms_rings_in_the_hours_of_its_person(wants, release_at, bruno, zone, at, rings):
    Holiday.objects.update_or_create(day=dt.date(2031, 6, 24), defaults={"name_fr": "Fête nationale"})
    deadline = wants(Channel.SMS)
    Citizen.objects.filter(pk=bruno.citizen.pk).update(time_zone=zone)
    instant, expected = (dt.datetime.strptime(f"2031-{day} +0000", "%Y-%m-%d %H:%M %z") for day in (at, rings))
    deadline.reminders.filter(step__offset_days=-7).update(due_at=instant, useful_until=FIRST + dt.timedelta(days=40))
    deadline.reminders.exclude(step__offset_days=-7).delete()
    assert release_at(instant) == 1
    assert Delivery.objects.get().not_before == expected


def test_an_email_waits_for_the_hours_that_the_person_chose(wants, release_at, bruno):
    QuietHours.objects.create(citizen=bruno.citizen, opens=dt.time(17), closes=dt.time(19))
    wants(Channel.EMAIL)
    release_at(FIRST)
    assert Delivery.objects.get().not_before.astimezone(ZoneInfo("America/Toronto")).time() == dt.time(17)


def test_a_stopped_kind_is_held_then_goes_on(wants, release_at, licence, saaq_administrator):
    deadline = wants(Channel.EMAIL)
    stop = DeadlineKind.objects.filter(pk=licence.pk)
    stop.update(stopped_at=now(), stopped_by=saaq_administrator)
    assert release_at(FIRST) == 0 and result(deadline)[0] == State.PLANNED
    release_at(FIRST + dt.timedelta(days=6, hours=1))  # the step −1 is due: −7 is of no use any more
    assert result(deadline) == (State.MISSED, Why.LATE) and result(deadline, -1)[0] == State.PLANNED
    stop.update(stopped_at=None, stopped_by=None)
    assert release_at(FIRST + dt.timedelta(days=6, hours=2)) == 1


def test_a_retired_kind_or_step_leaves_nothing(wants, release_at, licence):
    deadline = wants(Channel.EMAIL)
    licence.steps.filter(offset_days=-7).update(retired_at=now())
    assert release_at(FIRST) == 0 and result(deadline) == (State.CANCELLED, Why.ACT)
    DeadlineKind.objects.filter(pk=licence.pk).update(state="retired")
    release_at(FIRST + dt.timedelta(days=6))
    assert result(deadline, -1) == (State.CANCELLED, Why.ACT)


@pytest.mark.parametrize("action", [mark_done, pause])
def test_an_act_or_a_pause_stops_what_is_due_already(wants, release_at, bruno, action):
    deadline = wants(Channel.EMAIL)
    action(deadline=deadline, by=bruno)
    assert release_at(FIRST) == 0 and result(deadline) == (State.CANCELLED, Why.ACT)


@pytest.mark.parametrize(
    "act",
    [
        {"state": "done", "closed_at": FIRST},
        {"due_on": DUE_ON + dt.timedelta(days=9)},
        {"later_at": FIRST + dt.timedelta(1)},
    ],
)
def test_an_act_that_a_planning_had_not_seen_stops_it_too(wants, release_at, act):
    deadline = wants(Channel.EMAIL)
    Deadline.objects.filter(pk=deadline.pk).update(**act)  # without the planning that each action ends with
    assert release_at(FIRST) == 0 and result(deadline) == (State.CANCELLED, Why.ACT)


def test_what_the_person_asked_for_leaves_at_that_instant(wants, release_at, bruno):
    deadline = wants(Channel.EMAIL)
    asked = FIRST + dt.timedelta(days=2)
    remind_later(deadline=deadline, at=asked, by=bruno)
    assert release_at(FIRST) == 0
    assert release_at(asked) == 1
    assert Delivery.objects.get().reminder_ids == [deadline.reminders.get(step=None).pk]


def test_the_first_attempt_is_named_after_its_message(wants, release_at):
    wants(Channel.EMAIL)
    release_at(FIRST)
    delivery = Delivery.objects.get()
    assert delivery.pk == message_key(delivery.recipient_id, delivery.channel, delivery.group)
    assert delivery.purpose == Purpose.REMINDERS and delivery.since == FIRST


def test_what_another_worker_holds_is_left_to_it(wants, release_at):
    deadline = wants(Channel.EMAIL)
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, h) FROM generate_series(0, 15) h", [Lock.REMINDERS_SHARD])
        assert release_at(FIRST) == 0 and result(deadline)[0] == State.PLANNED
        cursor.execute("SELECT pg_advisory_unlock_all()")
    other.close()
    assert release_at(FIRST) == 1


def test_one_statement_a_shard_whatever_the_number(wants, release_at, another_kind, django_assert_max_num_queries):
    kind = another_kind()
    for days in range(8):
        wants(Channel.EMAIL, Channel.INBOX, kind=kind, due_on=DUE_ON + dt.timedelta(days=days))
    with django_assert_max_num_queries(10):
        assert release_at(FIRST + dt.timedelta(days=8)) == 7
    assert len(Delivery.objects.get().reminder_ids) == 7


def waiting(*shards: tuple[int, int]) -> list[tuple]:
    """(shard, rows) each; what waits there since: its number, in minutes."""
    return [(number, rows, FIRST + dt.timedelta(minutes=number), None) for number, rows in shards]


def shards_of(parts: list) -> list[list[int]]:
    return [part.shards for part in parts]


def test_shards_go_together_as_long_as_they_hold_little():
    assert release._parts([]) == []
    assert shards_of(release._parts(waiting((0, 10), (3, 20), (9, 1)))) == [[0, 3, 9]]
    assert shards_of(release._parts(waiting((0, 4_000), (1, 1_000), (2, 1), (3, 5_000)))) == [[0, 1], [2], [3]]


def test_shards_that_go_together_are_read_from_the_earliest_of_all():
    (part,) = release._parts([*waiting((3, 20), (9, 1)), (10, 1, FIRST, FIRST - dt.timedelta(days=1))])
    assert (part.since, part.post_since) == (FIRST, FIRST - dt.timedelta(days=1))
