"""Selections of people."""

from django.contrib.auth.base_user import BaseUserManager
from django.db import models
from django.db.models import Q

from portal.access.permissions import Permission
from portal.access.visibility import Account, visibility_of


class UserQuerySet(models.QuerySet):
    def visible_to(self, user: Account) -> "UserQuerySet":
        """In «gestion»: for the operation of the portal, the accounts that hold or held a role, and those closed."""
        if not visibility_of(user).may_everywhere(Permission.MANAGE_ACCOUNTS):
            return self.none()
        return self.filter(
            Q(pk__in=self.model._meta.get_field("memberships").related_model.objects.values("user_id"))
            | Q(is_active=False)
        )


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> Account:
        """An account with a hashed password (none: passkey only). The address is kept in lower case."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def never_confirmed(self) -> models.QuerySet:
        """Select citizens' accounts that wait for the first code of their address: nobody ever signed in."""
        begun = self.filter(is_active=True, is_staff=False, citizen__isnull=False, last_login=None)
        return begun.exclude(emailaddress__verified=True)

    def get_by_natural_key(self, email: str | None) -> Account:
        return self.get(email__iexact=email)


class CitizenQuerySet(models.QuerySet):
    def visible_to(self, user: Account) -> "CitizenQuerySet":
        """Oneself and those one acts for; for agents, who has a dossier with one of their teams, or a conversation."""
        visibility = visibility_of(user)
        seen = Q(pk__in=visibility.citizen_ids)
        if visibility.team_ids:
            for matters in ("dossiers", "threads"):
                held = self.model._meta.get_field(matters).related_model.objects.filter(team_id__in=visibility.team_ids)
                seen |= Q(pk__in=held.order_by().values("citizen_id"))
        return self.filter(seen)
