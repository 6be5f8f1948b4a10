"""Selections of documents."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q, Sum

from portal.access.reach import reach_of

if TYPE_CHECKING:
    from portal.people.models import User


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "DocumentQuerySet":
        """Citizens see their own and those of whom they represent; agents those given to or by their teams."""
        reach = reach_of(user)
        return self.filter(Q(citizen_id__in=reach.citizen_ids) | Q(team_id__in=reach.team_ids))

    def held_by(self, user: "User") -> "DocumentQuerySet":
        """The citizen's side only, for an account that is also an agent's."""
        return self.filter(citizen_id__in=reach_of(user).citizen_ids)

    def deposited(self) -> "DocumentQuerySet":
        """What citizens gave (the rest was given to them)."""
        return self.filter(origin="citizen")

    def available(self) -> "DocumentQuerySet":
        """The only ones whose bytes may be served, to anyone."""
        return self.filter(state="available")

    def to_screen(self, at: dt.datetime) -> "DocumentQuerySet":
        """Waiting for a verdict, and in nobody's hands at `at` (a worker killed half-way leaves an expired claim)."""
        free = Q(claimed_until=None) | Q(claimed_until__lt=at)
        return self.filter(free, state__in=["received", "held"])

    def bytes_kept(self) -> int:
        return self.exclude(state="refused").aggregate(total=Sum("size"))["total"] or 0
