"""Selections of invitations."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models

from portal.access.permissions import Permission
from portal.access.visibility import visibility_of

if TYPE_CHECKING:
    from portal.access.visibility import Account


class InvitationQuerySet(models.QuerySet):
    def open(self) -> "InvitationQuerySet":
        """Neither used nor ended."""
        return self.filter(state__in=["to_print", "printed"])

    def in_force(self, at: dt.datetime) -> "InvitationQuerySet":
        return self.open().filter(expires_at__gt=at)

    def to_print(self) -> "InvitationQuerySet":
        return self.filter(state="to_print")

    def visible_to(self, user: "Account") -> "InvitationQuerySet":
        """For the people of the organization that invites: what became of it, never to whom."""
        visibility = visibility_of(user)
        agents = models.Q(organization__teams__in=visibility.team_ids)
        senders = models.Q(organization__in=visibility.organizations_where(Permission.IMPORT_DEADLINES))
        return self.filter(senders | agents).distinct()
