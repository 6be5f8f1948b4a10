"""The year drawn, month by month: one column each, a bar as high as its reminders, a dot where a date falls.

Sizes are those of the SVG's own plane (`viewBox`)."""

from dataclasses import dataclass

from django.utils.formats import date_format

from reminders.forecast.outlook import Outlook

HEIGHT, GROUND, COLUMN = 168, 128, 60
TALLEST = 88


@dataclass(frozen=True)
class MonthBar:
    """One month. `planned` and `projected` are heights stacked from the ground up."""

    x: int
    name: str
    count: int
    planned: int
    projected: int
    top: int
    has_date: bool
    middle: int
    number_y: int
    name_y: int = GROUND + 28

    @property
    def planned_top(self) -> int:
        return GROUND - self.planned


def bars(outlook: Outlook) -> list[MonthBar]:
    most = max((len(month.coming) for month in outlook.months), default=0) or 1
    unit = min(TALLEST / most, 16)
    drawn = []
    for place, month in enumerate(outlook.months):
        projected = sum(coming.is_projected for coming in month.coming)
        planned = len(month.coming) - projected
        heights = round(planned * unit), round(projected * unit)
        drawn.append(
            MonthBar(
                x=place * COLUMN + 10,
                name=date_format(month.first, "N"),
                count=len(month.coming),
                planned=heights[0],
                projected=heights[1],
                top=GROUND - sum(heights),
                has_date=month.marks > 0,
                middle=place * COLUMN + COLUMN // 2,
                number_y=GROUND - sum(heights) - 8,
            )
        )
    return drawn
