"""Search rows by the people they are about: the one search of every section of gestion.

First what was typed, to the letter but for accents and signs; only when nothing has it, what resembles it. Rows come in
already narrowed to what the reader may see, and numbers are looked for in the reader's own teams: a search tells
nothing that the lists would not.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from itertools import islice
from operator import add, and_, or_
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.postgres.search import TrigramStrictWordSimilarity
from django.db import connection, models, transaction
from django.db.models import F, Func, Q, QuerySet, TextField
from django.db.models.constants import LOOKUP_SEP
from django.db.models.lookups import Contains, GreaterThanOrEqual

from portal.access.visibility import Account, visibility_of
from portal.client_numbers.models import ClientNumber, digest_of
from portal.dossiers.models import Dossier
from portal.foundation.words.folding import fold, joined
from portal.foundation.words.spelling import is_misspelt
from portal.foundation.words.typed import FEWEST_DIGITS, LONGEST, MOST_PARTS, SearchPart, parts_of, whole_number
from portal.people.models import Citizen

LOOKS_ALIKE = 0.33
"""Strict word similarity from which a name resembles a word: 0.67 for «Mennard» and «Ménard», 0.44 for «Ganon» and
«Gagnon», 0.33 for «Roi» and «Roy»."""
FAR_ALIKE = 0.19
"""When nothing resembles so much: words are then compared letter by letter. 0.2 for «trambley» and «Tremblay»."""
MOST_ALIKE, MOST_FAR, MOST_HOLDERS = 50, 2_000, 200
SHORTEST_FORGIVEN = 3
"""Letters of the shortest word in which typing errors are forgiven."""

Holders = dict[str, set[UUID]]


@dataclass(frozen=True)
class Found:
    """`resembles`: nothing has exactly what was typed; these come close, the closest first."""

    rows: QuerySet[Any]
    resembles: bool = False


def find(rows: QuerySet[Any], typed: str, *, paths: Iterable[str], by: Account, number: str = "") -> Found:
    """Return the rows whose person, at the end of one of `paths` ("" is the row itself), is the one typed.

    `number`: the rows' own folded column of numbers, when they have one."""
    paths, parts = tuple(paths), parts_of(typed)
    if not typed.strip():
        return Found(rows)
    if not parts:
        return Found(rows.none())
    search = _Search(rows.model, paths, number, typed, parts, by)
    exact = rows.filter(search.exact())
    if exact.exists() or not search.forgiven:
        return Found(exact)
    closest = search.closest(rows) or search.misspelt(rows)
    alike = rows.filter(pk__in=closest).annotate(closeness=search.closeness())
    return Found(alike.order_by("-closeness", "pk"), resembles=True)


def find_by_subject(items: QuerySet[Any], typed: str, *, by: Account) -> Found:
    """Return the items, such as tasks, whose `subject_type` and `subject_id` name a row about the person typed."""
    found = []
    for kind in items.order_by().values_list("subject_type", flat=True).distinct():
        model = apps.get_model(kind)
        if any(field.name == "citizen" for field in model._meta.concrete_fields):
            about = model._base_manager.filter(pk__in=items.order_by().filter(subject_type=kind).values("subject_id"))
            found.append((kind, find(about, typed, paths=["citizen"], by=by)))
    exact = [(kind, one) for kind, one in found if not one.resembles and one.rows.exists()]
    kept = [Q(subject_type=kind, subject_id__in=one.rows.order_by().values("pk")) for kind, one in exact or found]
    return Found(items.filter(reduce(or_, kept, Q(pk__in=[]))), resembles=bool(kept) and not exact)


