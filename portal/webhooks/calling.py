"""Making the calls: few at a time, each short, to the very address that was checked, whatever is answered.

No transaction is open meanwhile: calls are claimed and committed, made, and recorded. A caller that dies leaves a lease
that ends; its calls are made again under the same number, by which the receiver recognises them.
"""

import asyncio
import datetime as dt
import json
import logging
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from asgiref.sync import async_to_sync
from django.db import connection
from django.db.models import F
from django.db.models.functions import Least

from portal.clock import TOLERANCE, now
from portal.foundation.backoff import JITTER, LONGEST_WAIT, next_try
from portal.isolation.halves import code_of, is_of_a_row
from portal.webhooks.models import Subscription, WebhookCall
from portal.webhooks.outgoing import CallAnswer, opened, post
from portal.webhooks.signing import signed
from portal.webhooks.statements import STATEMENTS

TIMEOUT = 5
"""Seconds for a whole call, name resolution included."""
AT_ONCE, EACH, SUBSCRIPTIONS = 16, 4, 8
"""Calls in flight; those in flight to one address (twice as many are claimed in a turn); addresses in a turn."""
QUIET = dt.timedelta(seconds=30)
"""A system that does not answer is left alone that long."""
LEASE = dt.timedelta(minutes=3)

_chance = random.SystemRandom()
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class PreparedCall:
    """One call, ready to be made without the database."""

    call: WebhookCall
    group: object
    url: str
    secrets: Sequence[str]
    body: bytes


def send_batch() -> int:
    """Makes the calls that are due, one batch; returns how many were tried."""
    calls = _claim()
    if not calls:
        return 0
    prepared = [one for call in calls if (one := _prepared(call))]
    for one, answer in zip(prepared, async_to_sync(_make)(prepared), strict=True):
        _record(one.call, answer)
    return len(calls)


def come_back() -> int:
    """Bring back to now the calls placed further than a retry can be, by a clock that went ahead; return how many."""
    at = now()
    furthest = at + LONGEST_WAIT * JITTER + TOLERANCE
    ahead = WebhookCall.objects.filter(state=WebhookCall.State.READY, not_before__gt=furthest)
    return ahead.update(not_before=at, since=Least(F("since"), at))


def _claim() -> list[WebhookCall]:
    parameters: dict[str, Any] = {
        "at": now(),
        "each": 2 * EACH,
        "subscriptions": SUBSCRIPTIONS,
        "lease": LEASE,
        # Further than these can be set: a clock that went ahead wrote it, and it holds nothing back.
        "quietest": now() + QUIET + TOLERANCE,
        "longest": LEASE + TOLERANCE,
    }
    with connection.cursor() as cursor:
        cursor.execute(STATEMENTS.compose("claim"), parameters)
        keys = [key for (key,) in cursor.fetchall()]
    return list(WebhookCall.objects.filter(pk__in=keys).select_related("subscription").order_by("not_before", "pk"))


def body_of(call: WebhookCall) -> bytes:
    """The organization's own reference, and nothing of the person."""
    data = {"reference": call.reference}
    payload = {"type": call.event, "timestamp": call.happened_at.isoformat(), "data": data}
    return json.dumps(payload, ensure_ascii=False).encode()


def _prepared(call: WebhookCall) -> PreparedCall | None:
    """None when this one cannot be signed or written: tried again like any other, it holds nobody else's."""
    subscription = call.subscription
    try:
        return PreparedCall(
            call=call, group=subscription.pk, url=subscription.url, secrets=subscription.secrets, body=body_of(call)
        )
    except Exception as error:
        if not is_of_a_row(error):
            raise
        logger.error("call %s cannot be made (%s)", call.pk, code_of(error))
        _record(call, CallAnswer("internal"))
        return None


async def _make(prepared: Sequence[PreparedCall]) -> list[CallAnswer]:
    """What came of each."""
    lanes = {one.group: asyncio.Semaphore(EACH) for one in prepared}
    async with opened(at_once=AT_ONCE, seconds=TIMEOUT) as session:
        return list(await asyncio.gather(*(_post(session, one, lanes[one.group]) for one in prepared)))


async def _post(session: Any, one: PreparedCall, lane: asyncio.Semaphore) -> CallAnswer:
    async with lane:
        at = dt.datetime.now(dt.UTC)
        headers = signed(secrets=one.secrets, call=str(one.call.pk), at=at, body=one.body)
        return await post(session, one.url, body=one.body, headers=headers)


def _record(call: WebhookCall, answer: CallAnswer) -> None:
    """Conditional: a subscription revoked meanwhile has dropped its calls."""
    still_ready, at = WebhookCall.objects.filter(pk=call.pk, state=WebhookCall.State.READY), now()
    status = answer.status
    if answer.is_success:
        still_ready.update(state=WebhookCall.State.ACCEPTED, answer=status, settled_at=at, claimed_until=None)
        return
    then = next_try(attempt=call.attempts, since=call.since, at=at, chance=_chance.random())
    if then is None or status == "forbidden":
        still_ready.update(state=WebhookCall.State.FAILED, answer=status, settled_at=at, claimed_until=None)
    else:
        still_ready.update(not_before=then, answer=status, claimed_until=None)
    if not status.isdigit():
        Subscription.objects.filter(pk=call.subscription_id).update(quiet_until=at + QUIET)
