"""Selections of messages to a group."""

from django.db import models

from portal.access.visibility import Account, visibility_of


class GroupMessageQuerySet(models.QuerySet):
    def visible_to(self, user: Account) -> "GroupMessageQuerySet":
        """Those of one's teams."""
        return self.filter(team_id__in=visibility_of(user).team_ids)

    def with_names(self) -> "GroupMessageQuerySet":
        return self.select_related("team__organization", "dossier_type", "author", "launched_by")
