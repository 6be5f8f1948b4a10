"""Selections of notices."""

from django.db import models

from portal.access.visibility import Account, visibility_of


class NoticeQuerySet(models.QuerySet):
    def unhandled(self) -> "NoticeQuerySet":
        return self.filter(handled_at=None)

    def handled_by(self, user: Account) -> "NoticeQuerySet":
        """Select those of the teams that this account works for, or of the organizations that it supervises."""
        visibility = visibility_of(user)
        supervised = models.Q(organization_id__in=visibility.supervised_organization_ids)
        return self.filter(models.Q(team_id__in=visibility.team_ids) | supervised)

    def visible_to(self, user: Account) -> "NoticeQuerySet":
        return self.filter(citizen_id__in=visibility_of(user).citizen_ids)
