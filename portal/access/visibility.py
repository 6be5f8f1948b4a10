"""`Visibility`: what one account may see, computed once per request; every `visible_to(user)` starts here.

Row-level security will read the same sets later. Nouns above contribute by reverse relations named here as strings
(`mandates`, `memberships`), so that this ground floor imports none of them.
"""

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, reduce
from operator import or_
from typing import Any, Protocol
from uuid import UUID

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import PermissionDenied
from django.db import DEFAULT_DB_ALIAS
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import JSONObject

from portal import clock
from portal.access import kept
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
    """The sets of ids that an account reaches. Lazy: a page that needs no team asks for no team.

    A page of the portal is in one place: the account's own, or that of one person for whom it acts (`enter`), and
    nothing of another place is on it. Without a place (an action, a task, gestion) all that the account holds counts.
    """

    def __init__(self, user: Account) -> None:
        self.user = user
        self._place: UUID | None = None
        self._is_placed = self._writes = False

    def enter(self, place: UUID | None, *, writes: bool) -> None:
        """From now on only what is of that place counts: of the person named, or of oneself for None. A request that
        writes counts only the mandates that allow acting."""
        self._place, self._is_placed, self._writes = place, True, writes
        self.__dict__.pop("here", None)
        self.__dict__.pop("citizen_ids", None)

    @property
    def place(self) -> UUID | None:
        """The person for whom the account acts on this page; None on its own pages."""
        return self._place

    @property
    def own_citizen_id(self) -> UUID | None:
        """The citizen that this account is, if any; None in somebody else's place."""
        return None if self._place else self.citizen_of_account

    @property
    def citizen_of_account(self) -> UUID | None:
        """The same, wherever it is."""
        return next((held.citizen for held in self._held if held.is_own), None)

    @property
    def person_here(self) -> UUID | None:
        """The person whose place it is: oneself, or whom one acts for."""
        return self._place or self.citizen_of_account

    @cached_property
    def _held(self) -> list[Held]:
        """Each file that this account opens. Registrations joined to one of them follow it (`portal.same_people`)."""
        if not self.user.is_authenticated:
            return []
        if (reached := getattr(self.user, _REACHED, None)) is not None:  # read with the account
            mine = getattr(self.user, "citizen", None)
            return [*([Held(mine.pk, mine.time_zone, is_own=True)] if mine else []), *reached]
        account = with_reach(apps.get_model("people", "User").objects.filter(pk=self.user.pk)).first()
        if account is None:
            return []
        keep_reach(account)
        return Visibility(account)._held

    @cached_property
    def here(self) -> list[Held]:
        """Those of the place."""
        if not self._is_placed:
            return self._held
        return [held for held in self._held if self._is_here(held) and (held.may_act or not self._writes)]

    def _is_here(self, held: Held) -> bool:
        if not self._is_placed:
            return True
        return held.root == self._place and not held.is_own if self._place else held.is_own

    @property
    def zone(self) -> str:
        """The reader's clock: where an agent works, else the person's own; empty when it is nobody's, or several."""
        if not self.user.is_authenticated:
            return ""
        if acts_as_staff(self.user):
            places = {place for *_, team, organization in self._rows if (place := team or organization)}
            return places.pop() if len(places) == 1 else ""
        return next((held.zone for held in self._held if held.is_own), "")

    @cached_property
    def citizen_ids(self) -> frozenset[UUID]:
        """Those whose whole file is opened: oneself, and those for whom a mandate for everything is in force today. A
        revoked mandate is void at the next request. Rows that know their organization ask `matters` instead."""
        return frozenset(held.citizen for held in self.here if held.is_whole)

    @property
    def reached_ids(self) -> frozenset[UUID]:
        """Those of whose file something is opened, be it one dossier."""
        return frozenset(held.citizen for held in self.here)

    @property
    def represented_ids(self) -> frozenset[UUID]:
        """Those for whom this account acts here, itself excepted."""
        return frozenset(held.citizen for held in self.here if not held.is_own)

    @property
    def acts_for_ids(self) -> frozenset[UUID]:
        """Those for whom this account acts today, whatever the place."""
        return frozenset(held.root for held in self._held if not held.is_own)

    def matters(self, *, citizen: str = "citizen", organization: str = "", dossier: str = "") -> Q:
        """Rows of the files that are opened, by the names of what leads from a row to its citizen, its organization and
        its dossier: for whom holds a part of a file, only that part."""
        seen = Q(**{f"{citizen}__in": self.citizen_ids})
        for held in self.here:
            if not held.is_whole and (opened := held.opens(organization, dossier)) is not None:
                seen |= Q(**{citizen: held.citizen}) & opened
        return seen

    @property
    def people_ids(self) -> frozenset[UUID]:
        """Those in whose file something new may be written: never another registration of theirs."""
        return frozenset(held.citizen for held in self.here if held.may_act and held.joined_to is None)

    def writable(self, organization: str) -> Q:
        """Rows whose organization, led to by this name, may be written to for somebody here."""
        opened = [some for held in self.here if (some := held.lets_write_to(organization)) is not None]
        return reduce(or_, opened, Q(pk__in=[]))

    def covers(self, *, citizen_id: UUID, organization: Any, dossier_id: UUID | None = None) -> bool:
        """Whether something new may be written to an organization for that person: in one's own file, or by a mandate
        to act that covers it, whole or about that dossier."""
        about = {"organization_id": organization.pk, "is_health": organization.is_health, "dossier_id": dossier_id}
        return any(held.citizen == citizen_id and held.lets_write(**about) for held in self.here)

    @property
    def may_act_here(self) -> bool:
        """Whether anything may be written in the place, be it on a page that only reads."""
        return any(held.may_act for held in self._held if self._is_here(held))

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


