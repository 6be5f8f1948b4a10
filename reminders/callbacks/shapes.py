"""What each shape says, in our words. Pure: parsed bodies in, `ReportedOutcome` and `Stop` out; the rest is left out.

A body that is not of its shape raises ValueError.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.dateparse import parse_datetime

from portal.foundation.channels.codes import TWILIO_HARD
from reminders.callbacks.models import ProviderEvent

Kind = ProviderEvent.Kind

TWILIO_STOPPED = "21610"
MANY = 1000
"""Events in one call."""


@dataclass(frozen=True)
class ReportedOutcome:
    """`reference`: our key or the provider's; `at`: in the provider's time, None when it does not say."""

    event_id: str
    kind: str
    reference: str
    code: str = ""
    at: dt.datetime | None = None


@dataclass(frozen=True)
class Stop:
    """A text message that we received. The number is used at once and not kept; a team may read what is not STOP."""

    event_id: str
    number: str
    text: str


def email_plain(body: Any) -> list[ReportedOutcome]:
    """`{"events": [{"id", "event": "delivered|bounced|complained|unsubscribed", "type": "hard|soft", "message_id",
    "code", "at"}]}`, or one such object alone."""
    kinds = {
        ("bounced", "hard"): Kind.HARD,
        ("bounced", ""): Kind.HARD,
        ("bounced", "soft"): Kind.SOFT,
        ("complained", ""): Kind.COMPLAINED,
        ("delivered", ""): Kind.DELIVERED,
        ("unsubscribed", ""): Kind.UNSUBSCRIBED,
    }
    reported = []
    for event in _events(body):
        name = _word(event, "event")
        kind = kinds.get((name, _word(event, "type") if name == "bounced" else ""))
        if kind:
            reported.append(
                ReportedOutcome(
                    _word(event, "id"), kind, _word(event, "message_id"), _word(event, "code"), _time(event, "at")
                )
            )
    return reported


def sms_plain(body: Any) -> list[ReportedOutcome | Stop]:
    """`{"events": [{"id", "reference", "status": "delivered|failed|temporary", "code", "at"}]}` for what we sent,
    `{"id", "from", "text"}` for what we received; or one such object alone."""
    kinds = {"delivered": Kind.DELIVERED, "failed": Kind.HARD, "temporary": Kind.SOFT}
    reported: list[ReportedOutcome | Stop] = []
    for event in _events(body):
        if "text" in event:
            reported.append(Stop(_word(event, "id"), _word(event, "from"), _word(event, "text")))
        elif kind := kinds.get(_word(event, "status")):
            reported.append(
                ReportedOutcome(
                    _word(event, "id"), kind, _word(event, "reference"), _word(event, "code"), _time(event, "at")
                )
            )
    return reported


def sms_notify(body: Any) -> list[ReportedOutcome | Stop]:
    """GC Notify and GOV.UK Notify: delivery receipts, and received text messages."""
    (event,) = _events(body)
    if "message" in event and "source_number" in event:
        number = _word(event, "source_number")
        return [Stop(_word(event, "id"), number if number.startswith("+") else f"+{number}", _word(event, "message"))]
    status = _word(event, "status")
    kinds = {
        "delivered": Kind.DELIVERED,
        "permanent-failure": Kind.HARD,
        "temporary-failure": Kind.SOFT,
        "technical-failure": Kind.SOFT,
    }
    if status not in kinds:
        return []
    identity = _word(event, "id")
    reference = _word(event, "reference") or identity
    return [ReportedOutcome(f"{identity}:{status}", kinds[status], reference, status, _time(event, "completed_at"))]


def sms_twilio(parameters: Mapping[str, str]) -> list[ReportedOutcome | Stop]:
    """Twilio and its imitators: status callbacks, and received text messages."""
    identity, status = parameters.get("MessageSid", ""), parameters.get("MessageStatus", "")
    if not status and "Body" in parameters:
        return [Stop(identity, parameters.get("From", ""), parameters["Body"])]
    code = parameters.get("ErrorCode", "")
    if status == "delivered":
        kind = Kind.DELIVERED
    elif status in {"undelivered", "failed"}:
        kind = Kind.HARD if code in TWILIO_HARD else Kind.UNSUBSCRIBED if code == TWILIO_STOPPED else Kind.SOFT
    else:
        return []
    return [ReportedOutcome(f"{identity}:{status}", kind, identity, code or status)]


def _events(body: Any) -> list[dict[str, Any]]:
    events = body.get("events", [body]) if isinstance(body, dict) else None
    if not isinstance(events, list) or len(events) > MANY or not all(isinstance(event, dict) for event in events):
        raise ValueError("not a list of events")
    return events


def _word(event: Mapping[str, Any], name: str) -> str:
    """A word or a number as text; "" when absent or something else."""
    value = event.get(name)
    return str(value).replace("\x00", "") if isinstance(value, str | int) else ""


def _time(event: Mapping[str, Any], name: str) -> dt.datetime | None:
    """ISO 8601; without a zone it is UTC."""
    moment = parse_datetime(_word(event, name))
    return moment.replace(tzinfo=moment.tzinfo or dt.UTC) if moment else None
