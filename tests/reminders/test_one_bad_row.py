"""One person's row stops nobody else's. The time zone of one among a hundred is unknown to PostgreSQL."""

import datetime as dt
from importlib import import_module

import pytest
from django.core.management import call_command
from django.db import DataError
from django.test import Client

from portal.audit.models import AuditEvent
from portal.clock import now, today
from portal.consents.models import Channel, Consent, Purpose
from portal.health import failing
from portal.health.failing import FailingTask, note_failure, note_success
from portal.isolation import actions as isolation
from portal.isolation.models import LONGEST_WAIT, SetAside
from portal.isolation.wellness import set_aside
from portal.isolation.works import work_of
from portal.notices.actions import announce
from portal.notices.models import Notice
from portal.people.actions import amend
from portal.people.models import Citizen
from portal.people.zones import unknown_zones
from reminders.callbacks import outcomes
from reminders.callbacks.actions import handle_events, keep
from reminders.callbacks.models import ProviderEvent
from reminders.callbacks.shapes import ReportedOutcome
from reminders.deadlines import renewals
from reminders.deadlines.models import Deadline
from reminders.deliveries.adapters import adapter_of
from reminders.deliveries.claims import DeliveryQueue
from reminders.deliveries.models import Delivery
from reminders.deliveries.outgoing import SendResult
from reminders.deliveries.release import release_due, release_notices
from reminders.deliveries.tasks import sweep_due
from reminders.fallback.sweep import follow_up
from reminders.indicators.measuring import measure
from reminders.indicators.models import Outcome
from reminders.preferences.models import QuietHours
from reminders.reminders.models import Reminder
from reminders.reminders.planning import plan
from tests.own_apps import own_apps
from tests.reminders.paper import delivery_of, reminder_of

pytestmark = pytest.mark.django_db
MANY = 100
NOWHERE = "America/Nouvelle_Ville"
LIST = "/gestion/isolation/setaside/"


@pytest.fixture
def hundred(licence, saaq_agent) -> list[Citizen]:
    """They accept the inbox, and e-mail at the hours that they chose: counted in their zone."""
    people = [
        Citizen(given_name="Personne", family_name=str(n), email=f"p{n}@relais.example", email_verified_at=now())
        for n in range(MANY)
    ]
    Citizen.objects.bulk_create(people)
    Consent.objects.bulk_create(
        Consent(citizen=person, purpose=purpose, channel=channel, wording="Oui", given_by=saaq_agent, given_how="phone")
        for person in people
        for purpose in (Purpose.REMINDERS, Purpose.FILE_NEWS)
        for channel in (Channel.INBOX, Channel.EMAIL)
    )
    QuietHours.objects.bulk_create(
        QuietHours(citizen=person, opens=dt.time.min, closes=dt.time.max) for person in people
    )
    return people


@pytest.fixture
def due(hundred, licence, clock_offset) -> list[Citizen]:
    """A date each in ten days, planned; the reminder of the seventh day before is due."""
    made = deadlines_of(hundred, licence)
    plan(made, at=now())
    clock_offset(days=4)
    return hundred


def deadlines_of(people, kind, days: int = 10):
    Deadline.objects.bulk_create(
        Deadline(
            citizen=person,
            concerned=person,
            kind=kind,
            due_on=today() + dt.timedelta(days=days),
            origin="import",
            is_private=False,
        )
        for person in people
    )
    return Deadline.objects.filter(citizen__in=people)


def poison(person: Citizen, zone: str = NOWHERE) -> Citizen:
    """As a restore on a server with older tables does: no form and no action would write it."""
    Citizen.objects.filter(pk=person.pk).update(time_zone=zone)
    return person


def wait_is_over() -> None:
    SetAside.objects.update(retry_at=now())


def listed() -> list[tuple[str, str]]:
    return list(SetAside.objects.order_by("work").values_list("work", "code"))


def test_ninety_nine_are_reminded_in_the_same_sweep(due):
    bad = poison(due[41])
    assert release_due() == MANY - 1
    assert listed() == [("reminders.release", "22023")] and SetAside.objects.get().citizen == bad
    assert set_aside() == "1 set aside"
    assert release_due() == 0 and SetAside.objects.get().failures == 1, "not tried again at each sweep"
    assert not Reminder.objects.filter(recipient=bad).exclude(state="planned").exists()


def test_cured_the_reminder_leaves_and_the_list_is_empty(due):
    bad = poison(due[41])
    release_due()
    wait_is_over()
    assert isolation.retry_due() == 0  # not cured yet: it waits longer
    row = SetAside.objects.get()
    assert row.failures == 2 and now() < row.retry_at <= now() + LONGEST_WAIT
    poison(bad, "America/Toronto")
    assert isolation.retry_due() == 0  # its wait is not over
    wait_is_over()
    assert isolation.retry_due() == 1
    assert Reminder.objects.filter(recipient=bad, state="sent").count() == 1
    assert set_aside() == "ok" and not SetAside.objects.exists()
    assert release_due() == 0, "once"


