"""E-mail providers behind django-anymail: its normalized events, in our words."""

import re
from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason

from reminders.callbacks.models import ProviderEvent
from reminders.callbacks.shapes import ReportedOutcome

Kind = ProviderEvent.Kind

# RFC 3463: 4.x.x may pass later, 5.2.x is a mailbox that is full or closed for now.
_PASSING = re.compile(r"(?<![\d.])(4\.\d{1,3}\.\d{1,3}|5\.2\.\d{1,3})(?![\d.])")
_CODE = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.])")


def outcome_of(event: AnymailTrackingEvent) -> ReportedOutcome | None:
    """None for what we do not follow: openings and clicks first of all."""
    kind = _kind(event)
    if kind is None:
        return None
    reference = str((event.metadata or {}).get("delivery") or event.message_id or "")
    moment = event.timestamp.isoformat() if event.timestamp else ""
    return ReportedOutcome(
        event_id=event.event_id or f"{event.event_type}:{event.message_id}:{moment}",
        kind=kind,
        reference=reference,
        code=_code(event),
        at=event.timestamp,
    )


def _kind(event: AnymailTrackingEvent) -> str | None:
    match event.event_type:
        case EventType.DELIVERED:
            return Kind.DELIVERED
        case EventType.COMPLAINED:
            return Kind.COMPLAINED
        case EventType.UNSUBSCRIBED:
            return Kind.UNSUBSCRIBED
        case EventType.BOUNCED | EventType.REJECTED:
            return _refused(event)
        case EventType.FAILED:
            return Kind.SOFT
    return None


def _refused(event: AnymailTrackingEvent) -> str:
    """Only a mailbox that does not exist is condemned; a full one, a filter or a timeout is tried again."""
    match event.reject_reason:
        case RejectReason.UNSUBSCRIBED:
            return Kind.UNSUBSCRIBED
        case RejectReason.SPAM if event.event_type == EventType.REJECTED:
            return Kind.COMPLAINED  # on the provider's list of those who complained
        case RejectReason.TIMED_OUT | RejectReason.BLOCKED | RejectReason.SPAM | RejectReason.OTHER:
            return Kind.SOFT
    return Kind.SOFT if _PASSING.search(_answer(event)) else Kind.HARD


def _code(event: AnymailTrackingEvent) -> str:
    """The enhanced status code only: the rest of a server's answer often repeats the address."""
    found = _CODE.search(_answer(event))
    return found[0] if found else str(event.reject_reason or "")


def _answer(event: AnymailTrackingEvent) -> Any:
    return f"{event.mta_response or ''} {event.description or ''}"
