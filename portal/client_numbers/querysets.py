"""Selections of client numbers and of their forms."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from portal.access.permissions import Permission
from portal.access.visibility import visibility_of

if TYPE_CHECKING:
    from portal.access.visibility import Account


class ClientNumberQuerySet(models.QuerySet):
    def in_force(self) -> "ClientNumberQuerySet":
        return self.filter(ended_at=None)

    def citizens_of(self, organization_id: Any, digests: Iterable[str]) -> dict[str, Any]:
        """digest → citizen's id, for the numbers agreed with that organization; in one query."""
        mine = self.in_force().filter(organization_id=organization_id, digest__in=set(digests))
        return dict(mine.values_list("digest", "citizen_id"))

    def visible_to(self, user: "Account") -> "ClientNumberQuerySet":
        """One's own, and for agents those agreed with their organization: whose, never the number in a list."""
        visibility = visibility_of(user)
        seen = visibility.matters(organization="organization")
        if visibility.team_ids:
            seen |= Q(organization__teams__in=visibility.team_ids, citizen__dossiers__team__in=visibility.team_ids)
        return self.filter(seen).distinct()


class NumberPatternQuerySet(models.QuerySet):
    def visible_to(self, user: "Account") -> "NumberPatternQuerySet":
        """Those of the organizations that one administers."""
        return self.filter(
            organization__in=visibility_of(user).organizations_where(Permission.CONFIGURE_CLIENT_NUMBERS)
        )
