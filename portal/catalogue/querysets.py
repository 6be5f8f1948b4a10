"""Searching: French stems first, typing errors forgiven when few things are found (`searching.py` has the words)."""

from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramWordSimilarity
from django.db import models
from django.db.models import F, Q

from portal.access.permissions import Permission
from portal.access.visibility import Account, visibility_of


class CatalogueEntryQuerySet(models.QuerySet):
    def ranked(self, query: SearchQuery) -> "CatalogueEntryQuerySet":
        """Entries that hold the words, the closest first; equal ones by title: the order depends on nothing else."""
        return (
            self.filter(vector=query)
            .annotate(closeness=SearchRank(F("vector"), query))
            .order_by("-closeness", "title_order", "pk")
        )

    def resembling(self, text: str) -> "CatalogueEntryQuerySet":
        """Entries of which a part of the title or keywords looks like `text` (plain): «permi condire» finds the permit.

        The operator's threshold is the database's own (0.6): lower it for the transaction (`searching.forgiving`)."""
        return (
            self.filter(lookalike__trigram_word_similar=text)
            .annotate(closeness=TrigramWordSimilarity(text, F("lookalike")))
            .order_by("-closeness", "title_order", "pk")
        )

    def visible_to(self, user: Account) -> "CatalogueEntryQuerySet":
        """The catalogue is public."""
        return self.all()


class SynonymQuerySet(models.QuerySet):
    def in_force(self) -> "SynonymQuerySet":
        """What the search says today."""
        return self.filter(state="in_force")

    def proposed(self) -> "SynonymQuerySet":
        """What waits for a decision."""
        return self.filter(state="proposed")

    def meanings_of(self, found: set[str]) -> dict[str, list[str]]:
        """term → what it also means, for the terms (plain) in force, in one query."""
        meanings: dict[str, list[str]] = {}
        synonyms = self.in_force().filter(term_plain__in=found).values_list("term_plain", "meaning")
        for term, meaning in synonyms.order_by("pk"):
            meanings.setdefault(term, []).append(meaning)
        return meanings

    def visible_to(self, user: Account) -> "SynonymQuerySet":
        """What is in force is public; a proposal and its answer are read by who wrote it, and by operators."""
        if visibility_of(user).may_everywhere(Permission.APPROVE_SYNONYMS):
            return self.all()
        return self.filter(Q(state="in_force") | Q(author_id=user.pk))


class SynonymVersionQuerySet(models.QuerySet):
    def latest_number(self) -> int:
        """0 before the first."""
        return self.order_by("-number").values_list("number", flat=True).first() or 0

    def visible_to(self, user: Account) -> "SynonymVersionQuerySet":
        """The ledger of what was decided is the operators'."""
        return self.all() if visibility_of(user).may_everywhere(Permission.APPROVE_SYNONYMS) else self.none()
