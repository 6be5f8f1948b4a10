"""What a sender works on: a claimed delivery as a message, its connection, its result. No database here."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any, Protocol

from portal.foundation.channels import ChannelError


@dataclass(frozen=True)
class ReminderRef:
    """One reminder that a message tells: what its text depends on, and nothing of the person."""

    kind_id: uuid.UUID
    step_id: int | None
    due_on: dt.date
    due_time: dt.time | None
    zone: str = ""
    """Of the place of an appointment, when the person's clock shows another hour."""


@dataclass(slots=True, eq=False)
class OutgoingMessage:
    """A claimed delivery on its way through a sender.

    `key` is the same over attempts (Message-ID, client reference). `reminders` says what it carries, as one string that
    serves as a cache's key: `kind|step|day|hour|zone` of each reminder, joined by commas; empty for notices.
    """

    id: uuid.UUID
    key: uuid.UUID
    recipient_id: uuid.UUID
    channel: str
    purpose: str
    attempt: int
    since: dt.datetime
    ambiguous: int = 0
    """How many former attempts may have been accepted."""
    address: str = field(default="", repr=False)
    language: str = ""
    reminders: str = ""
    useful_until: dt.datetime | None = None
    claimed_at: float = 0.0
    """Seconds of the sender's own clock."""
    is_orphan: bool = False
    """A dead sender attempted it: ask the provider what became of it before anything else."""
    content: Any = field(default=None, repr=False)
    refusal: ChannelError | None = None
    """Why no content could be made for this address; none: our own code failed."""


def reminder_refs(reminders: str) -> list[ReminderRef]:
    """Read the reminders that a message carries (`OutgoingMessage.reminders`)."""
    return [_ref_of(part) for part in reminders.split(",") if part]


def _ref_of(part: str) -> ReminderRef:
    kind, step, day, hour, zone = part.split("|")
    return ReminderRef(
        kind_id=uuid.UUID(kind),
        step_id=int(step) if step else None,
        due_on=dt.date.fromisoformat(day),
        due_time=dt.time.fromisoformat(hour) if hour else None,
        zone=zone,
    )


class Connection(Protocol):
    """One connection to a provider, in the sender's event loop. Every method raises ChannelError."""

    async def ready(self) -> None:
        """Connects if need be; nothing of a message leaves."""

    async def send(self, message: OutgoingMessage, following: OutgoingMessage | None) -> str:
        """Return the provider's reference. May already announce `following`, which it gets next or never."""

    async def look_up(self, message: OutgoingMessage) -> str | None:
        """What the provider knows by our key: its reference, or None when it never got the message. Raises
        ChannelError when it cannot tell."""

    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class SendResult:
    """What became of an attempt. `then`: when the next one may leave."""

    id: uuid.UUID
    state: str
    code: str = ""
    reference: str = ""
    then: dt.datetime | None = None
    is_ambiguous: bool = False
    """The provider may have accepted it."""
    is_undeliverable: bool = False
    """The provider said that the address or number itself takes no message."""
