"""Selections of profiles. Nobody sees a profile: pages show a person's own situation, never its pseudonymous copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef

from portal.consents.models import Consent, Purpose

if TYPE_CHECKING:
    from portal.people.models import User


class ProfileQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> ProfileQuerySet:
        return self.none()


class ProfileEvaluationQuerySet(models.QuerySet):
    def news(self) -> ProfileEvaluationQuerySet:
        """Those that may hold something to tell."""
        return self.filter(is_news=True)

    def visible_to(self, user: User) -> ProfileEvaluationQuerySet:
        return self.none()


class ProfileAliasQuerySet(models.QuerySet):
    def without_consent(self) -> ProfileAliasQuerySet:
        """Those that must leave: their person's consent is no longer in force."""
        mine = Consent.objects.in_force().filter(citizen_id=OuterRef("citizen_id"), purpose=Purpose.ADVICE)
        return self.filter(~Exists(mine))

    def visible_to(self, user: User) -> ProfileAliasQuerySet:
        return self.none()
