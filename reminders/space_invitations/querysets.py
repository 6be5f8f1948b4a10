"""Selections of invitations to open a space."""

import datetime as dt

from django.db import models

from portal.access.visibility import Account, visibility_of


class SpaceInvitationQuerySet(models.QuerySet):
    def open(self) -> "SpaceInvitationQuerySet":
        """Neither used nor ended."""
        return self.filter(state__in=["to_print", "printed"])

    def in_force(self, at: dt.datetime) -> "SpaceInvitationQuerySet":
        return self.open().filter(expires_at__gt=at)

    def visible_to(self, user: Account) -> "SpaceInvitationQuerySet":
        """For the agents of the team that invited."""
        return self.filter(team_id__in=visibility_of(user).team_ids)
