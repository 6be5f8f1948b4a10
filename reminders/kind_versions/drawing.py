"""The ladder as marks on a line, for the SVG that a template draws. Pure. Days are shown on a scale that opens near the
date, where steps are close together: the distance is the logarithm of the number of days."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from reminders.kind_versions.words import step_words
from reminders.kinds.content import StepContent

WIDTH, HEIGHT, MARGIN = 960, 132, 70
LINE = 66
"""Height of the line of time."""
_NEAR = 64
"""Labels nearer than this take the other side of the line."""


@dataclass(frozen=True)
class StepMark:
    x: int
    label_y: int
    label: str
    words: str
    side: str
    """before, on or after."""


@dataclass(frozen=True)
class Drawing:
    marks: list[StepMark]
    date_x: int
    words: list[str]
    """All the steps in order, moments included, for the list beside."""

    width: int = WIDTH
    height: int = HEIGHT
    line: int = LINE
    left: int = MARGIN // 2
    right: int = WIDTH - MARGIN // 2
    top: int = LINE - 40
    bottom: int = LINE + 40
    foot: int = HEIGHT - 6


def draw(steps: Iterable[StepContent]) -> Drawing:
    ordered = sorted(steps, key=lambda step: step.place)
    offsets = [step.offset_days for step in ordered if step.moment == "date"]
    first, last = _scale(min([*offsets, -7])), _scale(max([*offsets, 7]))

    def place(days: int) -> int:
        return round(MARGIN + (_scale(days) - first) / (last - first) * (WIDTH - 2 * MARGIN))

    marks: list[StepMark] = []
    for days in sorted(set(offsets)):
        near = len(marks) % 2 == 1 and place(days) - marks[-1].x < _NEAR
        side = "on" if days == 0 else "before" if days < 0 else "after"
        words = step_words(StepContent(offset_days=days))
        height = LINE + 34 if near else LINE - 22
        marks.append(StepMark(place(days), height, _signed(days), words, side))
    return Drawing(marks=marks, date_x=place(0), words=[step_words(step) for step in ordered])


def _scale(days: int) -> float:
    return math.copysign(math.log1p(abs(days) / 2), days)


def _signed(days: int) -> str:
    """With the sign of mathematics, which is as wide as the plus."""
    return f"{days:+d}".replace("-", "\u2212") if days else "0"
