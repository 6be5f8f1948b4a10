"""What is past its time goes, what is not stays: for each model that has a duration."""

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from portal.audit.models import AuditEvent
from portal.celery import app as celery
from portal.clock import now
from portal.contact_changes.models import ContactChange
from portal.foundation.retention import Empty, Keep, Timed
from portal.notices.models import Notice
from portal.retention import actions
from portal.retention.actions import ClocksDiffer, SweepFailed, sweep, sweep_model
from portal.retention.reading import Unreadable, companions_of, own_models, rules_of
from portal.retention.selecting import free, past, unnamed
from portal.retention.tasks import sweep_retention
from portal.votes.models import Vote
from portal.webhooks.models import WebhookCall
from portal.work_items.models import WorkItem
from reminders.deadlines.models import Deadline
from reminders.deliveries.models import Delivery
from reminders.fallback.models import DeadLetter
from reminders.imported_deadlines.models import ImportedDeadline, LinkAttempt
from reminders.inbox.models import InboxItem, InboxItemReading
from reminders.indicators.models import Outcome
from reminders.letters.models import Letter
from reminders.reminders.models import Reminder
from tests.days import real_time
from tests.portal.retention import rows

pytestmark = pytest.mark.django_db
TIMED = [(model, rule) for model in own_models() for rule in rules_of(model) if isinstance(rule, Timed) and not rule.by]
NAMES = [f"{model.__name__}-{rule.after}-{rule.only}".rstrip("-").replace(" ", "_") for model, rule in TIMED]


@pytest.fixture
def world(amelie, saaq_agent, saaq_team):
    return rows.world_of(citizen=amelie.citizen, agent=saaq_agent, team=saaq_team)


def is_done(row, rule) -> bool:
    """Gone, or emptied."""
    found = type(row)._base_manager.filter(pk=row.pk).first()
    return found is None if isinstance(rule, Keep) else all(getattr(found, name) is None for name in rule.fields)


def test_every_duration_has_its_row():
    assert len(TIMED) >= 34
    assert not {model for model, _rule in TIMED} - {model for model, _only in rows.MAKERS}


@pytest.mark.parametrize(("model", "rule"), TIMED, ids=NAMES)
def test_a_day_too_old_it_goes_and_a_day_younger_it_stays(world, model, rule):
    old = rows.make(model, rule, world, days_past=1)
    young = rows.make(model, rule, world, days_past=-1)
    sweep_model(model=model)
    assert is_done(old, rule)
    assert not is_done(young, rule)


@pytest.mark.parametrize(("model", "rule"), TIMED, ids=NAMES)
def test_the_journal_counts_it_and_names_nobody(world, model, rule):
    rows.make(model, rule, world, days_past=1)
    sweep_model(model=model)
    (event,) = AuditEvent.objects.filter(verb="retention.swept").order_by("pk")
    assert (event.subject_type, event.subject_id, event.citizen_id) == (model._meta.label_lower, "", None)
    assert event.detail == {"erased" if isinstance(rule, Keep) else "emptied": 1}
    assert event.by_role == "system"


def test_nothing_older_than_declared_remains(world):
    """Of everything at once, in the order of the sweep: each model before what it refers to."""
    for model, rule in TIMED:
        for days in (1, 400, -1, -20):
            rows.make(model, rule, world, days_past=days)
    sweep()
    for model in own_models():
        timed = [rule for rule in rules_of(model) if isinstance(rule, Keep) and not rule.by]
        assert not unnamed(free(past(model, timed))).exists(), model
    connection.check_constraints()


def test_a_year_of_the_story_goes_three_years_later(story, clock_offset):
    assert Delivery.objects.exists() and Reminder.objects.exists() and InboxItem.objects.exists()
    clock_offset(days=365 * 12)
    for _night in range(2):  # what holds another row goes the first night at the latest
        sweep()
    connection.check_constraints()
    for model in (Delivery, Reminder, InboxItem, InboxItemReading, WebhookCall, ImportedDeadline, Letter):
        assert not model.objects.exists(), model
    assert not Deadline.objects.exclude(state="open").exists()
    assert not Outcome.objects.exclude(deadline__state="open").exists()


def test_what_a_kept_row_refers_to_is_kept_until_then(world):
    """Two years after it was closed, a deadline waits for its reminders, whose time is counted from the date."""
    closed = rows.deadline(world)
    reminder = rows.reminder(world, deadline=closed)
    Reminder.objects.filter(pk=reminder.pk).update(due_on=now().date())
    sweep()
    assert Deadline.objects.filter(pk=closed.pk).exists()
    Reminder.objects.filter(pk=reminder.pk).update(due_on=rows.LONG_AGO.date())
    sweep()
    assert not Deadline.objects.filter(pk=closed.pk).exists()


