"""Selections of document requests."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models
from django.db.models import Q

from portal.access.visibility import Visibility, visibility_of
from portal.work_items.subjects import About

if TYPE_CHECKING:
    from portal.people.models import User


def _opened_by(visibility: Visibility) -> Q:
    return visibility.matters(organization="team__organization", dossier="dossier") & Q(dossier__taken_away_at=None)


class RequestedDocumentQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "RequestedDocumentQuerySet":
        """Citizens see what is asked of them and of whom they represent; agents what their teams ask."""
        visibility = visibility_of(user)
        return self.filter(_opened_by(visibility) | Q(team_id__in=visibility.team_ids))

    def held_by(self, user: "User") -> "RequestedDocumentQuerySet":
        """The citizen's side only, for an account that is also an agent's."""
        return self.filter(_opened_by(visibility_of(user)))

    def handled_by(self, user: "User") -> "RequestedDocumentQuerySet":
        """The team's side only."""
        return self.filter(team_id__in=visibility_of(user).team_ids)

    def about(self, subject: models.Model) -> "RequestedDocumentQuerySet":
        return self.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)

    def awaited(self) -> "RequestedDocumentQuerySet":
        """Something is to be sent: nothing was, or the team or the checks of every file refused it."""
        return self.filter(Q(state__in=["missing", "refused"]) | Q(state="given", document__state="refused"))

    def titles(self, ids: set[UUID]) -> dict[UUID, About]:
        """What queues show of these requested documents: what is asked, and of whom."""
        requests: Iterable[Any] = self.filter(pk__in=ids).select_related("citizen").order_by("pk")
        return {request.pk: About(request.label, str(request.citizen)) for request in requests}

    def with_details(self) -> "RequestedDocumentQuerySet":
        related = ("citizen", "team__organization", "dossier", "document__document_type", "document_type")
        return self.select_related(*related)
