"""Selections of kinds of paper."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from portal.access.visibility import Account
    from portal.papers.models import Paper


class PaperQuerySet(models.QuerySet):
    def offered(self, *, and_also: "Paper | None" = None) -> "PaperQuerySet":
        """Those that a person may choose; with the one already chosen, were it retired since."""
        return self.filter(Q(retired_at=None) | Q(pk=and_also.pk if and_also else None))

    def by_code(self) -> "dict[str, Paper]":
        """Those in use, all read at once: they are a few dozen."""
        return {paper.code: paper for paper in self.offered()}

    def visible_to(self, user: "Account") -> "PaperQuerySet":
        """Public words: everybody."""
        return self