_REACHED, _JOINED = "reached_by_mandate", "joined_to_reached"


def with_reach(accounts: QuerySet) -> QuerySet:
    """Select accounts, each with its citizen, those for whom it acts today, and the registrations joined to them: one
    statement begins a request."""
    return accounts.select_related("citizen").annotate(**_reach(clock.today()))


@lru_cache(maxsize=2)
def _reach(on: dt.date) -> dict[str, RawSQL]:
    """What an account reaches on that day, in SQL that is written once a day: Django would write the same again for
    each request, which takes longer than the database does."""
    mandates = apps.get_model("mandates", "Mandate").objects.in_force(on).order_by()
    held = mandates.filter(holder_id=OuterRef("pk")).values(one=_scope(mandates, on))
    theirs = mandates.filter(holder_id=OuterRef(OuterRef("pk"))).values("citizen_id")
    links = apps.get_model("same_people", "SamePerson").objects.in_force().order_by()
    joined = links.filter(Q(same_as__user_id=OuterRef("pk")) | Q(same_as__in=theirs)).values(
        one=JSONObject(key="citizen_id", zone="citizen__time_zone", root="same_as_id")
    )
    accounts = apps.get_model("people", "User").objects
    query = accounts.annotate(**{_REACHED: ArraySubquery(held), _JOINED: ArraySubquery(joined)}).query
    compiler, written = query.get_compiler(DEFAULT_DB_ALIAS), {}
    for name, subquery in query.annotations.items():
        sql, values = compiler.compile(subquery)
        written[name] = RawSQL(sql, values, subquery.output_field)  # noqa: S611 (Django wrote it)
    return written


def keep_reach(user: Account) -> None:
    """Read what `with_reach` found as `Visibility` keeps it."""
    mine = getattr(user, "citizen", None)
    held = [_held_of(one) for one in user.__dict__[_REACHED]]
    roots = [*([Held(mine.pk, mine.time_zone, is_own=True)] if mine else []), *held]
    joined = [
        replace(root, citizen=UUID(one["key"]), zone=one["zone"], joined_to=root.citizen)
        for one in user.__dict__.pop(_JOINED)
        for root in roots
        if root.citizen == UUID(one["root"])
    ]
    user.__dict__[_REACHED] = held + joined


def _scope(mandates: QuerySet, on: dt.date) -> JSONObject:
    """Whose file a mandate opens, and what of it."""
    return JSONObject(
        key="citizen_id",
        zone="citizen__time_zone",
        may_act="may_act",
        is_limited="is_limited",
        organizations="organization_ids",
        dossiers="dossier_ids",
        without_health=mandates.model.objects.is_without_health(on),
    )


def _held_of(one: dict[str, Any]) -> Held:
    return Held(
        UUID(one["key"]),
        one["zone"],
        may_act=one["may_act"],
        is_limited=one["is_limited"],
        organizations=frozenset(map(UUID, one["organizations"])),
        dossiers=frozenset(map(UUID, one["dossiers"])),
        without_health=one["without_health"],
    )


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
    visibility = visibility_of(user)
    return bool(visibility.citizen_of_account or visibility.acts_for_ids)


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
    user.__dict__[_REACHED] = None  # hides what was read with the account, which a request holds in a wrapper
    kept.forget(user)
