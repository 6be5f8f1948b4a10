"""Selections of findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from portal.access.visibility import visibility_of

if TYPE_CHECKING:
    from uuid import UUID

    from portal.people.models import User
    from programs.findings.models import Finding


class FindingQuerySet(models.QuerySet["Finding"]):
    def visible_to(self, user: User) -> FindingQuerySet:
        """One's own and those of the people one represents; no member of staff."""
        return self.filter(citizen_id__in=visibility_of(user).citizen_ids)

    def with_names_of_programs(self) -> FindingQuerySet:
        """With each program's own words, without its lists in JSON, each of which would be decoded."""
        program: Any = self.model._meta.get_field("program").related_model
        fields = program._meta.get_fields()
        lists = [f"program__{field.name}" for field in fields if isinstance(field, models.JSONField)]
        return self.select_related("program").defer(*lists)

    def own_of(self, user: User) -> dict[UUID, Finding]:
        """Program → the person's own finding; empty without an account."""
        own = visibility_of(user).own_citizen_id
        return {finding.program_id: finding for finding in self.filter(citizen_id=own)} if own else {}
