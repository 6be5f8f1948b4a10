"""Words for conditions and answers, in French, over the words of any vocabulary."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.utils.translation import gettext as _

from portal.criteria.nodes import Group, Leaf, Node
from portal.criteria.spans import ValueRange
from portal.foundation.formats.days import day_words
from portal.foundation.formats.partial_days import PartialDay

NO_BREAK_SPACE = "\u00a0"
UNITS = {
    "CAD/year": "$ par année",
    "CAD/month": "$ par mois",
    "CAD/day": "$ par jour",
    "CAD": "$",
    "percent": "%",
    "percent of income": "% du revenu",
    "days": "jours",
    "months": "mois",
    "years": "ans",
    "hours": "heures",
}


class Worded(Protocol):
    """How a fact is said. `measure`: its unit, or that of what it counts; `choices`: {"id", "fr", "en"}; `according`:
    «selon votre ménage», where a table is read with it; `count_words`: so many items of a list."""

    @property
    def code(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def is_nullable(self) -> bool: ...
    @property
    def short_label(self) -> str: ...
    @property
    def label_en(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def measure(self) -> str: ...
    @property
    def choices(self) -> Sequence[Mapping[str, str]]: ...
    @property
    def according(self) -> str: ...
    @property
    def according_en(self) -> str: ...
    def count_words(self, count: int) -> str: ...


Words = Mapping[str, Worded]
"""Code of a fact → how it is said."""


@dataclass(frozen=True)
class CriterionLine:
    """One node of the criteria as a readable row; `parts` are its branches."""

    text: str
    detail: str = ""
    parts: tuple["CriterionLine", ...] = ()


def number(value: float) -> str:
    """« 61 500 », « 9,65 »: French spaces and decimal comma."""
    text = f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"
    return text.replace(",", NO_BREAK_SPACE).replace(".", ",")


def measure(value: float | str, unit: str) -> str:
    """A figure with its unit; a date is left as it is written."""
    if isinstance(value, str):
        return value
    return f"{number(value)}{NO_BREAK_SPACE}{UNITS.get(unit, unit)}".strip()


def answer_words(definition: Worded, value: Any) -> str:
    """An answer as the person would say it."""
    if value is None:
        return _("Ce n’est pas arrivé")
    if definition.type == "list":
        return definition.count_words(len(value))
    if isinstance(value, date):
        return day_words(value)
    if isinstance(value, PartialDay):
        return str(value)
    if isinstance(value, ValueRange):
        return _("%(low)s à %(high)s") % {"low": number(value.low), "high": measure(value.high, definition.measure)}
    if isinstance(value, int | float) and not isinstance(value, bool):
        return measure(value, definition.unit)
    words = {choice["id"]: choice["fr"] for choice in definition.choices} | {True: _("Oui"), False: _("Non")}
    values = value if isinstance(value, tuple) else (value,)
    return "; ".join(str(words.get(one, one)) for one in values) or _("Rien de tout cela")


def leaf_words(leaf: Leaf, definitions: Words, known: Mapping[str, Any] | None = None) -> str:
    """A condition as a sentence. Limits in money say their figure, for the person's household when it is known."""
    definition = definitions.get(leaf.fact)
    has_figure = any(letter.isdigit() for letter in leaf.label_fr)
    is_limit = leaf.op in _LIMITS and definition is not None and definition.unit.startswith("CAD") and leaf.value
    if definition is None or not is_limit or (has_figure and not leaf.key):
        return leaf.label_fr
    words = f"{definition.short_label} : {_LIMITS[leaf.op] % _figure(leaf, known or {}, definitions)}"
    return _("%(words)s (limite indicative)") % {"words": words} if leaf.is_lenient else words


def criteria_lines(node: Node, definitions: Words) -> tuple[CriterionLine, ...]:
    """The criteria as a tree of sentences, for the public page and for the agents; the outer « all » is implied."""
    if isinstance(node, Group) and node.kind == "all" and not node.label_fr:
        return tuple(_line(part, definitions) for part in node.parts)
    return (_line(node, definitions),)


def _line(node: Node, definitions: Words) -> CriterionLine:
    if isinstance(node, Leaf):
        words, detail = leaf_words(node, definitions), leaf_detail(node, definitions)
        return CriterionLine(words, detail if detail != words else "")
    kinds = {"all": _("toutes ces conditions"), "any": _("au moins une de ces conditions"), "not": _("pas ceci")}
    parts = tuple(_line(part, definitions) for part in node.parts)
    return CriterionLine(
        node.label_fr or kinds[node.kind].capitalize(), kinds[node.kind] if node.label_fr else "", parts
    )


def leaf_detail(leaf: Leaf, definitions: Words) -> str:
    """The exact test behind the words: « Âge : au moins 65 », and what happens when it is not met."""
    definition = definitions.get(leaf.fact)
    subject = definition.short_label if definition else leaf.fact
    if leaf.op in _LIMITS:
        test = _LIMITS[leaf.op] % _figure(leaf, {}, definitions, definition.measure if definition else "")
    else:
        test = _TESTS[leaf.op] % _values(leaf, definition)
    words = f"{subject} {test}" if subject.endswith("?") else f"{subject}\u00a0: {test}"
    return _("%(words)s; sinon, à vérifier") % {"words": words} if leaf.is_lenient else words


_LIMITS = {
    "lt": "moins de %s",
    "lte": "%s ou moins",
    "gt": "plus de %s",
    "gte": "au moins %s",
}
_TESTS = {"eq": "%s", "ne": "autre que %s", "in": "%s", "contains": "comprend %s", "exists": "%s"}


def _figure(leaf: Leaf, known: Mapping[str, Any], definitions: Words, unit: str = "CAD") -> str:
    unit = "CAD" if unit.startswith("CAD") else unit
    if not leaf.key:
        return measure(leaf.value, unit)
    if known.get(leaf.key) in leaf.value:
        return measure(leaf.value[known[leaf.key]], unit)
    low, high = min(leaf.value.values()), max(leaf.value.values())
    if low == high:
        return measure(low, unit)
    key = definitions.get(leaf.key)
    according = key.according if key else leaf.key
    return _("%(low)s à %(high)s %(according)s") % {
        "low": number(low),
        "high": measure(high, unit),
        "according": according,
    }


def _values(leaf: Leaf, definition: Worded | None) -> str:
    if leaf.op == "exists":
        return _("c’est arrivé") if leaf.value else _("ce n’est pas arrivé")
    words: dict[Any, str] = {choice["id"]: choice["fr"] for choice in definition.choices} if definition else {}
    words |= {True: _("oui"), False: _("non"), None: _("ce n’est pas arrivé")}
    values = sorted(leaf.value, key=str) if leaf.op == "in" else [leaf.value]
    return _(" ou ").join(_value(value, words, definition) for value in values)


def _value(value: Any, words: Mapping[Any, Any], definition: Worded | None) -> str:
    """1 is not True here: a figure keeps its unit."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        unit = definition.measure if definition else ""
        return measure(value, "CAD" if unit.startswith("CAD") else unit)
    return str(words.get(value, value))
