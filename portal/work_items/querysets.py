"""Selections of work items."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from portal import clock
from portal.access.visibility import visibility_of

if TYPE_CHECKING:
    from portal.people.models import User


class WorkItemQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "WorkItemQuerySet":
        """What is expected of the citizens that this account reaches, or of its teams."""
        visibility = visibility_of(user)
        return self.filter(visibility.matters(organization="team__organization") | Q(team_id__in=visibility.team_ids))

    def of_citizens(self, user: "User") -> "WorkItemQuerySet":
        """The citizen's side only, for an account that is also an agent's."""
        return self.filter(visibility_of(user).matters(organization="team__organization"))

    def of_teams(self, user: "User") -> "WorkItemQuerySet":
        return self.filter(team_id__in=visibility_of(user).team_ids)

    def open(self) -> "WorkItemQuerySet":
        return self.filter(done_at=None)

    def late(self) -> "WorkItemQuerySet":
        return self.filter(done_at=None, due_at__lt=clock.now())

    def about(self, subject: models.Model) -> "WorkItemQuerySet":
        return self.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)

    def soonest_first(self) -> "WorkItemQuerySet":
        """Those with a date first, then the oldest."""
        return self.order_by(F("due_at").asc(nulls_last=True), "since", "pk")
