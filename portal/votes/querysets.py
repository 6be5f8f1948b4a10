"""Selections of votes."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, Q

from portal.access.permissions import Permission
from portal.access.visibility import visibility_of

if TYPE_CHECKING:
    from portal.access.visibility import Account


class VoteQuerySet(models.QuerySet):
    def visible_to(self, user: "Account") -> "VoteQuerySet":
        """Administrators read those of their organizations; operators, those of the portal's own pages."""
        visibility = visibility_of(user)
        own = Q(organization_id__in=visibility.organizations_where(Permission.VIEW_VOTES))
        return (
            self.filter(own | Q(organization=None))
            if visibility.may_everywhere(Permission.VIEW_VOTES)
            else self.filter(own)
        )

    def tally(self) -> models.QuerySet[Any, dict[str, Any]]:
        """useful and useless per subject, the least useful first."""
        return (
            self.values("subject_type", "subject_id", "title")
            .annotate(useful=Count("pk", filter=Q(is_useful=True)), useless=Count("pk", filter=Q(is_useful=False)))
            .order_by("-useless", "title")
        )
