"""What an organization writes about a kind, apart from the rows that are in force. Pure: no database, no clock.

A draft, a published version, an exported file and the linter all speak of a `Content`.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from portal.foundation.formats.cells import strict_hour

COLUMNS = (
    "title_fr",
    "title_en",
    "team",
    "nature",
    "basis",
    "rule_fr",
    "rule_en",
    "audience_fr",
    "audience_en",
    "consequence_fr",
    "consequence_en",
    "amounts",
    "tiers",
    "procedure_fr",
    "procedure_en",
    "note_fr",
    "note_en",
    "official_url",
    "official_url_read",
    "sources",
    "confidence",
    "related_programs",
    "style",
    "sensitive_reason",
    "channels",
    "links",
    "post_days",
    "is_urgent",
    "send_at",
    "daily_cap",
)
"""Columns of `DeadlineKind` that an organization writes. `send_at` is told as "09:00" so that JSON can hold it; `team`
as its name, which is unique in an organization and means something in another environment; "": not said."""

MOMENTS = ("opened", "date", "missed", "done")
UNREAD = "unread"
"""The moment of a step whose day cannot be read yet: shown by the editor, never kept."""
"""In the order in which a person lives them."""


@dataclass(frozen=True)
class StepContent:
    """One step. `id` is the row that it is already, None for a new one."""

    id: int | None = None
    moment: str = "date"
    offset_days: int = 0
    text_fr: str = ""
    text_en: str = ""
    by_channel: dict[str, dict[str, str]] = field(default_factory=dict)

    def text_for(self, channel: str, language: str) -> str:
        """What that channel says in that language; "" when nobody wrote it."""
        own = self.by_channel.get(channel, {}).get(language, "")
        return own or (self.text_fr if language == "fr" else self.text_en)

    @property
    def place(self) -> tuple[int, int]:
        return (*MOMENTS, UNREAD).index(self.moment), self.offset_days


@dataclass(frozen=True)
class Content:
    """All of it; steps in the order in which they are lived."""

    columns: dict[str, Any]
    steps: tuple[StepContent, ...]

    @classmethod
    def of(cls, kind: Any, steps: Iterable[Any]) -> "Content":
        """From the rows in force."""
        columns = {name: getattr(kind, name) for name in COLUMNS}
        columns |= {"send_at": time_told(kind.send_at), "channels": list(kind.channels)}
        columns["team"] = kind.team.name if kind.team else ""
        names = StepContent.__dataclass_fields__
        contents = (StepContent(**{name: getattr(step, name) for name in names}) for step in steps)
        return cls(columns, in_order(contents))

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Content":
        """A version may be older than some columns: a team, a reason to say a word, a time for letters."""
        return cls(
            {"team": "", "sensitive_reason": "", "post_days": 5} | data["columns"],
            in_order(StepContent(**step) for step in data["steps"]),
        )

    def as_json(self) -> dict[str, Any]:
        return {"columns": self.columns, "steps": [vars(step) for step in self.steps]}


def in_order(steps: Iterable[StepContent]) -> tuple[StepContent, ...]:
    return tuple(sorted(steps, key=lambda step: step.place))


def time_told(hour: dt.time) -> str:
    return f"{hour:%H:%M}"


def time_read(text: str) -> dt.time:
    """Raises ValueError."""
    return strict_hour(text)
