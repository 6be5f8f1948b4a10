"""`Visibility`: what one account may see, computed once per request; every `visible_to(user)` starts here.

Row-level security will read the same sets later. Nouns above contribute by reverse relations named here as strings
(`mandates`, `memberships`), so that this ground floor imports none of them.
"""

from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_
from typing import Any, Protocol
from uuid import UUID

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import Q, Value

from portal import clock
from portal.access.permissions import Permission, Role


class Account(Protocol):
    """What this floor needs to know of an account (`people.User`, or Django's anonymous one)."""

    pk: Any
    is_staff: bool

    @property
    def is_authenticated(self) -> bool: ...


@dataclass(frozen=True)
class Held:
    """A file that the account opens: its own, or by a mandate in force today. Limited, only some organizations and
    dossiers of it; `without_health`, no organization of health (a parent, once the child is fourteen)."""

    citizen: UUID
    zone: str
    is_own: bool = False
    may_act: bool = True
    is_limited: bool = False
    organizations: frozenset[UUID] = frozenset()
    dossiers: frozenset[UUID] = frozenset()
    without_health: bool = False
    joined_to: UUID | None = None
    """The person of whom it is another registration, in whose place it is."""

    @property
    def root(self) -> UUID:
        return self.joined_to or self.citizen

    @property
    def is_whole(self) -> bool:
        return not self.is_limited and not self.without_health

    def opens(self, organization: str, dossier: str) -> Q | None:
        """What of this file a part of it opens, among rows that lead by these names to their organization and their
        dossier; None when they lead to neither."""
        if self.is_limited:
            parts = [(organization, self.organizations), (dossier, self.dossiers)]
            opened = [Q(**{f"{name}__in": ids}) for name, ids in parts if name and ids]
        else:
            opened = [Q(**{f"{organization}__isnull": False})] if organization else []
        if not opened or self.without_health and not organization:
            return None
        some = reduce(or_, opened)
        return some & Q(**{f"{organization}__is_health": False}) if self.without_health else some

    def lets_write_to(self, organization: str) -> Q | None:
        """Rows whose organization, led to by this name, may be written to in this file, if only about one dossier."""
        if not self.may_act:
            return None
        opened = ~Q(pk__in=[])
        if self.is_limited:
            of_dossiers = apps.get_model("dossiers", "Dossier").objects.filter(pk__in=self.dossiers)
            opened = Q(**{f"{organization}__in": self.organizations}) | Q(
                **{f"{organization}__in": of_dossiers.order_by().values("organization")}
            )
        return opened & Q(**{f"{organization}__is_health": False}) if self.without_health else opened

    def lets_write(self, *, organization_id: UUID, is_health: bool, dossier_id: UUID | None) -> bool:
        """The same of one organization, about one dossier or none."""
        if not self.may_act or self.without_health and is_health:
            return False
        return not self.is_limited or organization_id in self.organizations or dossier_id in self.dossiers