def test_notices_leave_for_the_others(hundred):
    for person in hundred:
        announce(kind=Notice.Kind.MESSAGE, citizen=person, subject=person, organization=None, by=None)
    bad = poison(hundred[0])
    assert release_notices() == MANY - 1
    assert listed() == [("reminders.notices", "22023")]
    poison(bad, "America/Toronto")
    wait_is_over()
    isolation.retry_due()
    assert not Notice.objects.filter(handled_at=None).exists()


def test_planning_a_whole_kind_plans_the_others(hundred, licence):
    made = deadlines_of(hundred, licence)
    bad = poison(hundred[99])
    assert plan(made, at=now()) > 0
    assert Reminder.objects.planned().values("recipient").distinct().count() == MANY - 1
    assert listed() == [("reminders.plan", "22023")]
    poison(bad, "America/Toronto")
    wait_is_over()
    assert isolation.retry_due() == 1 and Reminder.objects.planned().filter(recipient=bad).exists()


def test_the_others_are_measured(hundred, licence):
    deadlines_of(hundred, licence, days=-3)
    bad = poison(hundred[5])
    window = {"start": today() - dt.timedelta(days=5), "end": today(), "at": now()}
    assert measure(**window) == MANY - 1
    assert listed() == [("reminders.measure", "22023")]
    poison(bad, "America/Toronto")
    wait_is_over()
    isolation.retry_due()
    assert Outcome.objects.filter(deadline__citizen=bad).exists()


def test_failed_deliveries_of_the_others_are_followed_up(hundred, licence):
    """The next channel's hours are counted in the person's zone."""
    for person in hundred[:10]:
        reminder = reminder_of(person, licence)
        delivery_of(person, Channel.SMS, reminder, state=Delivery.State.FAILED, code="550", followed_up_at=None)
    bad = poison(hundred[3])
    assert follow_up() == 9
    assert listed() == [("reminders.follow_up", "22023")]
    poison(bad, "America/Toronto")
    wait_is_over()
    assert isolation.retry_due() == 1
    assert Delivery.objects.filter(state="ready", channel="email").count() == 10


def test_the_others_messages_are_claimed(due):
    """The zone became unknown once the messages were ready."""
    release_due()
    bad = poison(due[41])
    queue = DeliveryQueue(adapter_of(Channel.EMAIL))
    claimed = []
    while batch := queue.claim(30):
        claimed += [message.recipient_id for message in batch]
    assert len(claimed) == MANY - 1 and bad.pk not in claimed
    assert listed() == [("reminders.claim", "22023")]
    wait_is_over()
    assert isolation.retry_due() == 0 and queue.claim(30) == []
    poison(bad, "America/Toronto")
    wait_is_over()
    assert isolation.retry_due() == 1
    assert [message.recipient_id for message in queue.claim(30)] == [bad.pk]


def test_what_became_of_messages_is_kept_when_one_that_leaves_refuses(due):
    """The zone became unknown between the claim and the second reading: a sender's statement holds both."""
    release_due()
    queue = DeliveryQueue(adapter_of(Channel.EMAIL))
    gone, *leaving = queue.claim(30)
    assert queue.record([gone], []) == {gone.id}
    bad = poison(Citizen.objects.get(pk=leaving[3].recipient_id))
    left = queue.record(leaving, [SendResult(id=gone.id, state="accepted")])
    assert left == {message.id for message in leaving} - {leaving[3].id}
    assert Delivery.objects.get(pk=gone.id).state == "accepted"
    row = Delivery.objects.get(recipient=bad, channel="email")
    assert (row.state, row.claimed_by) == ("ready", None)
    assert listed() == [("reminders.claim", "22023")]


def test_what_providers_say_of_the_others_is_handled(hundred, licence, monkeypatch):
    """A mailing that comes back: the attempt that follows one bounce cannot be written."""
    ago = now() - dt.timedelta(hours=1)
    keys = {}
    for person in hundred[:10]:
        sent = delivery_of(person, Channel.EMAIL, reminder_of(person, licence), attempted_at=ago, settled_at=ago)
        keys[person.pk] = str(sent.pk)
    reported = [ReportedOutcome(event_id=key, kind="hard", reference=key, code="5.1.1") for key in keys.values()]
    keep(provider="plain", reported=reported, real_now=now())
    known = outcomes.condemn

    def condemn(result):
        if any(one.citizen.pk == hundred[4].pk for one in result):
            raise ValueError("an address that nothing parses")
        return known(result)

    with monkeypatch.context() as wrong:
        wrong.setattr(outcomes, "condemn", condemn)
        assert handle_events() == 9
        assert handle_events() == 0, "not tried again at each sweep"
    assert listed() == [("reminders.callbacks", "ValueError")]
    assert Delivery.objects.filter(state="bounced").count() == 9
    wait_is_over()
    assert isolation.retry_due() == 1
    assert Delivery.objects.get(recipient=hundred[4], attempt=1).state == "bounced"
    assert not ProviderEvent.objects.waiting().exists()


