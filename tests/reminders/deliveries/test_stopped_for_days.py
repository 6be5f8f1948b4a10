"""A kind stopped for longer than the three days of retries: what is still useful leaves when it resumes, the rest is
settled with its reason; a digest's other matters do not wait for it."""

import datetime as dt

import pytest
import time_machine

from portal.consents.models import Channel
from portal.people.models import Citizen
from portal.printing import actions as printing
from reminders.calls import actions as calls
from reminders.calls.models import Call
from reminders.deadlines.actions import follow
from reminders.deadlines.models import Deadline
from reminders.deliveries.actions import send_ready
from reminders.deliveries.models import Delivery
from reminders.deliveries.release import release_due
from reminders.fallback.models import DeadLetter
from reminders.fallback.sweep import follow_up
from reminders.kind_versions.switches import resume, stop
from reminders.kinds.models import DeadlineKind, ReminderStep

pytestmark = pytest.mark.django_db
FIRST = dt.datetime(2031, 6, 4, 13, 0, 30, tzinfo=dt.UTC)
"""A Wednesday, 9:00:30 in Toronto: the step −7 of what is due on 11 June 2031."""
EMAIL, LETTER, PHONE = Channel.EMAIL, Channel.LETTER, Channel.PHONE


@pytest.fixture(autouse=True)
def clock(people, licence):
    with time_machine.travel(FIRST - dt.timedelta(days=3), tick=False) as traveller:
        yield traveller


@pytest.fixture
def wants(bruno, licence):
    Citizen.objects.filter(pk=bruno.citizen.pk).update(
        email_verified_at=FIRST, phone="+14185550122", postal_address="1, rue du Port\nGaspé (Québec)  G4X 1A1"
    )

    def follows(channel: Channel, *, days: float, kind=licence) -> Deadline:
        """Its first reminder stays useful for so many days."""
        due_on = dt.date(2031, 6, 11)
        row = follow(citizen=bruno.citizen, kind=kind, due_on=due_on, wordings={channel: "Oui"}, by=bruno)
        row.reminders.exclude(step__offset_days=-7).delete()
        row.reminders.update(due_at=FIRST, useful_until=FIRST + dt.timedelta(days=days))
        return row

    return follows


@pytest.fixture
def other(licence) -> DeadlineKind:
    found = DeadlineKind.objects.filter(code="immatriculation-paiement")
    found.update(state="published", published_at=licence.published_at, published_by=licence.published_by)
    found.get().steps.all().delete()
    ReminderStep.objects.create(kind=found.get(), offset_days=-7, text_fr="Immatriculation")
    return found.get()


def rows() -> list[tuple[str, str]]:
    return list(Delivery.objects.order_by("created_at", "pk").values_list("state", "code"))


def days_go_by(clock, hours: int) -> None:
    """Senders look at what is ready every few seconds; every six hours will do."""
    for _ in range(0, hours, 6):
        clock.shift(dt.timedelta(hours=6))
        assert send_ready() == 0
        follow_up()


def test_what_is_still_useful_leaves_when_it_resumes(wants, clock, licence, saaq_administrator, mail_sink):
    wants(EMAIL, days=6)
    clock.move_to(FIRST)
    release_due()
    stop(kind=licence, by=saaq_administrator)
    days_go_by(clock, 96)
    assert rows() == [("ready", "")] and not DeadLetter.objects.exists()
    resume(kind=licence, by=saaq_administrator)
    clock.shift(dt.timedelta(minutes=6))
    assert send_ready() == 1 and len(mail_sink.messages) == 1


def test_a_resumed_one_has_its_own_three_days_of_retries(wants, clock, licence, saaq_administrator, mail_sink):
    wants(EMAIL, days=6)
    clock.move_to(FIRST)
    release_due()
    stop(kind=licence, by=saaq_administrator)
    days_go_by(clock, 96)
    resume(kind=licence, by=saaq_administrator)
    clock.shift(dt.timedelta(minutes=6))
    mail_sink.answers = ["451 plus tard"]
    assert send_ready() == 0 and rows() == [("failed", "451"), ("ready", "")]
    clock.shift(dt.timedelta(minutes=6))
    assert send_ready() == 1


def test_what_is_not_useful_any_more_is_settled_with_its_reason(wants, clock, licence, saaq_administrator, mail_sink):
    wants(EMAIL, days=2)
    clock.move_to(FIRST)
    release_due()
    stop(kind=licence, by=saaq_administrator)
    days_go_by(clock, 96)
    resume(kind=licence, by=saaq_administrator)
    send_ready()
    assert rows() == [("cancelled", "useless")] and not mail_sink.messages


def test_a_digest_leaves_without_what_is_stopped_which_follows(
    wants, clock, licence, other, saaq_administrator, mail_sink
):
    wants(EMAIL, days=6)
    kept = wants(EMAIL, days=6, kind=other)
    clock.move_to(FIRST)
    release_due()
    assert len(Delivery.objects.get().reminder_ids) == 2
    stop(kind=licence, by=saaq_administrator)
    assert send_ready() == 1
    assert Delivery.objects.get(state="accepted").reminder_ids == list(kept.reminders.values_list("pk", flat=True))
    days_go_by(clock, 96)
    resume(kind=licence, by=saaq_administrator)
    clock.shift(dt.timedelta(minutes=6))
    assert (send_ready(), send_ready()) == (1, 0)
    assert rows() == [("accepted", ""), ("accepted", "")] and len(mail_sink.messages) == 2


def test_a_letter_in_the_queue_waits_too(wants, clock, licence, saaq_administrator, operator):
    wants(LETTER, days=6)
    clock.move_to(FIRST)
    release_due()
    assert send_ready() == 1
    stop(kind=licence, by=saaq_administrator)
    for _ in range(2):
        with pytest.raises(printing.NothingToPrint):
            printing.prepare(printable="letters", by=operator)
    assert rows() == [("accepted", "")]
    resume(kind=licence, by=saaq_administrator)
    assert printing.prepare(printable="letters", by=operator).letters.count() == 1


def test_a_call_on_the_list_waits_too(wants, clock, licence, saaq_administrator, saaq_agent):
    wants(PHONE, days=6)
    clock.move_to(FIRST)
    release_due()
    assert send_ready() == 1
    stop(kind=licence, by=saaq_administrator)
    with pytest.raises(calls.OnHold):
        calls.take(call=Call.objects.get(), by=saaq_agent)
    assert not Call.objects.due(FIRST).exists() and Call.objects.get().is_to_call
    assert rows() == [("accepted", "")]
    resume(kind=licence, by=saaq_administrator)
    clock.shift(dt.timedelta(hours=2))
    assert calls.take(call=Call.objects.get(), by=saaq_agent).claimed_by == saaq_agent
