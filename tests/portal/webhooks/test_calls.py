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
    assert "F-0" in client.get(f"{page}change/").content.decode()
    assert client.get(f"{page}reessayer/").status_code == 405
    assert "1 appel repart" in client.post(f"{page}reessayer/", follow=True).content.decode()
    actions.sweep()
    call.refresh_from_db()
    assert call.state == "accepted"
    assert AuditEvent.objects.filter(verb="subscription.retried").count() == 1
