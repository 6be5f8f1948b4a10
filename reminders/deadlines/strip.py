"""The strip of a deadline: one line through time with its steps, its date and today's mark. Pure geometry.

Places are percentages of the width, as texts: the drawing keeps its letters readable at 320 px, and a decimal comma
would not be a number for SVG."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

MARGIN = 5.0
"""Percent kept free at both ends, for half a mark."""


@dataclass(frozen=True)
class StripMark:
    """`kind`: step, due, today or tier. `anchor` and `words_x` place the words so that they stay inside."""

    x: str
    kind: str
    state: str
    anchor: str = "middle"


@dataclass(frozen=True)
class Strip:
    marks: tuple[StripMark, ...]
    due: StripMark
    today: StripMark

    @property
    def start(self) -> str:
        return f"{MARGIN:.2f}%"

    @property
    def end(self) -> str:
        return f"{100 - MARGIN:.2f}%"


def strip(due_on: dt.date, today: dt.date, items: Iterable[Mapping[str, Any]], tiers: Iterable[dt.date] = ()) -> Strip:
    """`items`: those of `timeline`. Tiers further than the last mark are left to the words."""
    steps = [item for item in items if item["state"] != "on"]
    days = [due_on, today, *(item["date"] for item in steps)]
    first, last = min(days), max(days)
    span = max(1, (last - first).days)

    def place(day: dt.date) -> float:
        return MARGIN + (100 - 2 * MARGIN) * (day - first).days / span if last > first else 50.0

    def mark(day: dt.date, kind: str, state: str = "") -> StripMark:
        x = place(day)
        anchor = "start" if x < 15 else "end" if x > 85 else "middle"
        return StripMark(f"{x:.2f}%", kind, state, anchor)

    marks = [mark(day, "tier") for day in tiers if first <= day <= last]
    marks += [mark(item["date"], "step", item.get("settled", "")) for item in steps]
    return Strip(tuple(marks), mark(due_on, "due"), mark(today, "today"))
