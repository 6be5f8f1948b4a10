"""What an organization's system hears: once, signed, nothing of the person; and when it does not answer."""

import datetime as dt
import hashlib
import hmac
import json
import time

import pytest
from aiohttp.resolver import ThreadedResolver
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models.functions import Now

from portal.audit.models import AuditEvent
from portal.clock import now
from portal.consents.models import Channel
from reminders.deadlines.actions import mark_done
from reminders.deliveries.models import Delivery
from reminders.fallback.work import open_work
from reminders.imported_deadlines.actions import receive
from reminders.imported_deadlines.models import ImportedDeadline
from reminders.imported_deadlines.rows import ImportedRow
from reminders.reminders.models import Reminder
from reminders.webhooks import actions, calling, facts
from reminders.webhooks.models import Event, Subscription, WebhookCall
from reminders.webhooks.signing import CALL, SIGNATURE, TIMESTAMP
from tests.reminders.paper import delivery_of

pytestmark = pytest.mark.django_db
LIST = "/gestion/webhooks/subscription/"


def accepted(imported_deadline, state=Delivery.State.ACCEPTED, channel=Channel.EMAIL):
    """A reminder of that deadline left; returns its delivery."""
    reminder = imported_deadline.deadline.reminders.order_by("due_at").first()
    Reminder.objects.filter(pk=reminder.pk).update(state="sent", settled_at=now())
    return delivery_of(imported_deadline.citizen, channel, reminder, state=state)


def test_delivered_is_told_once_with_the_reference_only(subscribed, sent, receiver, amelie):
    (imported_deadline,) = sent()
    assert actions.sweep() == 0
    delivery = accepted(imported_deadline)
    assert [actions.sweep() for _ in range(3)] == [1, 0, 0]
    assert receiver.received == [{"event": "delivered", "reference": "F-0", "at": delivery.settled_at.isoformat()}]
    everything = json.dumps([str(receiver.calls), receiver.paths], ensure_ascii=False)
    for personal in (amelie.citizen.family_name, amelie.email, "A-100", "A100", str(amelie.citizen.pk)):
        assert personal not in everything


def test_a_real_receiver_verifies_the_signature(subscribed, sent, receiver):
    accepted(sent()[0])
    actions.sweep()
    headers, body = receiver.calls[0]
    signed = headers[TIMESTAMP].encode() + b"." + body
    assert headers[SIGNATURE] == "v1=" + hmac.new(subscribed[1].encode(), signed, hashlib.sha256).hexdigest()
    assert abs(time.time() - int(headers[TIMESTAMP])) < 30
    assert headers[CALL] == str(WebhookCall.objects.get().pk)


@pytest.mark.parametrize("state", ["ready", "failed", "uncertain", "bounced"])
def test_what_did_not_arrive_is_not_told(subscribed, sent, receiver, state):
    columns = {"settled_at": None} if state == "ready" else {}
    (imported_deadline,) = sent()
    Delivery.objects.filter(pk=accepted(imported_deadline).pk).update(state=state, **columns)
    assert actions.sweep() == 0


def test_a_letter_is_told_once_posted_not_when_queued(subscribed, sent):
    accepted(sent()[0], channel=Channel.LETTER)
    assert facts.find() == 0


def test_done_is_the_person_s_word_not_an_echo(subscribed, sent, receiver, amelie, kind, saaq):
    first, second = sent(2)
    mark_done(deadline=first.deadline, by=amelie)
    row = ImportedRow(second.reference, kind, "A-100", second.due_on, None, "done")
    receive(organization=saaq, rows=[row], by=None, origin="import")
    actions.sweep()
    assert [(one["event"], one["reference"]) for one in receiver.received] == [("done", "F-0")]


def test_unreached_when_somebody_is_asked_to_join_the_person(subscribed, sent, receiver):
    imported_deadline, _other = sent(2)
    open_work([imported_deadline.deadline])
    actions.sweep()
    assert [(one["event"], one["reference"]) for one in receiver.received] == [("unreached", "F-0")]


def test_only_what_was_asked_for_and_only_since(kind, saaq, saaq_administrator, receiver, sent, amelie, clock_offset):
    early, late = sent(2)
    mark_done(deadline=early.deadline, by=amelie)
    clock_offset(minutes=1)
    actions.subscribe(organization=saaq, url=receiver.url, events=["done"], by=saaq_administrator)
    accepted(late)
    clock_offset(minutes=2)
    mark_done(deadline=late.deadline, by=amelie)
    actions.sweep()
    assert [(one["event"], one["reference"]) for one in receiver.received] == [("done", late.reference)]


def test_another_organization_hears_nothing(sent, ramq, ramq_administrator, receiver, amelie):
    actions.subscribe(organization=ramq, url=receiver.url, events=list(Event), by=ramq_administrator)
    mark_done(deadline=sent()[0].deadline, by=amelie)
    assert actions.sweep() == 0 and not WebhookCall.objects.exists()


