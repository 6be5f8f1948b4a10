"""Counting: one more, today, for these programs. Never for whom."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from portal import clock
from programs.counts.models import ProgramCount

if TYPE_CHECKING:
    from programs.programs.models import Program


@transaction.atomic
def count(*, step: str, programs: Iterable["Program"]) -> None:
    """One more today for each of these programs. No journal row: nobody did anything to anybody."""
    day = clock.today()
    # In order of keys: two answers at once take the rows in the same order.
    for pk in sorted({program.pk for program in programs}):
        ProgramCount.objects.bulk_create(
            [ProgramCount(program_id=pk, day=day, step=step, count=0)], ignore_conflicts=True
        )
        ProgramCount.objects.filter(program_id=pk, day=day, step=step).update(count=F("count") + 1)
