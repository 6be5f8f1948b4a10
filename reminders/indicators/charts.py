"""Pure geometry of the drawn figures: numbers for a template that writes SVG. Colours are the style sheet's.

Every drawing stands beside a table that says the same: it is hidden from screen readers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from reminders.indicators.figures import TARGET, Row

WIDTH, BAR, GAP, LABEL = 640, 22, 14, 200


@dataclass(frozen=True)
class Bar:
    label: str
    y: int
    width: float
    text: str
    text_x: float
    is_under: bool


@dataclass(frozen=True)
class Bars:
    bars: list[Bar]
    height: int
    target_x: float
    width: int = WIDTH
    bar: int = BAR
    left: int = LABEL


@dataclass(frozen=True)
class Trend:
    """`points` of a polyline over months, first to last."""

    points: str
    dots: list[tuple[float, float, str]]
    target_y: float
    labels: list[tuple[float, str]]
    width: int = WIDTH
    height: int = 240


def bars_of(rows: Sequence[Row]) -> Bars:
    """Horizontal bars of shares, with the target as a line."""
    shown = [row for row in rows if row.share is not None]
    room = WIDTH - LABEL - 70
    bars = [
        Bar(
            label=_short(row.label),
            y=number * (BAR + GAP),
            width=round(room * row.share / 100, 1),
            text=f"{row.share:.0f}\u00a0%",
            text_x=round(LABEL + room * row.share / 100 + 8, 1),
            is_under=row.share < TARGET,
        )
        for number, row in enumerate(shown)
    ]
    return Bars(bars, max(len(bars), 1) * (BAR + GAP), LABEL + room * TARGET / 100)


def trend_of(months: Sequence[tuple[str, float | None]]) -> Trend:
    """A line of monthly shares; a month without any is a hole that the line passes over."""
    left, right, top, bottom = 44, WIDTH - 16, 12, 200
    step = (right - left) / max(len(months) - 1, 1)

    def y(value: float) -> float:
        return round(bottom - (bottom - top) * value / 100, 1)

    dots = [
        (round(left + step * place, 1), y(value), f"{value:.0f}\u00a0%")
        for place, (_, value) in enumerate(months)
        if value is not None
    ]
    labels = [(round(left + step * place, 1), name) for place, (name, _) in enumerate(months)]
    return Trend(" ".join(f"{x},{height}" for x, height, _ in dots), dots, y(TARGET), labels)


def _short(label: str) -> str:
    return label if len(label) <= 28 else f"{label[:27]}…"
