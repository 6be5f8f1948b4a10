"""Selections of versions of programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.publishing.querysets import VersionQuerySet

if TYPE_CHECKING:
    from datetime import date

    from django.contrib.auth.models import AbstractBaseUser


class ProgramVersionQuerySet(VersionQuerySet):
    def ruling(self, on: date) -> ProgramVersionQuerySet:
        """The version of each program that rules on a day: the last one to have taken effect by then."""
        by_then = self.released().filter(effective_on__lte=on)
        return by_then.order_by("program_id", "-effective_on", "-number").distinct("program_id")

    def visible_to(self, user: AbstractBaseUser) -> ProgramVersionQuerySet:
        programs = self.model._meta.get_field("program").related_model
        return self.filter(program__in=programs.objects.administered_by(user))
