"""The deadlines of a finding: its last day computed from what is known, what waiting costs, one's own reminder of it.

Nothing is guessed: a date comes from the rule of the kind, a birthday, or the day that the person gave in the
questionnaire. Everything that a page of forty findings needs is read once (`Gathered`).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.clock import today
from portal.people.models import Citizen
from reminders.deadlines.models import Deadline
from reminders.deadlines.pages import DeadlinePage
from reminders.deadlines.reaching import channels_for, in_words, usable_by
from reminders.kinds.dates import after_event, event_of, next_due
from reminders.kinds.models import DeadlineKind

# The event that a rule counts from → the fact of the questionnaire that dates it.
FACT_OF_EVENT = {"accident": "road_accident_date", "injury": "work_injury_date", "awareness": "crime_date"}
NOT_TO_ASK = frozenset({DeadlineKind.Nature.PAYOUT, DeadlineKind.Nature.APPOINTMENT})
"""What comes by itself has no last day to ask."""
STILL_TOLD = dt.timedelta(days=365)
"""A day missed longer ago says nothing useful any more."""


def last_day(kind: DeadlineKind, given: Mapping[str, Any], here: dt.date) -> dt.date | None:
    """The last day to ask, when the rule and what is known give one; None otherwise."""
    if kind.nature in NOT_TO_ASK:
        return None
    event = event_of(kind.basis)
    if not event:
        return next_due(kind.basis, here, _whole(given.get("birth_date")))
    happened_on = _youngest(given) if event == "birth" else _whole(given.get(FACT_OF_EVENT.get(event, "")))
    due_on = after_event(kind.basis, happened_on) if happened_on else None
    return due_on if due_on and due_on >= here - STILL_TOLD else None


def _whole(value: Any) -> dt.date | None:
    """A day known in part gives no date."""
    return value if isinstance(value, dt.date) else None


def _youngest(given: Mapping[str, Any]) -> dt.date | None:
    return max((child["birth_date"] for child in given.get("children") or ()), default=None)


@dataclass(frozen=True)
class DeadlineOffer:
    """One deadline of a finding, as shown. `mine`: the person's own open deadline of that kind, with its `next_at`."""

    kind: DeadlineKind
    due_on: dt.date | None
    page: DeadlinePage | None
    mine: Deadline | None = None
    channels: str = ""
    can_be_now: bool = False


@dataclass
class Gathered:
    """What the database knows, read once for a page: four queries with an account, one without."""

    citizen: Citizen | None
    given: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """All read at once: a page asks the same number of times whatever it shows."""
        self.kinds = self._kinds()
        self.mine = self._mine()
        self.usable = usable_by(self.citizen) if self.citizen else []

    def _kinds(self) -> list[DeadlineKind]:
        related = DeadlineKind.objects.public().exclude(related_programs=[]).select_related("organization")
        return list(related.order_by("title_order"))

    def _mine(self) -> dict[Any, Deadline]:
        """Kind → the nearest open deadline of which the person is told."""
        if self.citizen is None:
            return {}
        kept = Deadline.objects.open().filter(citizen=self.citizen, kind__in=self.kinds).with_next()
        return {one.kind_id: one for one in kept.order_by("-due_on", "pk")}

    def of_program(self, code: str) -> list[DeadlineOffer]:
        return [self.offer(kind) for kind in self.kinds if code in kind.related_programs]

    def offer(self, kind: DeadlineKind) -> DeadlineOffer:
        owner = self.citizen or Citizen()
        mine = self.mine.get(kind.pk)
        due_on = mine.due_on if mine else last_day(kind, self.given, today(owner.time_zone))
        channels = channels_for(self.usable, kind.channels)
        return DeadlineOffer(
            kind,
            due_on,
            DeadlinePage(Deadline(kind=kind, citizen=owner, due_on=due_on)) if due_on else None,
            mine,
            in_words(channels),
            bool(due_on and not mine and kind.is_published and channels and due_on >= today(owner.time_zone)),
        )
