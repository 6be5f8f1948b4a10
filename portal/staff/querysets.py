"""Selections of invitations."""

from typing import Self

from allauth.account.models import EmailAddress
from django.db.models import Exists, F, Q

from portal import clock
from portal.access.permissions import Permission
from portal.access.visibility import Account, visibility_of
from portal.account_notices.outbox import OutgoingQuerySet
from portal.organizations.roles import GIVEN_BY_OPERATORS
from portal.people.models import User


class StaffInvitationQuerySet(OutgoingQuerySet):
    def visible_to(self, user: Account) -> "StaffInvitationQuerySet":
        """In «gestion»: those of one's organizations; for the operation of the portal, those it may make."""
        visibility = visibility_of(user)
        seen = Q(organization_id__in=visibility.organizations_where(Permission.MANAGE_STAFF))
        if visibility.may_everywhere(Permission.MANAGE_STAFF):
            seen |= Q(role__in=GIVEN_BY_OPERATORS)
        return self.filter(seen)

    def open(self) -> "StaffInvitationQuerySet":
        """Neither answered nor taken back, in time."""
        return self.filter(accepted_at=None, declined_at=None, withdrawn_at=None, expires_at__gt=clock.now())

    def accepted_without_effect(self) -> "StaffInvitationQuerySet":
        """Accepted, in time; the account has no second factor yet."""
        return self.filter(accepted_at__isnull=False, membership=None, withdrawn_at=None, expires_at__gt=clock.now())

    def underway(self) -> "StaffInvitationQuerySet":
        """Those that may still give a role, in time."""
        return self.open() | self.accepted_without_effect()

    def addressed_to(self, user: User) -> "StaffInvitationQuerySet":
        """Those of the account's own address, once it has confirmed it, and those that it accepted."""
        addresses = EmailAddress.objects.filter(user=user, verified=True, email__iexact=F("user__email"))
        mine = Q(accepted_by_id=user.pk) | Q(Exists(addresses), email__iexact=user.email, accepted_at=None)
        return self.filter(mine).exclude(invited_by_id=user.pk).select_related("organization", "team")

    def waiting(self) -> Self:
        """E-mails that must leave now."""
        return super().waiting() & self.open()
