"""Selections of the journal; update and delete raise here too."""

from typing import TYPE_CHECKING, Any, NoReturn

from django.db import models
from django.db.models import Q

from portal.access.permissions import Permission
from portal.access.visibility import Account, visibility_of

if TYPE_CHECKING:
    import datetime as dt
    from uuid import UUID

OF_THE_OPERATION = Q(refused=True) | Q(organization_id=None, citizen_id=None, by_role="staff")
"""What the operators of the portal read; the index `audit_operation` holds these rows."""


class AuditTampering(RuntimeError):
    """Somebody tried to change or delete rows of the journal."""


class AuditEventQuerySet(models.QuerySet):
    def visible_to(self, user: Account) -> "AuditEventQuerySet":
        """A citizen reads what concerns them (who opened my file?); an administrator what concerns the organization;
        the operation of the portal what was refused to anyone, and its own acts that concern no organization."""
        visibility = visibility_of(user)
        seen = Q(citizen_id__in=visibility.citizen_ids, refused=False) | Q(
            organization_id__in=visibility.organizations_where(Permission.VIEW_JOURNAL)
        )
        return self.filter(seen | OF_THE_OPERATION if visibility.may_everywhere(Permission.VIEW_JOURNAL) else seen)

    def about(self, citizen_ids: "frozenset[UUID]") -> "AuditEventQuerySet":
        """What was done in the file of these people, by anyone. What was refused showed nothing of it: that is for
        administrators and for the operation of the portal."""
        return self.filter(citizen_id__in=citizen_ids, refused=False)

    def of_verb(self, verb: str, *, since: "dt.datetime") -> "AuditEventQuerySet":
        """What was done and not refused; `since` keeps the search to the index of hours."""
        return self.filter(verb=verb, at__gte=since, refused=False)

    def by_others(self, account: Account) -> "AuditEventQuerySet":
        """Without what this account did itself; what the portal did by itself stays."""
        return self.exclude(by_id=account.pk)

    def update(self, **kwargs: Any) -> NoReturn:
        raise AuditTampering("rows of the journal are never changed")

    def delete(self) -> NoReturn:
        raise AuditTampering("rows of the journal are never deleted")
