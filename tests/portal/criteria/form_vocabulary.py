"""The vocabulary of a small form, which no program knows: its kinds, its words, its criteria and its answers."""

import datetime as dt
from dataclasses import dataclass, field

from hypothesis import strategies as st

from portal.criteria.days import NEVER, day_number
from portal.criteria.spans import LAST
from portal.criteria.vocabulary import FactKind
from portal.foundation.formats.partial_days import PartialDay, read_partial


@dataclass(frozen=True)
class Question:
    """One question of the form, as it is said."""

    code: str
    type: str
    short_label: str
    label_en: str
    choices: list[dict[str, str]] = field(default_factory=list)
    unit: str = ""
    is_nullable: bool = False

    @property
    def measure(self) -> str:
        return self.unit

    @property
    def according(self) -> str:
        return f"selon « {self.short_label} »"

    @property
    def according_en(self) -> str:
        return f"depending on {self.label_en}"

    def count_words(self, count: int) -> str:
        return f"{count} réponses"

    @property
    def kind(self) -> FactKind:
        return FactKind(self.code, self.type, tuple(one["id"] for one in self.choices), self.is_nullable)


LODGINGS = [{"id": "owner", "fr": "Propriétaire", "en": "Owner"}, {"id": "tenant", "fr": "Locataire", "en": "Tenant"}]
PETS = [{"id": "cat", "fr": "Un chat", "en": "A cat"}, {"id": "dog", "fr": "Un chien", "en": "A dog"}]
FORM = {
    question.code: question
    for question in [
        Question("rent", "number", "Loyer", "Rent", unit="CAD/month"),
        Question("moved_on", "date", "Déménagement", "Move", is_nullable=True),
        Question("lodging", "choice", "Logement", "Lodging", LODGINGS),
        Question("insured", "bool", "Êtes-vous assuré?", "Are you insured?"),
        Question("pets", "multi", "Animaux", "Pets", PETS),
    ]
}
KINDS = {code: question.kind for code, question in FORM.items()}
COLUMNS = {"rent": "numeric", "moved_on": "int", "lodging": "text", "insured": "boolean", "pets": "text[]"}

_figures = st.integers(0, 9) | st.sampled_from([0.5, 4.25])
_tables = st.fixed_dictionaries(
    {"table": st.fixed_dictionaries({"owner": _figures, "tenant": _figures}), "key": st.just("lodging")}
)


def _leaves(fact, ops, values):
    made = st.builds(lambda op, value: {"fact": fact, "op": op, "value": value}, st.sampled_from(ops), values)
    return st.builds(lambda leaf, more: leaf | more, made, st.sampled_from([{}, {"on_fail": "unknown"}]))


leaves = st.one_of(
    _leaves("rent", ["eq", "ne", "lt", "lte", "gt", "gte"], _figures | _tables),
    _leaves("rent", ["in"], st.lists(_figures, min_size=1, max_size=3)),
    _leaves("moved_on", ["exists"], st.booleans()),
    _leaves("moved_on", ["eq", "ne"], st.none()),
    _leaves("lodging", ["eq", "ne"], st.sampled_from(["owner", "tenant"])),
    _leaves("lodging", ["in"], st.lists(st.sampled_from(["owner", "tenant"]), min_size=1)),
    _leaves("insured", ["eq", "ne"], st.booleans()),
    _leaves("insured", ["exists"], st.booleans()),
    _leaves("pets", ["contains"], st.sampled_from(["cat", "dog"])),
)
trees = st.recursive(
    leaves,
    lambda parts: st.one_of(
        st.lists(parts, min_size=1, max_size=3).map(lambda some: {"all": some}),
        st.lists(parts, min_size=1, max_size=3).map(lambda some: {"any": some}),
        parts.map(lambda one: {"not": one}),
    ),
    max_leaves=10,
)
answers = st.fixed_dictionaries(
    {},
    optional={
        "rent": _figures,
        "moved_on": st.none() | st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31)) | st.just(read_partial("2026-07")),
        "lodging": st.sampled_from(["owner", "tenant"]),
        "insured": st.booleans(),
        "pets": st.lists(st.sampled_from(["cat", "dog"]), unique=True).map(tuple),
    },
)


def row_of(known):
    """(Column, its type, value) of each question, as a table of answers would hold them: NULL is not answered."""
    for code, column in COLUMNS.items():
        value = known.get(code)
        if code in known and code == "moved_on":
            first, last = (value.low, value.high) if isinstance(value, PartialDay) else (value, value)
            yield code, column, NEVER if first is None else day_number(first)
            yield code + LAST, column, NEVER if last is None else day_number(last)
        else:
            yield code, column, list(value) if isinstance(value, tuple) else value
            if code == "moved_on":
                yield code + LAST, column, None