class _Search:
    """What one search looks for, as conditions on the rows."""

    def __init__(
        self, model: Any, paths: tuple[str, ...], number: str, typed: str, parts: tuple[SearchPart, ...], by: Account
    ) -> None:
        self.paths, self.number, self.parts, self.whole = paths, number, parts, whole_number(typed)
        self.of_people = [path for path in paths if _model_at(model, path) is Citizen]
        numbers = {part.number for part in parts} | {self.whole}
        self.holders = _holders(numbers - {""}, typed, by) if self.of_people and not number else {}
        self.forgiven = [part.word for part in parts if len(part.word) >= SHORTEST_FORGIVEN]

    def exact(self) -> Q:
        """Every part somewhere; or all that was typed is a number."""
        return reduce(and_, map(self._has, self.parts)) | self._numbered(self.whole)

    def alike(self) -> Q:
        """Every long word with its errors, every other part exactly; short words («de», «la») do not count."""
        parts = [part for part in self.parts if not part.word or part.word in self.forgiven]
        return reduce(and_, (self._resembles(part) if part.word else self._has(part) for part in parts))

    @transaction.atomic
    def closest(self, rows: QuerySet[Any]) -> list[Any]:
        """Keys of the rows that resemble most."""
        return [key for key, *_texts in self._alike(rows, LOOKS_ALIKE)[:MOST_ALIKE]]

    @transaction.atomic
    def misspelt(self, rows: QuerySet[Any]) -> list[Any]:
        """Keys of the rows where each long word stands with an error or two, among those that resemble a little."""
        kept = (key for key, *texts in self._alike(rows, FAR_ALIKE)[:MOST_FAR] if self._holds_misspelt(texts))
        return list(islice(kept, MOST_ALIKE))

    def _alike(self, rows: QuerySet[Any], threshold: float) -> QuerySet[Any]:
        """(key, text at the end of each path), the closest first; the threshold lasts for the transaction only."""
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL pg_trgm.strict_word_similarity_threshold = %s", [threshold])
        alike = rows.filter(self.alike()).annotate(closeness=self.closeness()).order_by("-closeness", "pk")
        return alike.values_list("pk", *(_at(path, "search_text") for path in self.paths))

    def _holds_misspelt(self, texts: Iterable[str | None]) -> bool:
        words = {word for text in texts if text for word in text.split()}
        return all(any(is_misspelt(typed, word) for word in words) for typed in self.forgiven)

    def closeness(self) -> Any:
        text = F(_at(self.paths[0], "search_text"))
        return reduce(add, (TrigramStrictWordSimilarity(word, text) for word in self.forgiven))

    def _has(self, part: SearchPart) -> Q:
        texts = [_at(path, "search_text__contains") for path in self.paths]
        holds = [Q((text, needle)) for text in texts for needle in part.needles]
        return reduce(or_, holds, self._numbered(part.number))

    def _resembles(self, part: SearchPart) -> Q:
        return reduce(
            or_, (Q((_at(path, "search_text__trigram_strict_word_similar"), part.word)) for path in self.paths)
        )

    def _numbered(self, number: str) -> Q:
        if number and self.number:
            return Q((f"{self.number}__contains" if len(number) >= FEWEST_DIGITS else self.number, number))
        holders = sorted(self.holders.get(number, ()), key=str)
        return reduce(or_, (Q((_at(path, "pk__in"), holders)) for path in self.of_people), Q(pk__in=[]))


def _holders(numbers: set[str], typed: str, by: Account) -> Holders:
    """number → the people of the reader's teams who have a dossier or a client number like it.

    A client number is sealed: it is found whole, by its keyed digest, and never by a part of it. What is typed is
    compared as the organization wrote it: folded, «ST-1» would be «saint1»."""
    visibility = visibility_of(by)
    held: Holders = defaultdict(set)
    if not numbers or not visibility.team_ids:
        return held
    alike = reduce(
        or_, (Q(number_folded__contains=one) if len(one) >= FEWEST_DIGITS else Q(number_folded=one) for one in numbers)
    )
    mine = Dossier.objects.handled_by(by).filter(alike).order_by("pk")
    for citizen, folded in mine.values_list("citizen_id", "number_folded")[:MOST_HOLDERS]:
        for one in numbers:
            if one == folded or (len(one) >= FEWEST_DIGITS and one in folded):
                held[one].add(citizen)
    written = {joined(one): one for one in (typed.strip(), *typed.split())}
    digests = {
        digest_of(owner, text): one
        for owner in visibility.staff_organization_ids
        for one, text in written.items()
        if one in numbers
    }
    agreed = ClientNumber.objects.in_force().filter(digest__in=digests)
    for citizen, digest in agreed.values_list("citizen_id", "digest").order_by("pk")[:MOST_HOLDERS]:
        held[digests[digest]].add(citizen)
    return held


def holding_words(rows: QuerySet[Any], fields: Iterable[str], typed: str) -> Found:
    """Return the rows of which each word typed is in one of `fields`, or resembles a part of it when none has it.

    For short lists that are about nobody: kinds, programs, organizations. Nothing is indexed."""
    words, folded = fold(typed[:LONGEST]).split()[:MOST_PARTS], [_folded(field) for field in fields]
    if not words:
        return Found(rows.none() if typed.strip() else rows)
    exact = rows.filter(*(reduce(or_, (Q(Contains(text, word)) for text in folded)) for word in words))
    if exact.exists():
        return Found(exact)
    alike = rows.filter(*(reduce(or_, (Q(_resembling(text, word)) for text in folded)) for word in words))
    return Found(alike, resembles=True)


def _folded(field: str) -> Func:
    """The folded value of a field of `search_fields`, without the signs by which Django says how to compare it."""
    return Func(F(field.lstrip("=^@").split("__istartswith")[0]), function="fold_words", output_field=TextField())


def _resembling(text: Func, word: str) -> GreaterThanOrEqual:
    return GreaterThanOrEqual(TrigramStrictWordSimilarity(word, text), LOOKS_ALIKE)


def _at(path: str, lookup: str) -> str:
    return f"{path}{LOOKUP_SEP}{lookup}" if path else lookup


def _model_at(model: type[models.Model], path: str) -> type[models.Model]:
    for name in filter(None, path.split(LOOKUP_SEP)):
        related = model._meta.get_field(name).related_model
        assert isinstance(related, type)  # the path follows relations only
        model = related
    return model._meta.concrete_model or model
