"""Asking, in bounded parallel, without a transaction: who answers slowly or not at all delays only its own reminders.

A reminder that is about to leave waits, held by the release, until its organization's system was asked. An answer is
written with what it changes in one transaction: whoever dies before asks again, which changes nothing twice. Whatever
happens, nothing waits longer than `ASKED_AHEAD` after the last sign of life of whoever asks.
"""

import asyncio
import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from asgiref.sync import async_to_sync
from django.db import connection

from portal.clock import now
from portal.foundation.statements import Statements
from portal.webhooks.models import Subscription
from portal.webhooks.outgoing import opened, post
from portal.webhooks.signing import signed
from reminders.reminders.querysets import SHARDS
from reminders.reminders.wanted import ANSWER_SERVES, ASKED_AHEAD
from reminders.still_due.models import QUESTION, DueCheck
from reminders.still_due.wire import LONGEST, MOST, Answer, body_of, states_in

LIMIT = 2
"""Seconds for a whole question, name resolution included."""
AT_ONCE, EACH, CALLS = 16, 4, 8
"""Calls in flight; those in flight to one address; those of one address in a turn."""
QUIET = dt.timedelta(minutes=1)
"""An address that did not answer is not asked again that long: what is due leaves."""
AHEAD = dt.timedelta(minutes=1)
"""So much before they leave are reminders asked about."""
FRESH = ANSWER_SERVES - dt.timedelta(minutes=30)
"""An answer older than that is asked again before it stops serving."""

STATEMENTS = Statements(Path(__file__).parent / "sql" / "still_due.sql")


@dataclass
class Lane:
    """The questions of one address in a turn; once it fails, the rest of them is not asked."""

    subscription: Subscription
    reminders: dict[str, list[int]] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    trouble: Answer | None = None


def compose(name: str) -> str:
    return STATEMENTS.compose(name, last_shard=str(SHARDS - 1))


def watch() -> dict[UUID, Subscription]:
    """Give a sign of life for each kind that is asked about; return the addresses asked, by organization."""
    addresses = {one.organization_id: one for one in Subscription.objects.asked(QUESTION)}
    with connection.cursor() as cursor:
        values: dict[str, Any] = {"at": now(), "organizations": list(addresses), "ahead": ASKED_AHEAD}
        cursor.execute(compose("watch"), values)
    return addresses


def find(addresses: dict[UUID, Subscription]) -> list[Lane]:
    """Return what is to be asked now; what the organization has no reference for goes without."""
    at = now()
    when = {"at": at, "soon": at + AHEAD, "stale": at - FRESH}
    lanes: dict[UUID, Lane] = {}
    with connection.cursor() as cursor:
        cursor.execute(compose("pass_unknown"), when)
        cursor.execute(compose("find"), {**when, "most": CALLS * MOST})
        for organization_id, reference, reminders in cursor.fetchall():
            if organization_id in addresses:
                lane = lanes.setdefault(organization_id, Lane(addresses[organization_id]))
                lane.reminders[reference] = reminders
    return list(lanes.values())


def ask(lanes: Sequence[Lane]) -> None:
    """Fill the answers of each."""
    quiet = _quiet([lane.subscription for lane in lanes])
    for lane in lanes:
        lane.trouble = quiet.get(lane.subscription.pk)
    async_to_sync(_ask)(lanes)


def _quiet(subscriptions: Sequence[Subscription]) -> dict[UUID, Answer]:
    """Those that did not answer a moment ago, with what came of it."""
    lately = DueCheck.objects.filter(subscription__in=subscriptions, asked_at__gt=now() - QUIET, asked_at__lte=now())
    troubles = lately.filter(answer__in=[Answer.TIMEOUT, Answer.UNREACHABLE, Answer.FORBIDDEN])
    return {pk: Answer(answer) for pk, answer in troubles.values_list("subscription", "answer")}


async def _ask(lanes: Sequence[Lane]) -> None:
    async with opened(at_once=AT_ONCE, seconds=LIMIT) as session:
        calls = []
        for lane in lanes:
            turns, references = asyncio.Semaphore(EACH), list(lane.reminders)
            for start in range(0, len(references), MOST):
                calls.append(_ask_one(session, lane, references[start : start + MOST], turns))
        await asyncio.gather(*calls)


async def _ask_one(session: Any, lane: Lane, references: Sequence[str], turns: asyncio.Semaphore) -> None:
    async with turns:
        if lane.trouble is None:
            at = dt.datetime.now(dt.UTC)
            body = body_of(references, at)
            headers = signed(secrets=lane.subscription.secrets, call=str(uuid4()), at=at, body=body)
            answer = await post(session, lane.subscription.url, body=body, headers=headers, most=LONGEST)
            if answer.is_success:
                lane.answers |= states_in(answer.body, references)
                return
            if answer.status.isdigit():
                lane.answers |= dict.fromkeys(references, Answer.REFUSED)
                return
            lane.trouble = Answer(answer.status)
        lane.answers |= dict.fromkeys(references, lane.trouble)


def note(lane: Lane, at: dt.datetime) -> None:
    """Write what was asked and answered. To be called inside the transaction of what it changes."""
    DueCheck.objects.bulk_create(
        [
            DueCheck(subscription=lane.subscription, reference=reference, asked_at=at, answer=answer)
            for reference, answer in lane.answers.items()
        ]
    )
    reminders = [pk for reference in lane.answers for pk in lane.reminders[reference]]
    with connection.cursor() as cursor:
        cursor.execute(compose("note"), {"at": at, "reminders": reminders})


def by_state(lane: Lane) -> dict[str, str]:
    """Return the references that are no longer due, each with its state."""
    closed: dict[str, str] = defaultdict(str)
    closed |= {
        reference: str(answer)
        for reference, answer in lane.answers.items()
        if answer in (Answer.DONE, Answer.CANCELLED)
    }
    return closed
