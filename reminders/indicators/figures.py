"""Pure: shares, small numbers, comparisons. Formulas are those that the page prints."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

TARGET = 60
"""Percent of deadlines with a digital reminder: the government's target."""

SMALL = 10
"""Fewer people than that are not told apart (as the Institut de la statistique du Québec does for small counts)."""

SERVED_LESS = 10.0
"""Points under the whole from which a group is told to be served less."""

SERVED_LATER = 24.0
"""Hours over the median of the whole from which a group is told to be served later."""

ENOUGH_TO_COMPARE = 30
_WAITS = ("waited", "waits")


@dataclass(frozen=True)
class FigureRow:
    """One line of a table. `is_hidden`: too few people; nothing but its name is told."""

    label: str
    counts: Mapping[str, int]
    share: float | None
    key: str = ""
    is_hidden: bool = False
    wait: float | None = None
    """Median hours between the instant a reminder was due and its acceptance; None under SMALL of them."""


def hours_of(counts: Mapping[str, Any]) -> float | None:
    """The median in hours, one decimal, when enough people stand behind it."""
    waited: dt.timedelta | None = counts["waited"]
    return None if waited is None or counts["waits"] < SMALL else round(waited / dt.timedelta(hours=1), 1)


def share(part: int, whole: int) -> float | None:
    """Percent, one decimal; None of nothing."""
    return round(100 * part / whole, 1) if whole else None


def rows_of(groups: Sequence[Mapping[str, Any]], labels: Mapping[Any, str]) -> list[FigureRow]:
    """A row per group, with small ones hidden. When exactly one is, the next smallest is hidden too: the total would
    give the first away."""
    sizes = sorted((group["due"], position) for position, group in enumerate(groups) if group["due"])
    hidden = {position for size, position in sizes if size < SMALL}
    if len(hidden) == 1 and len(sizes) > 1:
        hidden.add(sizes[1][1])
    return [_row(group, labels, position in hidden) for position, group in enumerate(groups) if group["due"]]


def _row(group: Mapping[str, Any], labels: Mapping[Any, str], is_hidden: bool) -> FigureRow:
    key = "" if group["value"] is None else str(group["value"])
    label = str(labels.get(group["value"], group["value"]))
    if is_hidden:
        return FigureRow(label, {}, None, key, is_hidden=True)
    counts = {name: value for name, value in group.items() if name not in {"value", *_WAITS}}
    return FigureRow(label, counts, share(counts["digital"], counts["due"]), key, wait=hours_of(group))


def served_less(rows: Iterable[FigureRow], whole: float | None) -> list[FigureRow]:
    """Groups told apart, large enough to compare, whose share is well under that of all."""
    return [
        row
        for row in rows
        if whole is not None
        and row.share is not None
        and row.counts["due"] >= ENOUGH_TO_COMPARE
        and whole - row.share >= SERVED_LESS
    ]


def served_later(rows: Iterable[FigureRow], whole: float | None) -> list[FigureRow]:
    """Groups told apart, large enough to compare, whose reminders arrive well after those of all (`whole`: hours)."""
    return [
        row
        for row in rows
        if whole is not None
        and row.wait is not None
        and row.counts["due"] >= ENOUGH_TO_COMPARE
        and row.wait - whole >= SERVED_LATER
    ]
