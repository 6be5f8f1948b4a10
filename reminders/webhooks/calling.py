"""Making the calls: few at a time, each short, to the very address that was checked, whatever is answered.

No transaction is open meanwhile: calls are claimed and committed, made, and recorded. A caller that dies leaves a lease
that ends; its calls are made again under the same number, by which the receiver recognises them.
"""

import asyncio
import datetime as dt
import json
import logging
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp
from asgiref.sync import async_to_sync
from django.db import connection
from django.db.models import F
from django.db.models.functions import Least

from portal.clock import TOLERANCE, now
from portal.isolation.halves import code_of, is_of_a_row
from reminders.deliveries.backoff import JITTER, LONGEST_WAIT, next_try
from reminders.webhooks.facts import STATEMENTS
from reminders.webhooks.models import Subscription, WebhookCall
from reminders.webhooks.places import ForbiddenPlace, OutsideResolver, problem_of
from reminders.webhooks.signing import CALL, SIGNATURE, TIMESTAMP, signature_of

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
    secret: str
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
    return list(
        WebhookCall.objects.filter(pk__in=keys)
        .select_related("subscription", "imported_deadline")
        .order_by("not_before", "pk")
    )


def body_of(call: WebhookCall) -> bytes:
    """The organization's own reference, and nothing of the person."""
    payload = {"event": call.event, "reference": call.imported_deadline.reference, "at": call.happened_at.isoformat()}
    return json.dumps(payload, ensure_ascii=False).encode()


def _prepared(call: WebhookCall) -> PreparedCall | None:
    """None when this one cannot be signed or written: tried again like any other, it holds nobody else's."""
    subscription = call.subscription
    try:
        return PreparedCall(
            call=call, group=subscription.pk, url=subscription.url, secret=subscription.secret, body=body_of(call)
        )
    except Exception as error:
        if not is_of_a_row(error):
            raise
        logger.error("call %s cannot be made (%s)", call.pk, code_of(error))
        _record(call, "internal")
        return None


async def _make(prepared: Sequence[PreparedCall]) -> list[str]:
    """What came of each: a status, or in one word why there is none."""
    lanes = {one.group: asyncio.Semaphore(EACH) for one in prepared}
    connector = aiohttp.TCPConnector(limit=AT_ONCE, resolver=OutsideResolver(), use_dns_cache=False, force_close=True)
    async with aiohttp.ClientSession(
        connector=connector,
        timeout=aiohttp.ClientTimeout(total=TIMEOUT),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        read_bufsize=2**12,
    ) as session:
        return list(await asyncio.gather(*(_post(session, one, lanes[one.group]) for one in prepared)))


async def _post(session: aiohttp.ClientSession, one: PreparedCall, lane: asyncio.Semaphore) -> str:
    if problem_of(one.url):  # an IP address is not resolved: it is checked here
        return "forbidden"
    async with lane:
        timestamp = str(int(time.time()))
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Relais",
            CALL: str(one.call.pk),
            TIMESTAMP: timestamp,
            SIGNATURE: signature_of(secret=one.secret, timestamp=timestamp, body=one.body),
        }
        try:
            # The answer's body is never read: the connection is closed on it.
            async with session.post(one.url, data=one.body, headers=headers, allow_redirects=False) as answer:
                return str(answer.status)
        except TimeoutError:
            return "timeout"
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return "forbidden" if _is_forbidden(error) else "unreachable"


def _is_forbidden(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ForbiddenPlace):
            return True
        error = getattr(error, "os_error", None) or error.__cause__
    return False


def _record(call: WebhookCall, answer: str) -> None:
    """Conditional: a subscription revoked meanwhile has dropped its calls."""
    still_ready, at = WebhookCall.objects.filter(pk=call.pk, state=WebhookCall.State.READY), now()
    if answer.isdigit() and 200 <= int(answer) < 300:
        still_ready.update(state=WebhookCall.State.ACCEPTED, answer=answer, settled_at=at, claimed_until=None)
        return
    then = next_try(attempt=call.attempts, since=call.since, at=at, chance=_chance.random())
    if then is None or answer == "forbidden":
        still_ready.update(state=WebhookCall.State.FAILED, answer=answer, settled_at=at, claimed_until=None)
    else:
        still_ready.update(not_before=then, answer=answer, claimed_until=None)
    if not answer.isdigit():
        Subscription.objects.filter(pk=call.subscription_id).update(quiet_until=at + QUIET)
