"""The first reading of the target: how many kinds of deadlines have a published digital ladder."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.consents.models import Channel
from reminders.indicators.figures import share
from reminders.kinds.models import DeadlineKind, ReminderStep


@dataclass(frozen=True)
class Coverage:
    """`missing` lists the kinds that are not covered, for whoever can publish them."""

    covered: int
    kinds: int
    missing: list[DeadlineKind]

    @property
    def share(self) -> float | None:
        return share(self.covered, self.kinds)


def coverage_of(organizations: Iterable | None) -> Coverage:
    """Of these organizations' kinds, or of all kinds. A retired kind is not counted on either side."""
    kinds = DeadlineKind.objects.exclude(state=DeadlineKind.State.RETIRED)
    if organizations is not None:
        kinds = kinds.filter(organization__in=organizations)
    covered = set(_with_ladder(kinds).values_list("pk", flat=True))
    every = list(kinds.select_related("organization").order_by("title_order"))
    return Coverage(len(covered), len(every), [kind for kind in every if kind.pk not in covered])


def _with_ladder(kinds: QuerySet[DeadlineKind]) -> QuerySet[DeadlineKind]:
    """Published, not stopped, with a step on or before the date and a digital channel allowed."""
    before = ReminderStep.objects.filter(
        kind=OuterRef("pk"), retired_at=None, moment=ReminderStep.Moment.DATE, offset_days__lte=0
    )
    allowed = Q(channels__overlap=Channel.digital())
    return kinds.filter(allowed, Exists(before), state=DeadlineKind.State.PUBLISHED, stopped_at=None)
