"""Selections of prompts."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import models
from django.db.models import Prefetch, Q

from portal.access.permissions import Permission
from portal.access.visibility import visibility_of
from programs.programs.models import Program

if TYPE_CHECKING:
    from portal.people.models import User


class PromptQuerySet(models.QuerySet):
    def in_use(self) -> PromptQuerySet:
        return self.filter(retired_at=None)

    def at(self, *, team: UUID | None = None, life_event: UUID | None = None, deadline: str = "") -> PromptQuerySet:
        """Those asked at a place: in the matters of a team, on a life event's page, about a kind of deadline."""
        places = Q(pk=None)
        if team:
            places |= Q(team_id=team)
        if life_event:
            places |= Q(life_event_id=life_event)
        if deadline:
            places |= Q(deadlines__contains=[deadline])
        return self.filter(places)

    def in_order(self) -> PromptQuerySet:
        """The published order, the same for everybody: the organization's rank, then the vocabulary's."""
        return self.order_by("position", "fact__position", "pk")

    def with_words(self) -> PromptQuerySet:
        """What showing one needs, at a fixed cost."""
        opened = Program.objects.published().select_related("organization").prefetch_related("organization__teams")
        opened = opened.order_by("name_order", "code")
        return self.select_related("fact", "organization").prefetch_related(Prefetch("programs", queryset=opened))

    def visible_to(self, user: User) -> PromptQuerySet:
        """In «gestion»: those of the organizations that this account administers."""
        return self.filter(organization_id__in=visibility_of(user).organizations_where(Permission.CONFIGURE_PROMPTS))
