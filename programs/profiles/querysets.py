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

    def changing(self, *, by: int) -> ProfileEvaluationQuerySet:
        """Those whose answers time alone may have changed by a day (its number).

        The first in the order of the index is asked for apart: by a plain scan, which marks the entries of those seen
        since, so that no later look visits them again; the others are looked for from there."""
        dated = self.filter(next_change__isnull=False).order_by("next_change")
        first = dated.values_list("next_change", flat=True).first()
        return self.none() if first is None else dated.filter(next_change__gte=first, next_change__lte=by)

    def visible_to(self, user: User) -> ProfileEvaluationQuerySet:
        return self.none()


class ProfileAliasQuerySet(models.QuerySet):
    def without_consent(self) -> ProfileAliasQuerySet:
        """Those that must leave: their person's consent is no longer in force."""
        mine = Consent.objects.in_force().filter(citizen_id=OuterRef("citizen_id"), purpose=Purpose.ADVICE)
        return self.filter(~Exists(mine))

    def visible_to(self, user: User) -> ProfileAliasQuerySet:
        return self.none()
