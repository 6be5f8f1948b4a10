"""Selections of kinds of deadlines."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import models

from portal.access.reach import reach_of


class DeadlineKindQuerySet(models.QuerySet):
    def published(self) -> "DeadlineKindQuerySet":
        return self.filter(state="published")

    def visible_to(self, user: AbstractBaseUser) -> "DeadlineKindQuerySet":
        """In management: those of the organizations one administers or works for. The public pages show all."""
        reach = reach_of(user)
        return self.filter(
            models.Q(organization__in=reach.organization_ids) | models.Q(organization__teams__in=reach.team_ids)
        ).distinct()


class ReminderStepQuerySet(models.QuerySet):
    def visible_to(self, user: AbstractBaseUser) -> "ReminderStepQuerySet":
        kinds = self.model._meta.get_field("kind").related_model
        return self.filter(kind__in=kinds.objects.visible_to(user))
