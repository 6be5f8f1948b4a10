"""Which codes leave by text message: to allowed numbers only, so many a day to one number and in all.

Each text is paid for, and those who own numbers that bill for what they receive ask portals for codes all night: the
ceiling bounds what a day can cost, and `/healthz` says when it comes near.
"""

import logging

from django.conf import settings

from portal.counters.rates import count_of, is_within
from portal.counters.stores import CounterKind
from portal.people.phones import text_fault

logger = logging.getLogger(__name__)

DAY = 86_400
MOST_TO_ONE_NUMBER = 10
NEAR = 0.8
"""The share of the ceiling from which somebody should look."""
_ALL = "text-codes"


class TextCodeRefused(Exception):
    """This number is sent no code today; or none is, to anybody."""


def take(number: str) -> None:
    """Count one more code to `number`. Raises TextCodeRefused."""
    if text_fault(number):
        raise TextCodeRefused
    if not is_within(f"{_ALL}:{number}", most=MOST_TO_ONE_NUMBER, seconds=DAY, kind=CounterKind.KEPT):
        raise TextCodeRefused
    if not is_within(_ALL, most=settings.SMS_CODES_PER_DAY, seconds=DAY, kind=CounterKind.KEPT):
        logger.error("the day's ceiling of codes by text message is reached")
        raise TextCodeRefused


def codes() -> str:
    """Say on /healthz when the day's codes come near their ceiling, or reach it."""
    count, most = count_of(_ALL, seconds=DAY, kind=CounterKind.KEPT), settings.SMS_CODES_PER_DAY
    if count >= most:
        return f"stopped: the {most} codes of the day have left"
    return f"{count} of {most} codes of the day have left" if count >= NEAR * most else "ok"
