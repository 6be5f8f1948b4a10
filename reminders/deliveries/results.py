"""Pure rules of what an attempt becomes: accepted, given up, tried again, uncertain."""

import dataclasses
import datetime as dt
import random

from portal.foundation.backoff import next_try
from portal.foundation.channels import ChannelError
from reminders.deliveries.outgoing import OutgoingMessage, SendResult

PROMPT_ATTEMPTS = 5
MOST_REPEATED = 2
"""A message of unknown outcome is repeated at most so often, under the same Message-ID: many mailboxes show each."""

_chance = random.SystemRandom()


def result_of(message: OutgoingMessage, error: ChannelError | None, at: dt.datetime, reference: str = "") -> SendResult:
    """What an attempt becomes; nothing more is tried once it would arrive after it is useful."""
    if error is None:
        return accepted_result(message, reference)
    if error.permanent:
        return SendResult(id=message.id, state="failed", code=error.code, is_undeliverable=error.undeliverable)
    return SendResult(id=message.id, state="failed", code=error.code, then=_then(message, at, error.retry_after))


def _then(message: OutgoingMessage, at: dt.datetime, retry_after: dt.timedelta | None = None) -> dt.datetime | None:
    then = next_try(
        attempt=message.attempt, since=message.since, at=at, chance=_chance.random(), retry_after=retry_after
    )
    return None if then and message.useful_until and then > message.useful_until else then


def accepted_result(message: OutgoingMessage, reference: str) -> SendResult:
    return SendResult(id=message.id, state="accepted", reference=reference)


def uncertain_result(message: OutgoingMessage, code: str) -> SendResult:
    """It may have been accepted, and leaves again never: people are told, the next channel is offered."""
    return SendResult(id=message.id, state="uncertain", code=code, is_ambiguous=True)


def ambiguous_result(message: OutgoingMessage, code: str, at: dt.datetime, *, at_once: bool = False) -> SendResult:
    """It may have been accepted, and a repetition is recognised: twice more at most, whatever the number of attempts
    that were plainly refused in between; then as `uncertain_result`. `message.ambiguous` counts the former ones."""
    later = _then(message, at)
    then = at if at_once and later else later
    return dataclasses.replace(
        uncertain_result(message, code), then=then if message.ambiguous < MOST_REPEATED else None
    )


def orphan_result(message: OutgoingMessage, at: dt.datetime) -> SendResult:
    """Its sender died, and a repetition is recognised: again at once, the provider has not complained; but a message
    that kills its senders waits like any other."""
    return ambiguous_result(message, "lost", at, at_once=message.attempt < PROMPT_ATTEMPTS)