def test_what_is_kept_with_a_row_goes_with_it(world):
    """A reminder takes its item of the space, and its readings; a delivery the letter that found it lost."""
    reminder = rows.make(Reminder, *rules_of(Reminder), world, days_past=1)
    item = InboxItem.objects.create(citizen=world.citizen, reminder=reminder)
    InboxItemReading.objects.create(item=item, user=world.user)
    DeadLetter.objects.create(citizen=world.citizen, reminder=reminder, since=now(), found_at=now())
    sweep_model(model=Reminder)
    assert not InboxItemReading.objects.filter(item=item.pk).exists()
    assert not DeadLetter.objects.filter(reminder=reminder.pk).exists()
    event = AuditEvent.objects.get(verb="retention.swept")
    gone = {"inbox.inboxitem": 1, "inbox.inboxitemreading": 1, "fallback.deadletter": 1}
    assert event.detail == {"erased": 1, "with": gone}


@pytest.mark.parametrize(("child", "column"), rows.COMPANIONS, ids=lambda one: getattr(one, "__name__", one))
def test_each_row_kept_with_another_goes_with_it(world, child, column):
    parent = child._meta.get_field(column).related_model
    young, old = (rows.make(parent, rules_of(parent)[-1], world, days_past=days) for days in (-1, 1))
    kept, gone = (rows.COMPANIONS[child, column](world, one) for one in (young, old))
    sweep_model(model=parent)
    assert child._base_manager.filter(pk=kept.pk).exists()
    assert not child._base_manager.filter(pk=gone.pk).exists()


def test_each_companion_of_a_swept_row_has_its_row():
    swept = {model for model, rule in TIMED if isinstance(rule, Keep)}
    expected = {(child, way) for model in swept for child, way in companions_of(model) if "__" not in way}
    assert expected == set(rows.COMPANIONS)


def test_a_reply_that_waits_keeps_the_message_that_it_answers(world):
    sent = rows.make(Delivery, *rules_of(Delivery), world, days_past=1)
    waiting = rows.reply(world, delivery=sent)
    type(waiting).objects.filter(pk=waiting.pk).update(settled_at=now())
    sweep()
    assert Delivery.objects.filter(pk=sent.pk).exists()


@pytest.mark.parametrize("naming", [rows.notice, rows.work_item])
def test_what_a_notice_or_a_work_item_names_is_kept(world, naming):
    closed = rows.make(Deadline, rules_of(Deadline)[0], world, days_past=1)
    named = naming(world, subject_type="deadlines.deadline", subject_id=closed.pk)
    fresh = {"handled_at": now()} if isinstance(named, Notice) else {"done_at": now()}
    type(named).objects.filter(pk=named.pk).update(**fresh)
    sweep()
    assert Deadline.objects.filter(pk=closed.pk).exists()
    type(named).objects.filter(pk=named.pk).delete()
    sweep()
    assert not Deadline.objects.filter(pk=closed.pk).exists()


def test_an_open_work_item_is_no_matter_of_age(world):
    item = rows.work_item(world, done_at=None)
    WorkItem.objects.filter(pk=item.pk).update(since=rows.LONG_AGO)
    sweep()
    assert WorkItem.objects.filter(pk=item.pk).exists()


def test_a_change_that_freezes_an_account_is_kept(world):
    """Erasing it would unfreeze the account."""
    change = rows.contact_change(world, **world.by("undone"))
    ContactChange.objects.filter(pk=change.pk).update(changed_at=rows.LONG_AGO)
    sweep()
    assert ContactChange.objects.filter(pk=change.pk).exists()


def test_what_somebody_holds_waits_for_the_next_night(world, monkeypatch):
    """Skipped at the lock: as if another transaction held it."""
    old = rows.make(Vote, *rules_of(Vote), world, days_past=1)
    monkeypatch.setattr(actions, "_locked", lambda found: ([], {}))
    sweep()
    assert Vote.objects.filter(pk=old.pk).exists()


def votes(world, count: int) -> None:
    for _ in range(count):
        rows.make(Vote, *rules_of(Vote), world, days_past=1)


def test_it_works_in_batches_with_a_journal_row_each(world, monkeypatch):
    monkeypatch.setattr(actions, "BATCH", 2)
    votes(world, 5)
    assert sweep_model(model=Vote) == 5
    events = AuditEvent.objects.filter(verb="retention.swept").order_by("pk")
    assert [event.detail["erased"] for event in events] == [2, 2, 1]


def test_a_run_has_an_end_and_the_next_goes_on(world, monkeypatch):
    monkeypatch.setattr(actions, "MOST", 2)
    votes(world, 3)
    assert (sweep_model(model=Vote), sweep_model(model=Vote)) == (2, 1)


@pytest.mark.parametrize("model", [Vote, Delivery, Reminder])
def test_a_batch_costs_the_same_whatever_it_holds(world, model):
    costs = []
    for count in (1, 12):
        for _ in range(count):
            rows.make(model, *rules_of(model), world, days_past=1)
        with CaptureQueriesContext(connection) as captured:
            sweep_model(model=model)
        costs.append(len(captured))
    assert costs[0] == costs[1] < 20


