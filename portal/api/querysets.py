"""Selections of tokens."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from portal.access.permissions import Permission
from portal.access.visibility import visibility_of

if TYPE_CHECKING:
    from portal.access.visibility import Account


class ApiTokenQuerySet(models.QuerySet):
    def in_force(self, at: dt.datetime) -> "ApiTokenQuerySet":
        return self.filter(Q(expires_at__gt=at), revoked_at=None)

    def visible_to(self, user: "Account") -> "ApiTokenQuerySet":
        return self.filter(organization__in=visibility_of(user).organizations_where(Permission.CONNECT_SYSTEMS))
