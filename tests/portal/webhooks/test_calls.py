"""Calls to an organization's system: signed, tried again, and when it does not answer."""

import datetime as dt
import time

import pytest
from aiohttp.resolver import ThreadedResolver
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now
from standardwebhooks import Webhook, WebhookVerificationError

from portal.audit.models import AuditEvent
from portal.clock import now
from portal.webhooks import actions, calling
from portal.webhooks.models import Subscription, WebhookCall
from portal.webhooks.signing import CALL

pytestmark = pytest.mark.django_db
LIST = "/gestion/webhooks/subscription/"


def test_a_real_receiver_verifies_the_signature(waiting, subscribed, receiver):
    waiting()
    actions.sweep()
    headers, body = receiver.calls[0]
    assert Webhook(subscribed[1]).verify(body, headers)["data"] == {"reference": "F-0"}
    for changed in (body + b" ", body.replace(b"F-0", b"F-1")):
        with pytest.raises(WebhookVerificationError):
            Webhook(subscribed[1]).verify(changed, headers)
    assert headers[CALL] == str(WebhookCall.objects.get().pk)


def verifies(secret: str, call: tuple[dict[str, str], bytes]) -> bool:
    headers, body = call
    try:
        return bool(Webhook(secret).verify(body, headers))
    except WebhookVerificationError:
        return False


def test_two_secrets_sign_while_a_system_learns_the_new_one(
    waiting, subscribed, receiver, saaq_administrator, clock_offset
):
    """Either is enough; then the new one alone, by the administrator's word or after thirty days."""
    subscription, first = subscribed
    _mine, second = actions.replace_secret(subscription=subscription, by=saaq_administrator)
    waiting()
    actions.sweep()
    assert [verifies(secret, receiver.calls[-1]) for secret in (first, second)] == [True, True]
    with pytest.raises(actions.TwoSecrets):
        actions.replace_secret(subscription=subscription, by=saaq_administrator)
    actions.end_former_secret(subscription=subscription, by=saaq_administrator)
    waiting()
    actions.sweep()
    assert [verifies(secret, receiver.calls[-1]) for secret in (first, second)] == [False, True]
    _mine, third = actions.replace_secret(subscription=subscription, by=saaq_administrator)
    clock_offset(days=30, minutes=1)
    waiting()
    actions.sweep()
    assert [verifies(secret, receiver.calls[-1]) for secret in (second, third)] == [False, True]
    assert Subscription.objects.get().former_secret is None
    verbs = AuditEvent.objects.filter(verb__startswith="subscription.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs)[1:] == [
        "subscription.secret_replaced",
        "subscription.former_secret_ended",
        "subscription.secret_replaced",
    ]


def test_a_secret_is_replaced_from_gestion(signed_in, saaq_administrator, subscribed):
    client, page = signed_in(saaq_administrator), f"{LIST}{subscribed[0].pk}/"
    answer = client.post(f"{page}remplacer/")
    secret = answer.context["secret"]
    assert secret in answer.content.decode() and "no-store" in answer["Cache-Control"]
    assert Subscription.objects.get().secrets == [secret, subscribed[1]]
    shown = client.get(f"{page}change/").content.decode()
    assert "L’ancien secret ne sert plus" in shown and secret not in shown and f"{page}remplacer/" not in shown
    assert "secret est encore" in client.post(f"{page}remplacer/", follow=True).content.decode()
    assert client.post(f"{page}ancien-secret/", follow=True).status_code == 200
    assert Subscription.objects.get().secrets == [secret]
    assert f"{page}remplacer/" in client.get(f"{page}change/").content.decode()


def swept(call: WebhookCall) -> WebhookCall:
    """The call after one sweep."""
    actions.sweep()
    call.refresh_from_db()
    return call


@pytest.mark.parametrize("status", [500, 503, 404, 401, 301, 302, 307, 304])
def test_any_other_answer_is_tried_again(waiting, subscribed, receiver, clock_offset, status):
    receiver.answers = [status]
    call = swept(waiting())
    assert (call.state, call.answer, call.attempts) == ("ready", str(status), 1)
    assert dt.timedelta(seconds=20) < call.not_before - now() < dt.timedelta(seconds=40)
    assert actions.sweep() == 0
    clock_offset(minutes=1)
    assert actions.sweep() == 1
    call.refresh_from_db()
    assert (call.state, call.attempts) == ("accepted", 2)
    first, second = (headers[CALL] for headers, _ in receiver.calls)
    assert first == second