class Visibility:
    """The sets of ids that an account reaches. Lazy: a page that needs no team asks for no team."""

    def __init__(self, user: Account) -> None:
        self.user = user

    @property
    def own_citizen_id(self) -> UUID | None:
        """The citizen that this account is, if any."""
        return self._own[0] if self._own else None

    @property
    def _own(self) -> tuple[UUID, str] | None:
        """Key and zone of the citizen that this account is."""
        return next(((citizen, zone) for citizen, zone, is_own in self._citizens if is_own), None)

    @cached_property
    def _citizens(self) -> list[tuple[UUID, str, bool]]:
        """Each citizen whose matters this account sees, in one query: key, zone, whether it is its own."""
        if not self.user.is_authenticated:
            return []
        own = apps.get_model("people", "Citizen").objects.filter(user_id=self.user.pk).order_by()
        mandates = apps.get_model("mandates", "Mandate").objects.in_force(clock.today()).order_by()
        held = mandates.filter(holder_id=self.user.pk)
        return list(
            own.values_list("pk", "time_zone", Value(True)).union(
                held.values_list("citizen_id", "citizen__time_zone", Value(False)), all=True
            )
        )

    @property
    def zone(self) -> str:
        """The reader's clock: where an agent works, else the person's own; empty when it is nobody's, or several."""
        if not self.user.is_authenticated:
            return ""
        if acts_as_staff(self.user):
            places = {place for *_, team, organization in self._rows if (place := team or organization)}
            return places.pop() if len(places) == 1 else ""
        return self._own[1] if self._own else ""

    @cached_property
    def citizen_ids(self) -> frozenset[UUID]:
        """Oneself and those for whom a mandate is in force today; a revoked mandate is void at the next request."""
        return frozenset(citizen for citizen, *_ in self._citizens)

    @property
    def represented_ids(self) -> frozenset[UUID]:
        """Those for whom this account acts, itself excepted."""
        return self.citizen_ids - {self.own_citizen_id}

    @cached_property
    def _memberships(self) -> list[tuple[str, UUID | None, UUID | None]]:
        return [(role, organization, team) for role, organization, team, *_ in self._rows]

    @cached_property
    def _rows(self) -> list[tuple[str, UUID | None, UUID | None, str | None, str | None]]:
        """Role, organization, team, then the zones of the team and of the organization."""
        if not acts_as_staff(self.user):
            return []
        memberships = apps.get_model("organizations", "Membership").objects
        mine = memberships.filter(user_id=self.user.pk, ended_at=None)
        return list(
            mine.values_list("role", "organization_id", "team_id", "team__time_zone", "organization__time_zone")
        )

    @cached_property
    def permissions(self) -> frozenset[Permission]:
        """What this account may do somewhere; `visible_to` of each noun says with whose rows."""
        return frozenset(permission for role, *_ in self._memberships for permission in Role(role).permissions)

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    def may_everywhere(self, permission: Permission) -> bool:
        """Whether the account holds it for the portal itself, in no organization."""
        return any(
            organization is None and permission in Role(role).permissions for role, organization, _ in self._memberships
        )

    def organizations_where(self, permission: Permission) -> frozenset[UUID]:
        """Organizations in which the account holds it for the whole organization, not for one team."""
        return frozenset(
            organization
            for role, organization, team in self._memberships
            if organization and team is None and permission in Role(role).permissions
        )

    @cached_property
    def team_ids(self) -> frozenset[UUID]:
        """Teams whose matters this account handles: its own, and all those of an organization that it supervises."""
        own = {team for *_, team in self._memberships if team}
        return frozenset(own) | self.supervised_team_ids

    @cached_property
    def supervised_team_ids(self) -> frozenset[UUID]:
        supervised = self.supervised_organization_ids
        if not supervised:
            return frozenset()
        teams = apps.get_model("organizations", "Team").objects
        return frozenset(teams.filter(Q(organization_id__in=supervised)).values_list("pk", flat=True))

    @property
    def supervised_organization_ids(self) -> frozenset[UUID]:
        return self.organizations_where(Permission.SUPERVISE_TEAMS)

    @cached_property
    def staff_organization_ids(self) -> frozenset[UUID]:
        """Organizations in which this account holds any role; none for the operation of the portal."""
        return frozenset(organization for _, organization, _ in self._memberships if organization)

    @property
    def roles(self) -> frozenset[str]:
        """Codes of the roles that this account holds now, to show and to journal; rights ask for a permission."""
        return frozenset(role for role, *_ in self._memberships)


def require(by: Account, permission: Permission, *, organization_id: UUID | None) -> None:
    """Raise PermissionDenied unless the account holds the permission for that whole organization."""
    if organization_id not in visibility_of(by).organizations_where(permission):
        raise PermissionDenied


def acts_as_staff(user: Account) -> bool:
    """Return whether the account's roles count here: not on a citizen's page, nor in a session without second factor
    (`AccessMiddleware` sets `acts_as_citizen` for the request)."""
    return user.is_authenticated and user.is_staff and not getattr(user, "acts_as_citizen", False)


def has_citizen_side(user: Account) -> bool:
    """Return whether the account has a space of its own, or acts for somebody."""
    return bool(visibility_of(user).citizen_ids)


def visibility_of(user: Account) -> Visibility:
    """The account's reach, kept on the account object: Django makes a new one for each request."""
    visibility = user.__dict__.get("_visibility")
    if visibility is None:
        visibility = Visibility(user)
        user.__dict__["_visibility"] = visibility
    return visibility


def forget_visibility(user: Account) -> None:
    """For what changes an account's rights and goes on with the same object (tests, seeds)."""
    user.__dict__.pop("_visibility", None)
