"""Selections of letters."""

from django.db import models
from django.db.models.functions import Coalesce, TruncDate

from portal.clock import day_of
from portal.printing.querysets import ForPrintersQuerySet


class LetterQuerySet(ForPrintersQuerySet):
    def queued(self) -> "LetterQuerySet":
        return self.filter(state="queued")

    def returnable(self) -> "LetterQuerySet":
        """On paper or at the post office: what may come back."""
        return self.filter(state__in=["printed", "posted"])

    def most_pressing_first(self) -> "LetterQuerySet":
        """By the day before which they are posted; what has none counts from the day it was queued."""
        pressing = Coalesce("post_before", TruncDate("queued_at"))
        return self.order_by(pressing, "queued_at", "id")

    def by_organization(self) -> list[dict]:
        """[{"organization_id", "organization__name_fr", "count", "oldest", "since", "post_before"}], the most pressing
        first. `since`: the day of the oldest."""
        counted = self.order_by().values("organization_id", "organization__name_fr")
        waiting = counted.annotate(
            count=models.Count("pk"), oldest=models.Min("queued_at"), post_before=models.Min("post_before")
        )
        pressing = Coalesce("post_before", TruncDate("oldest"))
        rows = list(waiting.order_by(pressing, "oldest", "organization_id"))
        return [row | {"since": day_of(row["oldest"])} for row in rows]
