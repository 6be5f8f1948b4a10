"""Selections of the vocabulary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from portal.criteria.vocabulary import FactKind

if TYPE_CHECKING:
    from programs.facts.models import FactDefinition


class FactDefinitionQuerySet(models.QuerySet["FactDefinition"]):
    def asked(self) -> FactDefinitionQuerySet:
        """Facts that a person may be asked; the others are derived."""
        return self.filter(is_derived=False)

    def kinds(self) -> dict[str, FactKind]:
        """The whole vocabulary, for the pure code."""
        return {definition.code: definition.kind for definition in self}

    def by_code(self) -> dict[str, FactDefinition]:
        return {definition.code: definition for definition in self}

    def visible_to(self, user: object) -> FactDefinitionQuerySet:
        """Public reference: everybody."""
        return self
