"""Selections of people."""

from typing import Any

from django.apps import apps
from django.contrib.auth.base_user import BaseUserManager
from django.db import models
from django.db.models import Q

from portal import clock
from portal.access.permissions import Permission
from portal.access.visibility import Account, visibility_of
from portal.foundation.relations import rows_pointing_at


class UserQuerySet(models.QuerySet):
    def visible_to(self, user: Account) -> "UserQuerySet":
        """In «gestion»: for the operation of the portal, the accounts that hold or held a role, and those closed."""
        if not visibility_of(user).may_everywhere(Permission.MANAGE_ACCOUNTS):
            return self.none()
        return self.filter(Q(pk__in=rows_pointing_at(self.model, "memberships").values("user_id")) | Q(is_active=False))


_Accounts = BaseUserManager.from_queryset(UserQuerySet)


class UserManager(_Accounts):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> Any:
        """Return a `User`, whose module stands above, with a hashed password (none: passkey only) and its address in
        lower case."""
        user: Any = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def never_confirmed(self) -> models.QuerySet:
        """Select citizens' accounts that wait for the first code of their address: nobody ever signed in."""
        begun = self.filter(is_active=True, is_staff=False, citizen__isnull=False, last_login=None)
        return begun.exclude(emailaddress__verified=True)

    def get_by_natural_key(self, email: str | None) -> Any:
        return self.get(email__iexact=email)


class CitizenQuerySet(models.QuerySet):
    def visible_to(self, user: Account) -> "CitizenQuerySet":
        """Oneself and those one acts for; for agents, who has a dossier with one of their teams or a conversation, and
        whom they registered or opened (`portal.person_access`)."""
        return self.filter(of_people_seen_by(user, "pk"))


def of_people_seen_by(user: Account, path: str) -> Q:
    """Return the condition that `path`, a key of a person, is that of somebody whom the account sees: one alternative
    a reason, each read apart by lists."""
    visibility, people = visibility_of(user), apps.get_model("people", "Citizen")
    seen = Q((f"{path}__in", visibility.reached_ids))
    if visibility.team_ids:
        for matters in ("dossiers", "threads"):
            held = rows_pointing_at(people, matters).filter(team_id__in=visibility.team_ids)
            seen |= Q((f"{path}__in", held.order_by().values("citizen_id")))
        opened = rows_pointing_at(people, "accesses").opening_to(user, clock.now())
        seen |= Q((f"{path}__in", opened.order_by().values("citizen_id")))
    return seen
