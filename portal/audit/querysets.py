"""Selections of the journal; update and delete raise here too."""

from typing import TYPE_CHECKING, Any, NoReturn

from django.db import models
from django.db.models import Q

from portal.access.reach import Account, reach_of

if TYPE_CHECKING:
    from uuid import UUID


class AuditTampering(RuntimeError):
    """Somebody tried to change or delete rows of the journal."""


class AuditEventQuerySet(models.QuerySet):
    def visible_to(self, user: Account) -> "AuditEventQuerySet":
        """A citizen reads what concerns them (who opened my file?); an administrator what concerns the organization."""
        reach = reach_of(user)
        return self.filter(Q(citizen_id__in=reach.citizen_ids) | Q(organization_id__in=reach.organization_ids))

    def about(self, citizen_ids: "frozenset[UUID]") -> "AuditEventQuerySet":
        """What was done in the file of these people, by anyone."""
        return self.filter(citizen_id__in=citizen_ids)

    def by_organizations(self) -> "AuditEventQuerySet":
        """Deeds of agents and of the portal itself, not of the person or of those who act for them."""
        return self.filter(by_role__in=["staff", "system"])

    def update(self, **kwargs: Any) -> NoReturn:
        raise AuditTampering("rows of the journal are never changed")

    def delete(self) -> NoReturn:
        raise AuditTampering("rows of the journal are never deleted")
