"""Pure geometry of the drawn figures: numbers for a template that writes SVG. Colours are the style sheet's.

Every drawing stands beside a table that says the same: it is hidden from screen readers. Names are text of the page, so
that none is cut and all grow with the reader's letters; only what is measured is drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from reminders.indicators.figures import TARGET, FigureRow

WIDTH, HEIGHT = 640, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 76, WIDTH - 28, 24, 196


@dataclass(frozen=True)
class Bar:
    """`width`: of a drawing 100 wide."""

    label: str
    width: float

    @property
    def is_under(self) -> bool:
        return self.width < TARGET


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    share: float

    @property
    def above(self) -> float:
        """Where its figure is written."""
        return self.y - 10


@dataclass(frozen=True)
class ChartMonth:
    """Under the line. `year` is written where it begins."""

    x: float
    name: str
    year: str = ""


@dataclass(frozen=True)
class Trend:
    """`points` of a polyline over months, first to last."""

    points: str
    dots: list[Dot]
    months: list[ChartMonth]
    target_y: float
    left: int = _LEFT
    right: int = _RIGHT
    bottom: int = _BOTTOM
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def tells(self) -> bool:
        """A single month makes no line: the table says it better."""
        return len(self.dots) > 1


def bars_of(rows: Sequence[FigureRow]) -> list[Bar]:
    return [Bar(row.label, row.share) for row in rows if row.share is not None]


def trend_of(months: Sequence[tuple[str, str, float | None]]) -> Trend:
    """(name, year, share) of each month in order; one without any is a hole that the line passes over."""
    step = (_RIGHT - _LEFT) / max(len(months) - 1, 1)

    def y(value: float) -> float:
        return round(_BOTTOM - (_BOTTOM - _TOP) * value / 100, 1)

    dots = [
        Dot(round(_LEFT + step * place, 1), y(value), value)
        for place, (_, _, value) in enumerate(months)
        if value is not None
    ]
    years = [year for _, year, _ in months]
    names = [
        ChartMonth(round(_LEFT + step * place, 1), name, "" if place and years[place - 1] == year else year)
        for place, (name, year, _) in enumerate(months)
    ]
    return Trend(" ".join(f"{dot.x},{dot.y}" for dot in dots), dots, names, y(TARGET))
