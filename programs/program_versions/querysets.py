"""Selections of versions of programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps

from portal.publishing.querysets import VersionQuerySet

if TYPE_CHECKING:
    from datetime import date

    from portal.people.models import User


class ProgramVersionQuerySet(VersionQuerySet):
    def ruling(self, on: date) -> ProgramVersionQuerySet:
        """The version of each program that rules on a day: the last one to have taken effect by then."""
        by_then = self.released().filter(effective_on__lte=on)
        return by_then.order_by("program_id", "-effective_on", "-number").distinct("program_id")

    def visible_to(self, user: User) -> ProgramVersionQuerySet:
        programs = apps.get_model("programs", "Program").objects.administered_by(user)
        return self.filter(program__in=programs)
