"""Selections of versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from datetime import date

    from django.contrib.auth.models import AbstractBaseUser


class ProgramVersionQuerySet(models.QuerySet):
    def open(self) -> ProgramVersionQuerySet:
        """Being written, or waiting for the second person: one at most per program."""
        return self.filter(state__in=["draft", "submitted"])

    def in_force(self) -> ProgramVersionQuerySet:
        return self.filter(state="published")

    def coming(self) -> ProgramVersionQuerySet:
        """Published, from a day that has not come."""
        return self.filter(state="scheduled")

    def due(self, on: date) -> ProgramVersionQuerySet:
        """Those whose day came, oldest first."""
        return self.coming().filter(effective_on__lte=on).order_by("effective_on", "number")

    def released(self) -> ProgramVersionQuerySet:
        """In force now, once or soon; not those taken back before their day."""
        return self.filter(state__in=["published", "replaced", "scheduled"])

    def ruling(self, on: date) -> ProgramVersionQuerySet:
        """The version of each program that rules on a day: the last one to have taken effect by then."""
        by_then = self.released().filter(effective_on__lte=on)
        return by_then.order_by("program_id", "-effective_on", "-number").distinct("program_id")

    def visible_to(self, user: AbstractBaseUser) -> ProgramVersionQuerySet:
        programs = self.model._meta.get_field("program").related_model
        return self.filter(program__in=programs.objects.administered_by(user))