def test_thousands_are_found_in_one_statement(subscribed, sent, django_assert_num_queries):
    for imported_deadline in sent(30):
        accepted(imported_deadline)
    with django_assert_num_queries(1):
        assert facts.find() == 30
    assert facts.find() == 0


def call_of(subscribed, sent) -> WebhookCall:
    accepted(sent()[0])
    actions.sweep()
    return WebhookCall.objects.get()


@pytest.mark.parametrize("status", [500, 503, 404, 401, 301, 302, 307, 304])
def test_any_other_answer_is_tried_again(subscribed, sent, receiver, clock_offset, status):
    receiver.answers = [status]
    call = call_of(subscribed, sent)
    assert (call.state, call.answer, call.attempts) == ("ready", str(status), 1)
    assert dt.timedelta(seconds=20) < call.not_before - now() < dt.timedelta(seconds=40)
    assert actions.sweep() == 0
    clock_offset(minutes=1)
    assert actions.sweep() == 1
    call.refresh_from_db()
    assert (call.state, call.attempts) == ("accepted", 2)
    first, second = (headers[CALL] for headers, _ in receiver.calls)
    assert first == second


def test_redirections_are_not_followed(subscribed, sent, receiver):
    receiver.answers, receiver.location = [302], receiver.url.replace("/relais", "/ailleurs")
    call_of(subscribed, sent)
    assert receiver.paths == ["/relais"]


def test_given_up_after_three_days_then_retried_by_an_administrator(
    subscribed, sent, receiver, clock_offset, signed_in, saaq_administrator
):
    receiver.answers = [500] * 200
    call = call_of(subscribed, sent)
    for hours in range(1, 80):
        clock_offset(hours=hours)
        actions.sweep()
    call.refresh_from_db()
    assert (call.state, call.answer) == ("failed", "500") and 40 < call.attempts < 90
    receiver.answers = []
    client = signed_in(saaq_administrator)
    page = f"{LIST}{subscribed[0].pk}/"
    assert "F-0" in client.get(f"{page}change/").content.decode()
    assert client.get(f"{page}reessayer/").status_code == 405
    assert "1 appel repart" in client.post(f"{page}reessayer/", follow=True).content.decode()
    actions.sweep()
    call.refresh_from_db()
    assert call.state == "accepted"
    assert AuditEvent.objects.filter(verb="subscription.retried").count() == 1


def test_a_slow_receiver_costs_five_seconds_and_holds_nobody(
    subscribed, sent, receiver, monkeypatch, clock_offset, saaq, saaq_administrator
):
    monkeypatch.setattr(calling, "TIMEOUT", 0.3)
    receiver.delay = 2
    started = time.monotonic()
    call = call_of(subscribed, sent)
    assert time.monotonic() - started < 1.5
    assert (call.state, call.answer) == ("ready", "timeout")
    subscription = Subscription.objects.get()
    assert subscription.quiet_until > now()  # its other calls wait with it


def test_one_that_cannot_be_signed_holds_nobody_else_s(subscribed, sent, receiver, saaq, saaq_administrator):
    other, _ = actions.subscribe(
        organization=saaq, url=f"{receiver.url}/autre", events=list(Event), by=saaq_administrator
    )
    with connection.cursor() as cursor:
        cursor.execute("UPDATE webhooks_subscription SET secret = decode('00', 'hex') WHERE id = %s", [other.pk])
    accepted(sent()[0])
    actions.sweep()
    assert receiver.paths == ["/relais"]
    assert WebhookCall.objects.get(subscription=other).answer == "internal"


def test_the_limit_is_five_seconds():
    assert calling.TIMEOUT == 5


def test_a_huge_answer_is_not_read(subscribed, sent, receiver):
    receiver.answers, receiver.body = [200], b"x" * 50_000_000
    started = time.monotonic()
    call = call_of(subscribed, sent)
    assert (call.state, call.answer) == ("accepted", "200")
    assert time.monotonic() - started < 4
    time.sleep(0.1)
    assert receiver.sent < 20_000_000


def test_nobody_there(subscribed, sent, receiver):
    Subscription.objects.update(url="http://127.0.0.1:1/x")
    call = call_of(subscribed, sent)
    assert (call.state, call.answer) == ("ready", "unreachable")


@pytest.mark.parametrize(
    "url",
    ["https://127.0.0.1/", "https://10.0.0.1/", "https://[::1]/", "https://169.254.169.254/", "https://localhost/"],
)
def test_an_address_that_became_forbidden_is_not_called(subscribed, sent, receiver, settings, url):
    """As if it had been written before the rule, or by another hand."""
    settings.DEMO = False
    Subscription.objects.update(url=url)
    call = call_of(subscribed, sent)
    assert (call.state, call.answer) == ("failed", "forbidden")


