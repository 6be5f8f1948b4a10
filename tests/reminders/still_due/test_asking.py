"""Just before a reminder leaves, its organization's system is asked whether it is still due."""

import datetime as dt
import json
import time

import pytest
from standardwebhooks import Webhook

from portal.audit.models import AuditEvent
from portal.clock import now
from portal.webhooks.actions import revoke
from portal.webhooks.models import Subscription
from reminders.deadlines.actions import mark_done
from reminders.deliveries.models import Delivery
from reminders.deliveries.release import release_due
from reminders.imported_deadlines.actions import receive
from reminders.imported_deadlines.models import ImportedDeadline
from reminders.imported_deadlines.rows import ImportedRow
from reminders.inbox.models import InboxItem
from reminders.kinds.models import DeadlineKind
from reminders.reminders.models import Reminder
from reminders.still_due import actions, asking
from reminders.still_due.models import QUESTION, DueCheck
from reminders.still_due.wire import Answer, states_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("four_channels")]


def test_still_due_it_leaves_and_nothing_personal_was_asked(sent, asked, receiver, noon, amelie):
    sent()
    _subscription, secret = asked()
    assert actions.sweep() == 0  # nothing is about to leave yet
    noon(days=3)
    assert actions.sweep() == 1 and release_due() == 1
    headers, body = receiver.calls[0]
    assert Webhook(secret).verify(body, headers) == json.loads(body)
    assert json.loads(body)["type"] == QUESTION and json.loads(body)["data"] == {"references": ["F-0"]}
    everything = json.dumps([str(receiver.calls), receiver.paths], ensure_ascii=False)
    for personal in (amelie.citizen.family_name, amelie.email, "A-100", "A100", str(amelie.citizen.pk)):
        assert personal not in everything
    assert DueCheck.objects.get().answer == Answer.OPEN and receiver.paths == ["/relais"]


@pytest.mark.parametrize("state", ["done", "cancelled"])
def test_no_longer_due_it_does_not_leave_and_the_date_says_so(sent, asked, noon, state, amelie):
    (imported,) = sent()
    asked(F_0=state)
    noon(days=3)
    actions.sweep()
    assert release_due() == 0 and not InboxItem.objects.exists() and not Delivery.objects.exists()
    imported.refresh_from_db()
    imported.deadline.refresh_from_db()
    assert (imported.state, imported.deadline.state, imported.deadline.closed_by) == (state, state, None)
    before = Reminder.objects.filter(step__offset_days=-7).get()
    assert (before.state, before.why) == ("cancelled", "act")
    assert AuditEvent.objects.filter(verb="imported_deadlines.received").count() == 2


def test_nothing_waits_when_nobody_asked_for_days(sent, asked, noon):
    sent()
    asked()
    actions.sweep()
    noon(days=3)
    assert release_due() == 1


def test_it_waits_while_somebody_asks(sent, asked, noon):
    sent()
    asked()
    noon(days=3)
    asking.watch()
    assert release_due() == 0
    actions.sweep()
    assert release_due() == 1


def test_it_waits_ten_minutes_at_most_for_whoever_asks(sent, asked, noon):
    sent()
    asked()
    noon(days=3)
    asking.watch()
    noon(days=3, minutes=9)
    assert release_due() == 0
    noon(days=3, minutes=11)
    assert release_due() == 1


@pytest.mark.parametrize(
    ("reply", "statuses", "answer"),
    [
        (b"", [500], Answer.REFUSED),
        (b"", [302], Answer.REFUSED),
        (b"<html>", [], Answer.MALFORMED),
        (b"[" * 10_000, [], Answer.MALFORMED),
        (b'{"deadlines": {}}', [], Answer.SILENT),
        (b'{"deadlines": [{"reference": "F-0"}]}', [], Answer.MALFORMED),
        (b'{"deadlines": [{"reference": "F-0", "state": "paid"}]}', [], Answer.MALFORMED),
        (b'{"deadlines": [{"reference": "F-0", "state": "timeout"}]}', [], Answer.MALFORMED),
        (b'{"deadlines": [{"reference": "F-9", "state": "done"}]}', [], Answer.SILENT),
        (b'{"deadlines": []}' + b" " * 20_000, [], Answer.MALFORMED),
    ],
)
def test_without_an_answer_it_leaves_and_the_organization_sees_it(
    sent, asked, receiver, noon, signed_in, saaq_administrator, reply, statuses, answer
):
    sent()
    subscription, _secret = asked()
    receiver.reply, receiver.answers = (lambda body: reply), list(statuses)
    noon(days=3)
    actions.sweep()
    assert release_due() == 1
    assert DueCheck.objects.get().answer == answer
    page = signed_in(saaq_administrator).get(f"/gestion/webhooks/subscription/{subscription.pk}/change/")
    assert "F-0" in page.content.decode() and str(answer.label) in page.content.decode()


def test_the_limit_is_two_seconds(sent, asked, receiver, noon, monkeypatch):
    assert asking.LIMIT == 2
    monkeypatch.setattr(asking, "LIMIT", 0.2)
    sent()
    asked()
    receiver.delay = 1
    noon(days=3)
    started = time.monotonic()
    actions.sweep()
    assert time.monotonic() - started < 0.9
    assert DueCheck.objects.get().answer == Answer.TIMEOUT and release_due() == 1


