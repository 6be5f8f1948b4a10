"""Selections of arrivals."""

from typing import TYPE_CHECKING

from django.db import models

from portal.access.reach import reach_of

if TYPE_CHECKING:
    from portal.access.reach import Account


class ArrivalQuerySet(models.QuerySet):
    def unmatched(self) -> "ArrivalQuerySet":
        """Still expected of somebody, and of nobody that the portal knows."""
        return self.filter(citizen=None, state="open")

    def visible_to(self, user: "Account") -> "ArrivalQuerySet":
        """For the agents and administrators of the organization that sent them."""
        reach = reach_of(user)
        agents = models.Q(organization__teams__in=reach.team_ids)
        return self.filter(models.Q(organization__in=reach.organization_ids) | agents).distinct()
