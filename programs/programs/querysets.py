"""Selections of programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from portal.access.permissions import Permission
from portal.access.visibility import visibility_of
from programs.programs.texts import stems

if TYPE_CHECKING:
    from portal.people.models import User


class ProgramQuerySet(models.QuerySet):
    def published(self) -> ProgramQuerySet:
        return self.filter(state="published")

    def visible_to(self, user: User) -> ProgramQuerySet:
        """Published programs are public; an administrator also sees the drafts of their organization."""
        return self.filter(
            models.Q(state="published")
            | models.Q(organization_id__in=visibility_of(user).organizations_where(Permission.CONFIGURE_PROGRAMS))
        )

    def administered_by(self, user: User) -> ProgramQuerySet:
        """Programs of the organizations that this account administers."""
        return self.filter(organization_id__in=visibility_of(user).organizations_where(Permission.CONFIGURE_PROGRAMS))

    def matching(self, query: str) -> ProgramQuerySet:
        """Programs whose words hold every word of the query, whatever accents, capitals and plurals."""
        found = self
        for stem in stems(query):
            found = found.filter(search_text__contains=stem)
        return found

    def for_evaluation(self) -> ProgramQuerySet:
        """What the rules need, without the long texts."""
        return self.only("id", "code", "criteria", "screening_facts", "updated_at").order_by("code")
