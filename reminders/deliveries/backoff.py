"""Pure rules of retries: each wait doubles, with a jitter that grows with it, up to an hour; for three days at most."""

import dataclasses
import datetime as dt
import random

from portal.channels import ChannelError
from reminders.deliveries.parcels import Fate, Parcel

FIRST_WAIT = dt.timedelta(seconds=30)
LONGEST_WAIT = dt.timedelta(hours=1)
JITTER = 1.2
"""How much longer a wait may be than its rule says."""
GIVE_UP_AFTER = dt.timedelta(hours=72)
PROMPT_ATTEMPTS = 5
MOST_REPEATED = 2
"""A message of unknown fate leaves so many times more at most, under the same Message-ID: many mailboxes show each."""

_chance = random.SystemRandom()


def next_try(
    *, attempt: int, since: dt.datetime, at: dt.datetime, chance: float, retry_after: dt.timedelta | None = None
) -> dt.datetime | None:
    """When to try again after failed `attempt` (1, 2, …); None to give up. `chance` in [0, 1] draws the jitter: between
    80 % and 120 % of the wait, so that a thousand failures do not come back together. `retry_after` is a floor."""
    wait = min(FIRST_WAIT * 2 ** min(attempt - 1, 20), LONGEST_WAIT) * (0.8 + 0.4 * chance)
    then = at + max(wait, retry_after or dt.timedelta())
    return then if then - since <= GIVE_UP_AFTER else None


def fate_of(parcel: Parcel, error: ChannelError | None, at: dt.datetime, reference: str = "") -> Fate:
    """What an attempt becomes; nothing more is tried once it would arrive after it is useful."""
    if error is None:
        return fate_of_accepted(parcel, reference)
    if error.permanent:
        return Fate(id=parcel.id, state="failed", code=error.code, is_undeliverable=error.undeliverable)
    return Fate(id=parcel.id, state="failed", code=error.code, then=_then(parcel, at, error.retry_after))


def _then(parcel: Parcel, at: dt.datetime, retry_after: dt.timedelta | None = None) -> dt.datetime | None:
    then = next_try(attempt=parcel.attempt, since=parcel.since, at=at, chance=_chance.random(), retry_after=retry_after)
    return None if then and parcel.useful_until and then > parcel.useful_until else then


def fate_of_accepted(parcel: Parcel, reference: str) -> Fate:
    return Fate(id=parcel.id, state="accepted", reference=reference)


def fate_in_doubt(parcel: Parcel, code: str) -> Fate:
    """It may have been accepted, and leaves again never: people are told, the next channel is offered."""
    return Fate(id=parcel.id, state="uncertain", code=code, is_ambiguous=True)


def fate_of_ambiguous(parcel: Parcel, code: str, at: dt.datetime, *, at_once: bool = False) -> Fate:
    """It may have been accepted, and a repetition is recognised: twice more at most, whatever the number of attempts
    that were plainly refused in between; then as `fate_in_doubt`. `parcel.ambiguous` counts the former ones."""
    later = _then(parcel, at)
    then = at if at_once and later else later
    return dataclasses.replace(fate_in_doubt(parcel, code), then=then if parcel.ambiguous < MOST_REPEATED else None)


def fate_of_orphan(parcel: Parcel, at: dt.datetime) -> Fate:
    """Its sender died, and a repetition is recognised: again at once, the provider has not complained; but a message
    that kills its senders waits like any other."""
    return fate_of_ambiguous(parcel, "lost", at, at_once=parcel.attempt < PROMPT_ATTEMPTS)