def test_redirections_are_not_followed(waiting, subscribed, receiver):
    receiver.answers, receiver.location = [302], receiver.url.replace("/relais", "/ailleurs")
    swept(waiting())
    assert receiver.paths == ["/relais"]


def test_given_up_after_three_days_then_retried_by_an_administrator(
    waiting, subscribed, receiver, clock_offset, signed_in, saaq_administrator
):
    receiver.answers = [500] * 200
    call = swept(waiting())
    for hours in range(1, 80):
        clock_offset(hours=hours)
        actions.sweep()
    call.refresh_from_db()
    assert (call.state, call.answer) == ("failed", "500") and 40 < call.attempts < 90
    receiver.answers = []
    client = signed_in(saaq_administrator)
    page = f"{LIST}{subscribed[0].pk}/"
    shown = client.get(f"{page}change/").content.decode()
    assert "F-0" in shown and "Votre système a répondu 500" in shown
    assert client.get(f"{page}reessayer/").status_code == 405
    assert "1 appel repart" in client.post(f"{page}reessayer/", follow=True).content.decode()
    actions.sweep()
    call.refresh_from_db()
    assert call.state == "accepted"
    assert AuditEvent.objects.filter(verb="subscription.retried").count() == 1


def test_a_slow_receiver_costs_five_seconds_and_holds_nobody(
    waiting, receiver, monkeypatch, clock_offset, saaq, saaq_administrator
):
    monkeypatch.setattr(calling, "TIMEOUT", 0.3)
    receiver.delay = 2
    started = time.monotonic()
    call = swept(waiting())
    assert time.monotonic() - started < 1.5
    assert (call.state, call.answer) == ("ready", "timeout")
    subscription = Subscription.objects.get()
    assert subscription.quiet_until > now()  # its other calls wait with it


def test_one_that_cannot_be_signed_holds_nobody_else_s(waiting, receiver, saaq, saaq_administrator):
    other, _ = actions.subscribe(
        organization=saaq, url=f"{receiver.url}/autre", events=["deadline.done"], by=saaq_administrator
    )
    with connection.cursor() as cursor:
        cursor.execute("UPDATE webhooks_subscription SET secret = decode('00', 'hex') WHERE id = %s", [other.pk])
    broken = waiting(other)
    waiting()
    assert swept(broken).answer == "internal"
    assert receiver.paths == ["/relais"]


def test_the_limit_is_five_seconds():
    assert calling.TIMEOUT == 5


def test_a_huge_answer_is_not_read(waiting, subscribed, receiver):
    receiver.answers, receiver.body = [200], b"x" * 50_000_000
    started = time.monotonic()
    call = swept(waiting())
    assert (call.state, call.answer) == ("accepted", "200")
    assert time.monotonic() - started < 4
    time.sleep(0.1)
    assert receiver.sent < 20_000_000


def test_nobody_there(waiting, subscribed, receiver):
    Subscription.objects.update(url="http://127.0.0.1:1/x")
    call = swept(waiting())
    assert (call.state, call.answer) == ("ready", "unreachable")


@pytest.mark.parametrize(
    "url",
    ["https://127.0.0.1/", "https://10.0.0.1/", "https://[::1]/", "https://169.254.169.254/", "https://localhost/"],
)
def test_an_address_that_became_forbidden_is_not_called(waiting, subscribed, receiver, settings, url):
    """As if it had been written before the rule, or by another hand."""
    settings.DEMO = False
    Subscription.objects.update(url=url)
    call = swept(waiting())
    assert (call.state, call.answer) == ("failed", "forbidden")


def test_a_name_that_now_points_inside_is_not_called(waiting, subscribed, receiver, settings, monkeypatch):
    settings.DEMO = False
    port = receiver.url.split(":")[2].split("/")[0]
    Subscription.objects.update(url=f"https://erp.example:{port}/")

    async def inside(self, host, port=0, family=0):
        return [{"hostname": host, "host": "127.0.0.1", "port": port, "family": 2, "proto": 0, "flags": 0}]

    monkeypatch.setattr(ThreadedResolver, "resolve", inside)
    call = swept(waiting())
    assert (call.state, call.answer) == ("failed", "forbidden")
    assert not receiver.calls


