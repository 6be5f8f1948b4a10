"""Selections of document requests."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.db.models.functions import JSONObject

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
        refused = self._files().current().filter(request=OuterRef("pk"), document__state="refused")
        return self.filter(Q(state__in=["missing", "refused"]) | Q(state="given") & Exists(refused))

    def titles(self, ids: set[UUID]) -> dict[UUID, About]:
        """What queues show of these requested documents: what is asked, and of whom."""
        requests: Iterable[Any] = self.filter(pk__in=ids).select_related("citizen").order_by("pk")
        return {request.pk: About(request.label, str(request.citizen)) for request in requests}

    def with_details(self) -> "RequestedDocumentQuerySet":
        given = self._files().select_related("document__document_type")
        return self.with_names().prefetch_related(Prefetch("given", given))

    def with_names(self) -> "RequestedDocumentQuerySet":
        """With whose it is, and of what."""
        return self.select_related("citizen", "team__organization", "dossier", "document_type")

    def with_files(self) -> "RequestedDocumentQuerySet":
        """With where the checks of its files are, for lists: no other query, and no name is read."""
        current = self._files().current().filter(request=OuterRef("pk")).order_by("at", "id")
        columns = {name: f"document__{name}" for name in ("state", "came_on", "received_at")}
        return self.annotate(file_rows=ArraySubquery(current.values(row=JSONObject(**columns))))

    def _files(self) -> "GivenDocumentQuerySet":
        return apps.get_model("requested_documents", "GivenDocument").objects.all()


class GivenDocumentQuerySet(models.QuerySet):
    def current(self) -> "GivenDocumentQuerySet":
        """Without those in whose place another was sent."""
        return self.filter(set_aside_at=None)
