"""What the pages show of one deadline, gathered from rows already read: nothing here asks the database, `page_of`
aside."""

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.clock import today
from reminders.deadlines.lateness import Tier, cost, next_tier, tiers_of
from reminders.deadlines.models import Deadline
from reminders.deadlines.moments import last_useful, later_at
from reminders.deadlines.reaching import channels_for, usable_by
from reminders.deadlines.strip import Strip, strip
from reminders.deadlines.timeline import sent_by, timeline
from reminders.deadlines.words import amount_words, date_label, done_label, remedy_of, speaks_of_lateness, state_words
from reminders.kinds.dates import comes_back
from reminders.kinds.models import DeadlineKind

_CALM = frozenset({DeadlineKind.Nature.PAYOUT, DeadlineKind.Nature.APPOINTMENT})
"""What comes by itself: past, it is to be checked, not late."""
ASKED = (0, 7, 40)
"""«Si j’agis aujourd’hui, dans 7 jours, dans 40 jours»."""


@dataclass
class DeadlinePage:
    deadline: Deadline
    carried: dict[int, list[tuple[str, str]]] = field(default_factory=dict)
    channels: list[str] = field(default_factory=list)

    @property
    def kind(self) -> DeadlineKind:
        return self.deadline.kind

    @cached_property
    def here(self) -> dt.date:
        return today(self.deadline.citizen.time_zone)

    @property
    def is_past(self) -> bool:
        return self.deadline.due_on < self.here

    @property
    def is_late(self) -> bool:
        """To do, and past: a payout or an appointment is not late."""
        return self.deadline.is_open and self.is_past and self.kind.nature not in _CALM

    @property
    def is_appointment(self) -> bool:
        return self.kind.nature == DeadlineKind.Nature.APPOINTMENT

    @property
    def is_payment(self) -> bool:
        return self.kind.nature == DeadlineKind.Nature.PAYOUT

    @property
    def may_be_missing(self) -> bool:
        """A payment whose day has come, even one said to be made."""
        waits = self.deadline.state in {Deadline.State.OPEN, Deadline.State.DONE}
        return self.is_payment and waits and self.deadline.due_on <= self.here

    @property
    def state(self) -> str:
        return state_words(self.deadline, self.here)

    @property
    def tag(self) -> str:
        """The tone of its state (`components/tag.html`)."""
        if self.deadline.is_open:
            return "neutral" if self.deadline.paused_at else "error" if self.is_late else "information"
        return "success" if self.deadline.state == Deadline.State.DONE else "neutral"

    @property
    def tells_cost(self) -> bool:
        """A deposit or an appointment costs nothing by itself, unless a source dates something."""
        return self.deadline.is_open and (bool(self.tiers) or self.kind.nature not in _CALM)

    @property
    def remedy(self) -> str:
        return remedy_of(self.kind.procedure_fr)

    @property
    def comes_by_itself(self) -> bool:
        return self.kind.nature in _CALM

    @property
    def remedy_sentence(self) -> str:
        """Once it is late, what limits the consequences; one that says itself when it serves has no introduction."""
        if not self.is_late or not self.remedy:
            return ""
        if speaks_of_lateness(self.remedy):
            return f"{self.remedy}."
        return _("Pour limiter les conséquences\u00a0: %(remedy)s.") % {"remedy": self.remedy}

    @property
    def comes_back(self) -> bool:
        return comes_back(self.kind.basis)

    @property
    def done_label(self) -> str:
        return done_label(self.kind)

    @property
    def date_label(self) -> str:
        return date_label(self.kind)

    @property
    def may_be_put_off(self) -> bool:
        """Whether a later day than today would still be useful."""
        tomorrow = later_at(self.deadline, self.here + dt.timedelta(days=1))
        open_now = self.deadline.is_open and not self.deadline.paused_at
        return open_now and tomorrow <= last_useful(self.deadline, self.here)

    @cached_property
    def items(self) -> list[dict[str, Any]]:
        return timeline(self.deadline, carried=self.carried, channels=self.channels)

    @cached_property
    def tiers(self) -> list[Tier]:
        return tiers_of(self.kind.tiers, (get_language() or "fr")[:2])

    @property
    def strip(self) -> Strip:
        return strip(
            self.deadline.due_on, self.here, self.items, [tier.starts_on(self.deadline.due_on) for tier in self.tiers]
        )

    @property
    def costs(self) -> list[dict[str, Any]]:
        """What acting today, in 7 days and in 40 days costs."""
        days = [(days, self.here + dt.timedelta(days=days)) for days in ASKED]
        found = [(count, cost(self.tiers, self.deadline.due_on, day)) for count, day in days]
        return [
            {"days": count, "cost": item, "totals": [amount_words(*total) for total in item.totals]}
            for count, item in found
        ]

    @property
    def next_tier(self) -> tuple[dt.date, Tier] | None:
        return next_tier(self.tiers, self.deadline.due_on, self.here)

    @property
    def sent(self) -> int:
        return sum(bool(item["done"]) and item["state"] != "on" for item in self.items)

    @property
    def steps(self) -> int:
        return sum(item["state"] != "on" and item["settled"] in {"planned", "sent"} for item in self.items)


def page_of(deadline: Deadline) -> DeadlinePage:
    """With what carried each reminder, and the channels of those to come: three queries."""
    usable = usable_by(deadline.citizen) if deadline.is_open else []
    return DeadlinePage(
        deadline, sent_by(deadline), [str(channel) for channel in channels_for(usable, deadline.kind.channels)]
    )