def test_stopped_nothing_more_leaves(waiting, subscribed, receiver, saaq_administrator, clock_offset):
    receiver.answers = [500]
    call = swept(waiting())
    actions.revoke(subscription=subscribed[0], by=saaq_administrator)
    clock_offset(hours=1)
    assert swept(call).state == "dropped"
    assert actions.retry(subscription=subscribed[0], by=saaq_administrator) == 0
    assert len(receiver.calls) == 1


def test_a_caller_that_died_is_followed_by_another(waiting, subscribed, receiver):
    waiting()
    assert len(calling._claim()) == 1  # and dies
    assert calling.send_batch() == 0
    WebhookCall.objects.update(claimed_until=Now() - dt.timedelta(seconds=1))  # a lease: the database's clock
    assert calling.send_batch() == 1
    assert WebhookCall.objects.get().attempts == 2


@pytest.mark.parametrize("answer", ["timeout", "unreachable", "forbidden", "internal"])
def test_why_a_call_did_not_arrive_is_said_in_french(waiting, subscribed, signed_in, saaq_administrator, answer):
    call = waiting()
    WebhookCall.objects.update(answer=answer, event="dossier.linked", attempts=1)
    shown = signed_in(saaq_administrator).get(f"{LIST}{subscribed[0].pk}/change/").content.decode()
    assert call.reference in shown and f"<td>{answer}" not in shown and "<td>dossier.linked" not in shown
    assert "Un dossier qui attendait sa personne est ouvert" in shown


def test_only_its_administrators_subscribe(saaq, people):
    for key in ("daniel", "alain", "amelie", "olga", "sylvie"):
        with pytest.raises(PermissionDenied):
            actions.subscribe(organization=saaq, url="https://example.org/", events=["deadline.done"], by=people[key])


def test_a_bad_address_makes_nothing(saaq, saaq_administrator):
    with pytest.raises(actions.BadAddress):
        actions.subscribe(organization=saaq, url="https://10.0.0.1/", events=["deadline.done"], by=saaq_administrator)


def test_the_secret_is_shown_once_and_sealed(signed_in, saaq_administrator, saaq):
    client = signed_in(saaq_administrator)
    form = {
        "organization": saaq.pk,
        "url": "https://erp.example/relais",
        "events": ["deadline.done", "deadline.delivered"],
    }
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
    form = {"organization": saaq.pk, "url": "https://erp.example/", "events": ["deadline.done"]} | change
    answer = signed_in(saaq_administrator).post(f"{LIST}creer/", form)
    assert answer.status_code == 200 and "Il reste quelque chose à corriger" in answer.content.decode()
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("key", ["daniel", "alain", "sylvie", "olga"])
def test_nobody_else_stops_or_retries(subscribed, signed_in, people, key):
    client = signed_in(people[key])
    for action in ("arreter", "reessayer", "remplacer", "ancien-secret"):
        assert client.post(f"{LIST}{subscribed[0].pk}/{action}/").status_code in (302, 403, 404)
    assert Subscription.objects.get().revoked_at is None


def test_after_the_clock_came_back_a_call_does_not_wait_for_it(waiting, subscribed, receiver):
    """What a clock six hours ahead has placed: the next try, the quiet of a system, the claim of a caller that died."""
    waiting()
    ahead = now() + dt.timedelta(hours=6)
    for held in ({"not_before": ahead}, {"claimed_until": ahead}):
        WebhookCall.objects.update(**held)
        Subscription.objects.update(quiet_until=ahead)
        assert actions.sweep() == 1, held
        WebhookCall.objects.update(state="ready", settled_at=None, claimed_until=None)
    soon = now() + dt.timedelta(seconds=20)
    Subscription.objects.update(quiet_until=soon)
    assert actions.sweep() == 0


def test_what_is_told_once_is_one_call(waiting):
    call = waiting()
    with pytest.raises(IntegrityError), transaction.atomic():
        WebhookCall.objects.create(
            subscription=call.subscription, subject_id=call.subject_id, event=call.event, happened_at=now()
        )
