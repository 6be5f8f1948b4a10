"""Selections of accesses to people."""

import datetime as dt

from django.db import models
from django.db.models import Q

from portal.access.permissions import Permission
from portal.access.visibility import Account, visibility_of


class PersonAccessQuerySet(models.QuerySet):
    def in_force(self, at: dt.datetime) -> "PersonAccessQuerySet":
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=at))

    def opening_to(self, user: Account, at: dt.datetime) -> "PersonAccessQuerySet":
        """Those by which an account sees a person: of its teams without an end, or its own until they end."""
        teams = visibility_of(user).team_ids
        return self.in_force(at).filter(Q(ends_at=None) | Q(by_id=user.pk), team_id__in=teams)

    def visible_to(self, user: Account) -> "PersonAccessQuerySet":
        """Whoever supervises reads why people were opened by the teams; an agent, what they opened themselves."""
        visibility = visibility_of(user)
        supervised = Q(team_id__in=visibility.supervised_team_ids)
        return self.filter(supervised | Q(by_id=user.pk, team_id__in=visibility.team_ids))


class IdentityRuleQuerySet(models.QuerySet):
    def visible_to(self, user: Account) -> "IdentityRuleQuerySet":
        return self.filter(organization__in=visibility_of(user).organizations_where(Permission.DESCRIBE_ORGANIZATIONS))