def test_one_that_does_not_answer_is_left_alone_and_what_is_due_leaves(sent, asked, receiver, noon, monkeypatch):
    """Four hundred references of one address: the first calls fail, and no other is made for a minute."""
    monkeypatch.setattr(asking, "MOST", 1)
    monkeypatch.setattr(asking, "CALLS", 400)
    sent(30)
    Reminder.objects.filter(step__offset_days=-7).update(due_at=Reminder.objects.earliest("due_at").due_at)
    asked()
    Subscription.objects.update(url="http://127.0.0.1:1/x")
    noon(days=3)
    due = Reminder.objects.due(now()).count()
    assert actions.sweep() == 30
    assert set(DueCheck.objects.values_list("answer", flat=True)) == {"unreachable"}
    assert release_due() == due


@pytest.mark.parametrize(
    "url", ["https://127.0.0.1/", "https://10.0.0.1/", "https://169.254.169.254/", "https://[::1]/"]
)
def test_an_address_inside_is_not_called(sent, asked, receiver, noon, settings, url):
    sent()
    asked()
    settings.DEMO = False
    Subscription.objects.update(url=url)
    noon(days=3)
    actions.sweep()
    assert DueCheck.objects.get().answer == Answer.FORBIDDEN and not receiver.calls and release_due() == 1


def test_what_the_organization_did_not_send_is_not_asked_about(followed, asked, receiver, noon, bruno, kind):
    noon()
    followed(bruno, days=10)
    asked()
    noon(days=3, hours=20)
    asking.watch()
    assert release_due() == 0
    assert actions.sweep() == 0 and not receiver.calls
    assert release_due() == 1


def test_an_answer_serves_two_hours(sent, asked, receiver, noon, kind):
    sent()
    asked()
    noon(days=3)
    DeadlineKind.objects.filter(pk=kind.pk).update(stopped_at=now(), stopped_by=kind.published_by)
    actions.sweep()
    assert release_due() == 0  # its organization stopped the kind
    noon(days=3, hours=3)
    actions.sweep()
    DeadlineKind.objects.filter(pk=kind.pk).update(stopped_at=None, stopped_by=None)
    assert len(receiver.calls) == 2 and release_due() == 1


def test_stopped_nobody_waits_any_more(sent, asked, noon, saaq_administrator, receiver):
    sent()
    subscription, _secret = asked()
    noon(days=3)
    asking.watch()
    revoke(subscription=subscription, by=saaq_administrator)
    assert actions.sweep() == 0 and not receiver.calls
    assert release_due() == 1


def test_what_was_sent_meanwhile_is_kept(sent, asked, receiver, noon, kind, saaq):
    """The organization moved the date while it was asked: the answer closes it, and brings no older date back."""
    (imported,) = sent()
    asked(F_0="cancelled")
    noon(days=3)
    later = imported.due_on + dt.timedelta(days=2)
    lanes = asking.find(asking.watch())
    asking.ask(lanes)
    receive(organization=saaq, rows=[ImportedRow("F-0", kind, "A-100", later, None, "open")], by=None, origin="import")
    for lane in lanes:
        actions.settle(lane=lane, by=None)
    imported.refresh_from_db()
    assert (imported.due_on, imported.state) == (later, "cancelled")


def test_who_dies_before_it_is_written_asks_again(sent, asked, receiver, noon, monkeypatch, amelie):
    sent()
    asked(F_0="done")
    noon(days=3)

    def die(*_lost):
        raise KeyboardInterrupt

    with monkeypatch.context() as dying, pytest.raises(KeyboardInterrupt):
        dying.setattr(asking, "note", die)
        actions.sweep()
    assert release_due() == 0 and not DueCheck.objects.exists()
    actions.sweep()
    assert release_due() == 0 and ImportedDeadline.objects.get().state == "done" and len(receiver.calls) == 2


def test_many_are_asked_in_few_calls_and_queries(sent, asked, receiver, noon, django_assert_max_num_queries):
    sent(120)
    Reminder.objects.filter(step__offset_days=-7).update(due_at=Reminder.objects.earliest("due_at").due_at)
    asked()
    noon(days=3)
    due = Reminder.objects.due(now()).count()
    with django_assert_max_num_queries(25):
        assert actions.sweep() == 120
    assert len(receiver.calls) == 3 and release_due() == due


def test_its_own_word_is_enough(sent, asked, receiver, noon, amelie):
    (imported,) = sent()
    mark_done(deadline=imported.deadline, by=amelie)
    asked()
    noon(days=3)
    assert actions.sweep() == 0 and not receiver.calls


def test_of_another_reference_nothing_is_read():
    body = json.dumps(
        {"deadlines": [{"reference": "X", "state": "done"}, {"reference": "F", "state": "open"}]}
    ).encode()
    assert states_in(body, ["F"]) == {"F": Answer.OPEN}


def test_the_question_is_described_with_its_answer(client):
    posted = client.get("/api/v1/openapi.json").json()["webhooks"][QUESTION]["post"]
    asked_about = posted["requestBody"]["content"]["application/json"]["schema"]["properties"]["data"]
    assert "references" in asked_about["properties"]
    assert "deadlines" in posted["responses"]["200"]["content"]["application/json"]["schema"]["properties"]
