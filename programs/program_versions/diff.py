"""The difference between two contents, in words. Pure, but for the vocabulary's words."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy, ngettext

from portal.criteria.nodes import BadCriteria, read_tree
from portal.criteria.wording import CriterionLine, criteria_lines, measure
from portal.foundation.formats.differences import Change
from portal.publishing.differences import choice_words, compare_columns
from programs.facts.models import FactDefinition
from programs.program_versions.content import COLUMNS, Content
from programs.program_versions.explaining import verdict_words
from programs.programs.models import CONFIDENCE_WORDS, Program, Theme

Definitions = Mapping[str, FactDefinition]

LABELS = {
    "name_fr": gettext_lazy("Nom"),
    "name_en": gettext_lazy("Nom en anglais"),
    "summary_fr": gettext_lazy("Résumé"),
    "summary_en": gettext_lazy("Résumé en anglais"),
    "theme": gettext_lazy("Thème"),
    "benefit_kind": gettext_lazy("Genre d’aide"),
    "jurisdiction": gettext_lazy("Gouvernement"),
    "is_automatic": gettext_lazy("Versé sans demande"),
    "amounts": gettext_lazy("Montants"),
    "amounts_confidence": gettext_lazy("D’où viennent les montants"),
    "criteria": gettext_lazy("Conditions"),
    "criteria_confidence": gettext_lazy("D’où viennent les conditions"),
    "screening_facts": gettext_lazy("Faits demandés en premier"),
    "not_checked_fr": gettext_lazy("Ce que nous ne vérifions pas"),
    "not_checked_en": gettext_lazy("Ce que nous ne vérifions pas, en anglais"),
    "steps_fr": gettext_lazy("Démarche"),
    "steps_en": gettext_lazy("Démarche en anglais"),
    "documents": gettext_lazy("Papiers"),
    "holds_for": gettext_lazy("Chiffres valables pour"),
    "official_url": gettext_lazy("Page officielle"),
    "is_official_url_read": gettext_lazy("Page officielle lue"),
    "sources": gettext_lazy("Sources"),
    "examples": gettext_lazy("Exemples"),
}


def compare(before: Content, after: Content, definitions: Definitions) -> list[Change]:
    """In the order of the editor; nothing when both say the same."""
    of_facts = {name: partial(shown, definitions=definitions) for name, shown in _OF_FACTS.items()}
    shown = _SHOWN | of_facts
    return list(compare_columns(before, after, ((name, LABELS[name], shown.get(name)) for name in COLUMNS)))


def _joined(lines: Iterable[Any]) -> str:
    return "\n".join(str(line) for line in lines)


def _amounts(value: Any) -> str:
    return _joined(
        f"{one['label_fr']}\u00a0: {measure(one['value'], one['unit'])} ({one['year']}, "
        f"{CONFIDENCE_WORDS[one['confidence']]})"
        for one in value or []
    )


def _criteria(value: Any, definitions: Definitions) -> str:
    try:
        return _joined(_tree(criteria_lines(read_tree(value), definitions), ""))
    except BadCriteria as error:
        return str(error)


def _tree(lines: Iterable[CriterionLine], margin: str) -> list[str]:
    found = []
    for line in lines:
        detail = f" ({line.detail})" if line.detail else ""
        found += [f"{margin}{line.text}{detail}", *_tree(line.parts, f"{margin}— ")]
    return found


def _facts(value: Any, definitions: Definitions) -> str:
    return _joined(definitions[code].short_label if code in definitions else code for code in value or [])


def _examples(value: Any) -> str:
    return _joined(_example(one) for one in value or [])


def _example(one: Mapping[str, Any]) -> str:
    count = len(one["facts"])
    words = ngettext(
        "%(name)s (%(count)d fait)\u00a0: %(verdict)s", "%(name)s (%(count)d faits)\u00a0: %(verdict)s", count
    )
    return words % {"name": one["name"], "count": count, "verdict": verdict_words(one["verdict"])}


_OF_FACTS: dict[str, Callable[..., str]] = {"criteria": _criteria, "screening_facts": _facts}
_SHOWN: dict[str, Callable[[Any], str]] = {
    "theme": choice_words(Theme),
    "benefit_kind": choice_words(Program.BenefitKind),
    "jurisdiction": choice_words(Program.Jurisdiction),
    "amounts_confidence": choice_words(CONFIDENCE_WORDS),
    "criteria_confidence": choice_words(CONFIDENCE_WORDS),
    "amounts": _amounts,
    "documents": lambda value: _joined(one["fr"] for one in value or []),
    "sources": lambda value: _joined(f"{one['url']} {one.get('note', '')}".strip() for one in value or []),
    "examples": _examples,
}