def test_a_name_that_now_points_inside_is_not_called(subscribed, sent, receiver, settings, monkeypatch):
    settings.DEMO = False
    port = receiver.url.split(":")[2].split("/")[0]
    Subscription.objects.update(url=f"https://erp.example:{port}/")

    async def inside(self, host, port=0, family=0):
        return [{"hostname": host, "host": "127.0.0.1", "port": port, "family": 2, "proto": 0, "flags": 0}]

    monkeypatch.setattr(ThreadedResolver, "resolve", inside)
    call = call_of(subscribed, sent)
    assert (call.state, call.answer) == ("failed", "forbidden")
    assert not receiver.calls


def test_stopped_nothing_more_leaves(subscribed, sent, receiver, saaq_administrator, amelie, clock_offset):
    first, second = sent(2)
    receiver.answers = [500]
    accepted(first)
    actions.sweep()
    actions.revoke(subscription=subscribed[0], by=saaq_administrator)
    accepted(second)
    clock_offset(hours=1)
    assert actions.sweep() == 0
    assert WebhookCall.objects.get().state == "dropped"
    assert actions.retry(subscription=subscribed[0], by=saaq_administrator) == 0


def test_a_caller_that_died_is_followed_by_another(subscribed, sent, receiver):
    accepted(sent()[0])
    facts.find()
    assert len(calling._claim()) == 1  # and dies
    assert calling.send_batch() == 0
    WebhookCall.objects.update(claimed_until=Now() - dt.timedelta(seconds=1))  # a lease: the database's clock
    assert calling.send_batch() == 1
    assert WebhookCall.objects.get().attempts == 2


def test_only_its_administrators_subscribe(kind, saaq, people):
    for key in ("daniel", "alain", "amelie", "olga", "sylvie"):
        with pytest.raises(PermissionDenied):
            actions.subscribe(organization=saaq, url="https://example.org/", events=["done"], by=people[key])


def test_a_bad_address_makes_nothing(kind, saaq, saaq_administrator):
    with pytest.raises(actions.BadAddress):
        actions.subscribe(organization=saaq, url="https://10.0.0.1/", events=["done"], by=saaq_administrator)


def test_the_secret_is_shown_once_and_sealed(signed_in, saaq_administrator, saaq, kind):
    client = signed_in(saaq_administrator)
    form = {"organization": saaq.pk, "url": "https://erp.example/relais", "events": ["done", "delivered"]}
    page = client.post(f"{LIST}creer/", form)
    secret = page.context["secret"]
    made = Subscription.objects.get()
    assert secret in page.content.decode() and "no-store" in page["Cache-Control"]
    for url in (LIST, f"{LIST}{made.pk}/change/", f"{LIST}creer/"):
        assert secret not in client.get(url).content.decode()
    raw = Subscription.objects.extra(select={"raw": "secret"}).values_list("raw", flat=True).get()
    assert secret.encode() not in bytes(raw) and made.secret == secret


@pytest.mark.parametrize(
    "change", [{"url": "https://10.0.0.1/"}, {"url": "ftp://x"}, {"events": []}, {"events": ["tout"]}, {"url": ""}]
)
def test_a_bad_form_is_kept_and_told(signed_in, saaq_administrator, saaq, change):
    form = {"organization": saaq.pk, "url": "https://erp.example/", "events": ["done"]} | change
    answer = signed_in(saaq_administrator).post(f"{LIST}creer/", form)
    assert answer.status_code == 200 and "Il reste quelque chose à corriger" in answer.content.decode()
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("key", ["daniel", "alain", "sylvie", "olga"])
def test_nobody_else_stops_or_retries(subscribed, signed_in, people, key):
    client = signed_in(people[key])
    for action in ("arreter", "reessayer"):
        assert client.post(f"{LIST}{subscribed[0].pk}/{action}/").status_code in (302, 403, 404)
    assert Subscription.objects.get().revoked_at is None
    assert ImportedDeadline.objects.count() == 0


def test_after_the_clock_came_back_a_call_does_not_wait_for_it(subscribed, sent, receiver):
    """What a clock six hours ahead has placed: the next try, the quiet of a system, the claim of a caller that died."""
    accepted(sent()[0])
    facts.find()
    ahead = now() + dt.timedelta(hours=6)
    for held in ({"not_before": ahead}, {"claimed_until": ahead}):
        WebhookCall.objects.update(**held)
        Subscription.objects.update(quiet_until=ahead)
        assert actions.sweep() == 1, held
        WebhookCall.objects.update(state="ready", settled_at=None, claimed_until=None)
    soon = now() + dt.timedelta(seconds=20)
    Subscription.objects.update(quiet_until=soon)
    assert actions.sweep() == 0