def test_renewals_of_the_others_open(hundred, licence, monkeypatch):
    """Computed in Python: an error of our own code on one row is of that row."""
    deadlines_of(hundred, licence, days=-40)
    known = renewals.next_date

    def next_date(deadline):
        if deadline.citizen_id == hundred[8].pk:
            raise ValueError("a birthday on the thirtieth of February")
        return known(deadline)

    with monkeypatch.context() as wrong:
        wrong.setattr(renewals, "next_date", next_date)
        assert renewals.renew_past() == MANY - 1
    assert listed() == [("reminders.renew", "ValueError")]
    wait_is_over()
    assert isolation.retry_due() == 1
    assert Deadline.objects.filter(citizen=hundred[8], origin="renewal").exists()


def test_every_work_can_be_done_again_for_one(hundred):
    """Their functions exist, and doing for one who has nothing is nothing."""
    for code in [code for config in own_apps() for code in getattr(import_module(f"{config.name}.apps"), "WORKS", ())]:
        work_of(code).do_again(person=hundred[0].pk)


def test_what_a_later_version_no_longer_does_leaves_the_list(hundred):
    SetAside.objects.create(citizen=hundred[0], work="reminders.gone", code="22023", retry_at=now())
    assert isolation.retry_due() == 1 and not SetAside.objects.exists()


def test_operators_see_whom_it_fails_for_and_try_again(due, people, signed_in):
    poison(due[41])
    release_due()
    row, olga = SetAside.objects.get(), signed_in(people["olga"])
    page = f"{LIST}{row.pk}/change/"
    shown = olga.get(LIST).content.decode() + olga.get(page).content.decode()
    assert "Ses rappels échus ne partent pas" in shown and "fuseau" in shown and "Essayer à nouveau" in shown
    assert "Personne 41" not in shown and NOWHERE not in shown
    assert "1 personne mise à part" in olga.get("/gestion/").content.decode()
    assert olga.post(page).status_code == 302
    assert AuditEvent.objects.get(verb="set_aside.retried").detail == {"work": "reminders.release", "code": "22023"}
    poison(due[41], "America/Toronto")
    assert isolation.retry_due() == 1 and olga.get(page).status_code == 404


@pytest.mark.parametrize("key", ["alain", "sylvie", "emile", "amelie"])
def test_nobody_else_sees_it(hundred, people, signed_in, key):
    row = SetAside.objects.create(citizen=hundred[0], work="reminders.plan", code="22023", retry_at=now())
    client: Client = signed_in(people[key])
    assert client.get(LIST).status_code in {302, 403, 404}
    assert client.post(f"{LIST}{row.pk}/change/").status_code in {302, 403, 404}
    assert not AuditEvent.objects.filter(verb="set_aside.retried").exists()


def test_what_can_be_checked_is_checked_when_it_is_written(bruno):
    with pytest.raises(ValueError, match="time zone"):
        amend(citizen=bruno.citizen, columns={"time_zone": NOWHERE}, by=bruno)
    assert unknown_zones() == []
    poison(bruno.citizen)
    assert unknown_zones() == [NOWHERE]
    call_command("check", databases=["default"], verbosity=0)  # it warns, and does not stop


def test_a_sweep_that_keeps_failing_is_not_well():
    for failures in range(1, 4):
        assert failing.tasks() == "ok", "a database that starts again is no alarm"
        FailingTask.objects.update_or_create(
            task=sweep_due.name, defaults={"since": now(), "failures": failures, "code": "DataError"}
        )
    assert failing.tasks() == "failing: reminders.sweep_due"
    note_success(sweep_due)
    assert failing.tasks() == "ok"


@pytest.mark.django_db(transaction=True)
def test_a_failure_is_noted_on_a_connection_of_its_own():
    for _ in range(3):
        note_failure(sweep_due, DataError("a value that nobody may read"))
    row = FailingTask.objects.get()
    assert (row.task, row.failures, row.code) == ("reminders.sweep_due", 3, "DataError")
    assert failing.tasks() == "failing: reminders.sweep_due"
