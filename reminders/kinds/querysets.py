"""Selections of kinds of deadlines."""

from django.apps import apps
from django.db import models

from portal.access.permissions import Permission
from portal.access.visibility import Account, visibility_of


class DeadlineKindQuerySet(models.QuerySet):
    def published(self) -> "DeadlineKindQuerySet":
        return self.filter(state="published")

    def public(self) -> "DeadlineKindQuerySet":
        """What anyone may read: published kinds, and those of the reference data that wait for their organization. One
        that an organization is still writing from nothing is its own."""
        return self.filter(models.Q(state="published") | models.Q(state="draft") & ~models.Q(imported_digest=""))

    def shown(self) -> "DeadlineKindQuerySet":
        """Their own page also stays when they are retired: people follow them, and it says so."""
        return self.public() | self.filter(state="retired")

    def visible_to(self, user: Account) -> "DeadlineKindQuerySet":
        """In management: those of the organizations one administers or works for. The public pages show all."""
        visibility = visibility_of(user)
        return self.filter(
            models.Q(
                organization__in=visibility.organizations_where(Permission.CONFIGURE_DEADLINE_KINDS)
                | visibility.supervised_organization_ids
            )
            | models.Q(organization__teams__in=visibility.team_ids)
        ).distinct()

    def handled_by(self, user: Account) -> "DeadlineKindQuerySet":
        """Those whose dates this account sees: its team answers for them, or it supervises their organization."""
        visibility = visibility_of(user)
        supervised = models.Q(organization__in=visibility.supervised_organization_ids)
        return self.filter(models.Q(team__in=visibility.team_ids) | supervised)


class ReminderStepQuerySet(models.QuerySet):
    def visible_to(self, user: Account) -> "ReminderStepQuerySet":
        return self.filter(kind__in=apps.get_model("kinds", "DeadlineKind").objects.visible_to(user))