def test_the_journal_is_by_organization(world, ramq):
    for organization in (world.organization, world.organization, ramq):
        request = rows.keyed_request(world)
        type(request).objects.filter(pk=request.pk).update(organization=organization, received_at=rows.LONG_AGO)
    sweep()
    events = AuditEvent.objects.filter(verb="retention.swept", subject_type="api.keyedrequest").order_by("pk")
    assert {event.organization_id: event.detail["erased"] for event in events} == {world.organization.pk: 2, ramq.pk: 1}


def test_a_model_that_cannot_be_read_keeps_its_rows_and_stops_no_other(world, monkeypatch, caplog):
    votes(world, 1)
    attempt = rows.make(LinkAttempt, *rules_of(LinkAttempt), world, days_past=1)
    monkeypatch.setattr(Vote.Privacy, "retention", "two years, says a sentence")
    with pytest.raises(SweepFailed, match=r"^votes\.Vote$"):
        sweep()
    assert Vote.objects.count() == 1 and not LinkAttempt.objects.filter(pk=attempt.pk).exists()
    assert "votes.Vote cannot be swept (Unreadable)" in caplog.text


def test_a_sweep_that_fails_is_a_periodic_task_that_fails(monkeypatch):
    """Listed for operators as any other (`portal.health.failing`)."""
    monkeypatch.setattr(Vote.Privacy, "retention", [])
    with pytest.raises(SweepFailed):
        sweep_retention()
    celery.loader.import_default_modules()
    assert sweep_retention.name in {entry["task"] for entry in celery.conf.beat_schedule.values()}


def test_one_row_that_fails_keeps_none_of_the_others(world, monkeypatch):
    """As a row that something new refers to at this very moment: its batch is halved, down to it."""
    votes(world, 5)
    bad = Vote.objects.order_by("pk").first().pk
    erase = actions._erase_some

    def fragile(by, found):
        if found.filter(pk=bad).exists():
            raise IntegrityError
        return erase(by, found)

    monkeypatch.setattr(actions, "_erase_some", fragile)
    with pytest.raises(SweepFailed, match="votes.Vote"):
        sweep()
    assert list(Vote.objects.values_list("pk", flat=True)) == [bad]


@pytest.mark.parametrize("days", [-2, 1, 800])
def test_nothing_is_erased_by_a_clock_that_is_wrong(world, settings, days):
    """That of the database says another time."""
    votes(world, 1)
    settings.CLOCK_OFFSET_FILE = ""
    with time_machine.travel(now() + dt.timedelta(days=days)), pytest.raises(ClocksDiffer):
        sweep()
    assert Vote.objects.count() == 1


def test_a_clock_that_is_right_erases(world, settings):
    """At the real hour, whatever the day of the suite: the database's clock is never moved."""
    settings.CLOCK_OFFSET_FILE = ""
    with time_machine.travel(real_time(), tick=True):
        votes(world, 1)
        sweep()
    assert not Vote.objects.exists()


def test_nothing_is_erased_when_the_journal_cannot_be_written(world, monkeypatch):
    votes(world, 2)

    def broken(*args: object, **kwargs: object) -> None:
        raise OSError

    monkeypatch.setattr(actions, "write", broken)
    with pytest.raises(SweepFailed):
        sweep()
    assert Vote.objects.count() == 2


def test_a_row_with_a_file_is_never_swept(monkeypatch):
    """Its file would stay: such a model erases both by an action of its own."""
    document = next(model for model in own_models() if model.__name__ == "Document")
    monkeypatch.setattr(document.Privacy, "retention", [Keep(days=1, after="received_at")])
    with pytest.raises(Unreadable, match="file"):
        rules_of(document)


@pytest.mark.parametrize(
    "rule",
    [
        "two years",
        None,
        Keep(after="created_at"),
        Keep(days=1, after="title"),
        Keep(days=1, after="nowhere"),
        Keep(days=1, after="created_at", only="words without a condition"),
        Empty(fields=("nothing",), days=1, after="created_at"),
        Empty(fields=("comment",), days=1, after="created_at"),
    ],
    ids=str,
)
def test_a_rule_that_means_nothing_is_refused(monkeypatch, rule):
    monkeypatch.setattr(Vote.Privacy, "retention", [rule])
    with pytest.raises(Unreadable):
        rules_of(Vote)


def test_a_date_is_a_day_of_quebec(world, clock_offset):
    """«Ninety days after» ends with the ninetieth day."""
    rule = rules_of(ImportedDeadline)[1]
    row = rows.unmatched(world)
    ImportedDeadline.objects.filter(pk=row.pk).update(due_on=(now() - dt.timedelta(days=90)).date())
    sweep_model(model=ImportedDeadline)
    assert not is_done(row, rule)
