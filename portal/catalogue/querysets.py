"""Searching: French stems first, typing errors forgiven when few things are found (`searching.py` has the words)."""

from typing import TYPE_CHECKING

from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramWordSimilarity
from django.db import models
from django.db.models import F, Value

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

    from portal.access.reach import Account


class EntryQuerySet(models.QuerySet):
    def ranked(self, query: SearchQuery) -> "EntryQuerySet":
        """Entries that hold the words, the closest first; equal ones by title: the order depends on nothing else."""
        return (
            self.filter(vector=query)
            .annotate(closeness=SearchRank(F("vector"), query))
            .order_by("-closeness", "title", "pk")
        )

    def resembling(self, text: str) -> "EntryQuerySet":
        """Entries of which a part of the title or keywords looks like `text` (plain): «permi condire» finds the permit.

        The operator's threshold is the database's own (0.6): lower it for the transaction (`searching.forgiving`)."""
        return (
            self.filter(lookalike__trigram_word_similar=text)
            .annotate(closeness=TrigramWordSimilarity(Value(text), F("lookalike")))
            .order_by("-closeness", "title", "pk")
        )

    def visible_to(self, user: "AbstractBaseUser | Account") -> "EntryQuerySet":
        """The catalogue is public."""
        return self.all()


class SynonymQuerySet(models.QuerySet):
    def meanings_of(self, found: set[str]) -> dict[str, list[str]]:
        """term → what it also means, for the terms (plain) that are known, in one query."""
        meanings: dict[str, list[str]] = {}
        for term, meaning in self.filter(term_plain__in=found).values_list("term_plain", "meaning").order_by("pk"):
            meanings.setdefault(term, []).append(meaning)
        return meanings

    def visible_to(self, user: "AbstractBaseUser | Account") -> "SynonymQuerySet":
        """Public words; every member of an organization reads them."""
        return self.all()
