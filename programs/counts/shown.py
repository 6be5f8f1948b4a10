"""Counts as shown to an organization: small figures are not told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Sum

from programs.counts.models import ProgramCount

if TYPE_CHECKING:
    from programs.programs.models import Program

SMALLEST = 5
"""Below this, a figure is « moins de 5 »: it could tell of somebody."""
DAYS = 30


@dataclass(frozen=True)
class Counted:
    """A program and, for each step, its figure; None when it is too small to be told."""

    program: "Program"
    seen: int | None
    opened: int | None
    asked: int | None


def shown_counts(programs: Iterable["Program"], today: date) -> list[Counted]:
    """The last thirty days of each program, small figures suppressed."""
    programs = list(programs)
    since = ProgramCount.objects.filter(program__in=programs, day__gt=today - timedelta(days=DAYS), day__lte=today)
    sums = since.order_by().values("program_id", "step").annotate(total=Sum("count"))
    totals = {(row["program_id"], row["step"]): row["total"] for row in sums}
    return [
        Counted(program, *(_told(totals.get((program.pk, step.value), 0)) for step in ProgramCount.Step))
        for program in programs
    ]


def _told(total: int) -> int | None:
    return total if total == 0 or total >= SMALLEST else None
