"""Selections of organizations, teams and roles."""

from django.db import models
from django.db.models import Q

from portal.access.permissions import Permission
from portal.access.visibility import Account, visibility_of


class OrganizationQuerySet(models.QuerySet):
    def visible_to(self, user: Account) -> "OrganizationQuerySet":
        """In «gestion»: the organizations that one administers (all for the operation of the portal)."""
        visibility = visibility_of(user)
        if visibility.may_everywhere(Permission.DESCRIBE_ORGANIZATIONS):
            return self
        return self.filter(pk__in=visibility.organizations_where(Permission.DESCRIBE_ORGANIZATIONS))

    def where(self, user: Account, permission: Permission) -> "OrganizationQuerySet":
        """Those in which this account holds the permission for the whole organization."""
        return self.filter(pk__in=visibility_of(user).organizations_where(permission)).order_by("name_order", "pk")

    def served(self) -> "OrganizationQuerySet":
        """Those with a team that receives messages."""
        return self.filter(teams__accepts_messages=True).distinct()


class TeamQuerySet(models.QuerySet):
    def visible_to(self, user: Account) -> "TeamQuerySet":
        visibility = visibility_of(user)
        administered = visibility.organizations_where(Permission.MANAGE_TEAMS)
        return self.filter(Q(pk__in=visibility.team_ids) | Q(organization_id__in=administered))

    def accepting_messages(self) -> "TeamQuerySet":
        """What a citizen may write to, with its organization (public information)."""
        return self.filter(accepts_messages=True).select_related("organization")

    def sorting(self) -> "TeamQuerySet":
        """Those that read what is written by people who do not know whom to write to."""
        return self.accepting_messages().filter(is_sorting=True)

    def sorting_for_all(self) -> "TeamQuerySet":
        """The one that reads what names no organization yet, when there is one."""
        return self.sorting().filter(organization__sorts_for_all=True)


class MembershipQuerySet(models.QuerySet):
    def in_force(self) -> "MembershipQuerySet":
        return self.filter(ended_at=None)

    def visible_to(self, user: Account) -> "MembershipQuerySet":
        """The roles of one's organization; those of the operation of the portal see all, to give the first ones."""
        visibility = visibility_of(user)
        if visibility.may_everywhere(Permission.MANAGE_STAFF):
            return self
        return self.filter(organization_id__in=visibility.organizations_where(Permission.MANAGE_STAFF))
