"""Selections of replies."""

from django.db import models
from django.db.models import Q

from portal.access.permissions import Permission
from portal.access.visibility import Account, visibility_of


class ReplyQuerySet(models.QuerySet):
    def visible_to(self, user: Account) -> "ReplyQuerySet":
        """Agents: what their teams are to read; supervisors: of their organization; what no team is to read, the
        operation of the portal, without knowing from whom."""
        visibility = visibility_of(user)
        theirs = Q(team__in=visibility.team_ids)  # those of the organizations that one supervises too
        return self.filter(theirs | Q(team=None) if visibility.may_everywhere(Permission.HANDLE_REPLIES) else theirs)

    def unread(self) -> "ReplyQuerySet":
        return self.filter(settled_at=None)
