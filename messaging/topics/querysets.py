"""Selections of topics."""

from django.db import models

from portal.access.permissions import Permission
from portal.access.visibility import Account, visibility_of
from portal.organizations.querysets import TeamQuerySet


class TopicQuerySet(models.QuerySet):
    def visible_to(self, user: Account) -> "TopicQuerySet":
        """In «gestion»: those of the organizations whose teams one describes."""
        return self.filter(team__organization_id__in=visibility_of(user).organizations_where(Permission.MANAGE_TEAMS))

    def offered(self, teams: TeamQuerySet) -> "TopicQuerySet":
        """Those that people may choose, of teams that they may write to."""
        return self.filter(is_offered=True, team__in=teams)
