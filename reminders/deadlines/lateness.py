"""The cost of lateness, pure: from dated tiers only. Nothing is estimated, nothing is added that no source says.

A tier is a row of `DeadlineKind.tiers`:
`after_days`  it holds from that many days after the date on (1: from the next day);
`after_months` (optional, prevails) it holds from the day that follows so many whole months of lateness;
`times`       (optional, with `after_months`) it comes again each time, so many times at most (1 % a month, 12 times);
`label_fr`, `label_en` what happens; `amount` and `unit` (CAD, percent), `of_fr`, `of_en` (percent of what), when known;
`source` (address) and `as_of` (the version of the data that says so).
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from reminders.kinds.dates import add_months

SUMMED = frozenset({"CAD", "percent"})


@dataclass(frozen=True)
class Tier:
    after_days: int
    label: str
    amount: Decimal | None = None
    unit: str = ""
    of: str = ""
    after_months: int = 0
    times: int = 1
    source: str = ""
    as_of: str = ""

    def starts_on(self, due_on: dt.date, time: int = 1) -> dt.date:
        """The day from which it holds (for a tier that comes again, the `time`-th)."""
        if self.after_months:
            return add_months(due_on, self.after_months * time) + dt.timedelta(days=1)
        return due_on + dt.timedelta(days=self.after_days)

    def times_reached(self, due_on: dt.date, day: dt.date) -> int:
        """How many times it counts for who acts that day."""
        return sum(self.starts_on(due_on, time) <= day for time in range(1, self.times + 1))


@dataclass(frozen=True)
class Cost:
    """What acting on a day costs: the tiers in force, and the known amounts as (amount, unit, of what)."""

    on: dt.date
    days_late: int
    reached: tuple[Tier, ...]
    totals: tuple[tuple[Decimal, str, str], ...]

    @property
    def is_nothing(self) -> bool:
        return not self.reached


def tiers_of(rows: Iterable[Mapping[str, Any]], language: str = "fr") -> list[Tier]:
    """The tiers in order of time; a row that cannot be read is left out rather than guessed."""
    read = (_tier(row, language) for row in rows)
    return sorted((tier for tier in read if tier), key=lambda tier: (tier.starts_on(dt.date(2001, 1, 1)), tier.label))


def cost(tiers: Iterable[Tier], due_on: dt.date, day: dt.date) -> Cost:
    """What is known to be lost by acting on `day` instead of `due_on`."""
    reached = [(tier, tier.times_reached(due_on, day)) for tier in tiers]
    totals: dict[tuple[str, str], Decimal] = {}
    for tier, times in reached:
        if times and tier.amount is not None and tier.unit in SUMMED:
            key = (tier.unit, tier.of)
            totals[key] = totals.get(key, Decimal()) + tier.amount * times
    return Cost(
        on=day,
        days_late=max(0, (day - due_on).days),
        reached=tuple(tier for tier, times in reached if times),
        totals=tuple((total, unit, of) for (unit, of), total in sorted(totals.items())),
    )


def next_tier(tiers: Iterable[Tier], due_on: dt.date, day: dt.date) -> tuple[dt.date, Tier] | None:
    """The next worsening after `day`, and when: the reason to act before it."""
    coming = [
        (tier.starts_on(due_on, time), tier)
        for tier in tiers
        for time in range(1, tier.times + 1)
        if tier.starts_on(due_on, time) > day
    ]
    return min(coming, key=lambda found: (found[0], found[1].label), default=None)


def _tier(row: Mapping[str, Any], language: str) -> Tier | None:
    try:
        amount = row.get("amount")
        return Tier(
            after_days=int(row["after_days"]),
            label=str(row.get(f"label_{language}") or row["label_fr"]),
            amount=None if amount in (None, "") else Decimal(str(amount)),
            unit=str(row.get("unit") or ""),
            of=str(row.get(f"of_{language}") or row.get("of_fr") or ""),
            after_months=int(row.get("after_months") or 0),
            times=max(1, min(int(row.get("times") or 1), 60)),
            source=str(row.get("source") or ""),
            as_of=str(row.get("as_of") or ""),
        )
    except (KeyError, TypeError, ValueError, InvalidOperation, AttributeError):
        return None
