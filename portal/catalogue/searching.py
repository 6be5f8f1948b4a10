"""From what a person wrote to the entries found, within 50 ms for 10,000 entries.

1. Words are made plain; the last one may be unfinished («allocat»).
2. Synonyms widen the query: «chômage» becomes «chômage OR assurance emploi».
3. Stems in French (`allocations familiales` and `allocation familiale` are one).
4. When fewer than `ENOUGH` entries were found, those that look alike are added («permi de condire»).
"""

from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db import connection, transaction

from portal.catalogue.models import CatalogueEntry, Synonym
from portal.catalogue.words import terms
from portal.foundation.words.folding import plain

LONGEST = 120
ENOUGH = 3
MOST = 50
LOOKS_ALIKE = 0.45
_EMPTY_WORDS = frozenset(
    "a au aux d de des du en et l la le les m mes mon n on ou par pour qu que s sa se ses son sur un une".split()
)


@dataclass
class Answer:
    """`is_forgiven`: some were found only because they look alike."""

    entries: list[CatalogueEntry] = field(default_factory=list)
    is_forgiven: bool = False


def search(text: str, *, any_word: bool = False, **narrowed: Any) -> Answer:
    """The entries for `text`, the closest first, at most `MOST`; `narrowed` holds filters (section, theme…).

    `any_word`: of a sentence that no entry holds whole, those that hold one of its words."""
    words = plain(text[:LONGEST])
    if not words:
        return Answer()
    entries = (
        CatalogueEntry.objects.filter(**narrowed).select_related("organization").defer("body", "lookalike", "vector")
    )
    found = list(entries.ranked(query_for(words))[:MOST])
    if not found and any_word and _is_telling(words):
        found = list(entries.ranked(query_for(words, is_any=True))[:MOST])
    if len(found) >= ENOUGH or not _is_telling(words):
        return Answer(found)
    known = {entry.pk for entry in found}
    alike = [entry for entry in _forgiving(entries, words) if entry.pk not in known]
    return Answer([*found, *alike], is_forgiven=bool(alike))


def _is_telling(words: str) -> bool:
    """«de» alone looks like nearly everything: a hundred milliseconds of comparisons, and nobody helped."""
    return any(len(word) > 2 and word not in _EMPTY_WORDS for word in words.split())


def query_for(words: str, *, is_any: bool = False) -> SearchQuery:
    """All the words, or any, each as it is or as one of its synonyms. `words` is plain and not empty."""
    return reduce(or_ if is_any else and_, _groups(words))


def _groups(words: str) -> list[SearchQuery]:
    """One query per run of words that a synonym covers, longest first, and one per remaining word."""
    meanings = Synonym.objects.meanings_of({term for _, term in terms(words)})
    length = len(words.split())
    taken: set[int] = set()
    groups: dict[int, SearchQuery] = {}
    for start, term in terms(words):
        places = set(range(start, start + len(term.split())))
        if places & taken or not (term in meanings or len(places) == 1):
            continue
        taken |= places
        groups[start] = _either(term, meanings.get(term, []), is_last=start + len(places) == length)
    kept = [groups[start] for start in sorted(groups) if words.split()[start] not in _EMPTY_WORDS]
    return kept or list(groups.values())


def _either(term: str, meanings: list[str], *, is_last: bool) -> SearchQuery:
    query = SearchQuery(term, config="french")
    if is_last and len(term) > 2 and " " not in term:
        query |= SearchQuery(f"{term}:*", config="french", search_type="raw")  # plain: letters and digits only
    for meaning in meanings:
        query |= SearchQuery(plain(meaning), config="french")
    return query


@transaction.atomic
def _forgiving(entries: Any, words: str) -> list[CatalogueEntry]:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL pg_trgm.word_similarity_threshold = %s", [LOOKS_ALIKE])
    return list(entries.resembling(words)[: ENOUGH * 3])
