"""Selections of letters. Operators print all of them and read no dossier: lists show counts and numbers only."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import models

from portal.access.reach import reach_of


class PrintedMatter(models.QuerySet):
    """What only the operation of the portal handles."""

    def visible_to(self, user: AbstractBaseUser) -> "PrintedMatter":
        return self if "operator" in reach_of(user).roles else self.none()


class LetterQuerySet(PrintedMatter):
    def queued(self) -> "LetterQuerySet":
        return self.filter(state="queued")

    def returnable(self) -> "LetterQuerySet":
        """On paper or at the post office: what may come back."""
        return self.filter(state__in=["printed", "posted"])

    def by_organization(self) -> list[dict]:
        """[{"organization_id", "organization__name_fr", "count", "oldest"}], the longest wait first."""
        counted = self.order_by().values("organization_id", "organization__name_fr")
        told = counted.annotate(count=models.Count("pk"), oldest=models.Min("queued_at"))
        return list(told.order_by("oldest", "organization_id"))


class LetterBatchQuerySet(PrintedMatter):
    def unfinished(self) -> "LetterBatchQuerySet":
        return self.exclude(state="posted")

    def with_counts(self) -> "LetterBatchQuerySet":
        return self.annotate(count=models.Count("letters"))
