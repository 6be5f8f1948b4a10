"""Selections of links between two registrations of one person."""

from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q

from portal.access.visibility import Account
from portal.people.models import Citizen


class SamePersonQuerySet(models.QuerySet):
    def in_force(self) -> "SamePersonQuerySet":
        return self.filter(undone_at=None)

    def of(self, citizen_id: UUID) -> "SamePersonQuerySet":
        """Links in force that name a person, on either side, or that lead to the same person as hers."""
        kept = self.model._default_manager.filter(undone_at=None, citizen=citizen_id).values("same_as")
        return self.in_force().filter(Q(citizen=citizen_id) | Q(same_as=citizen_id) | Q(same_as__in=kept))

    def visible_to(self, user: Account) -> Any:
        """Those of which the account sees both sides."""
        seen = Citizen.objects.visible_to(user).order_by().values("pk")
        return self.filter(citizen__in=seen, same_as__in=seen)
