"""Selections of shared findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from portal import clock
from portal.access.visibility import visibility_of

if TYPE_CHECKING:
    from portal.people.models import User


class FindingShareQuerySet(models.QuerySet):
    def current(self) -> FindingShareQuerySet:
        """Neither taken back nor past their day."""
        return self.filter(revoked_at=None, until__gte=clock.today())

    def of(self, user: User) -> FindingShareQuerySet:
        """What this person, or one they represent, shares; past shares too."""
        return self.filter(citizen_id__in=visibility_of(user).citizen_ids)

    def visible_to(self, user: User) -> FindingShareQuerySet:
        """One's own; for agents, those still shared with their teams."""
        visibility = visibility_of(user)
        with_team = Q(team_id__in=visibility.team_ids, revoked_at=None, until__gte=clock.today())
        return self.filter(Q(citizen_id__in=visibility.citizen_ids) | with_team)
