"""The difference between two contents, in words. Pure, but for the vocabulary's words."""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.facts.models import FactDefinition
from programs.programs.models import CONFIDENCE_WORDS, Program, Theme
from programs.programs.wording import CriterionLine, criteria_lines, measure
from programs.rules.nodes import BadCriteria, read_tree
from programs.versions.content import COLUMNS, Content
from programs.versions.explaining import verdict_words

_KEPT = 0.3
"""Below this share of words kept, a text is another text."""
_TOKENS = re.compile(r"\s+|[^\W_]+|.", re.UNICODE)
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


@dataclass(frozen=True)
class Part:
    """A run of text: "same", "gone" or "new"."""

    state: str
    text: str


@dataclass(frozen=True)
class Change:
    """One thing that changed: its name for people, and its words before and after."""

    code: str
    label: str
    before: str
    after: str

    @property
    def parts(self) -> list[Part]:
        return word_diff(self.before, self.after)


def compare(before: Content, after: Content, definitions: Definitions) -> list[Change]:
    """In the order of the editor; nothing when both say the same."""
    changes = []
    for name in COLUMNS:
        old, new = before.get(name), after.get(name)
        if old != new:
            shown = _SHOWN.get(name, _plain)
            changes.append(Change(name, str(LABELS[name]), shown(old, definitions), shown(new, definitions)))
    return changes


def word_diff(before: str, after: str) -> list[Part]:
    """Words kept, gone and new, in reading order; when little is kept, the whole is told once gone and once new."""
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    if before and after and _in_common(old, new) < _KEPT:
        return [Part("gone", before), Part("new", after)]
    parts: list[Part] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        gone, added = "".join(old[i1:i2]), "".join(new[j1:j2])
        told = [("same", gone)] if tag == "equal" else [("gone", gone), ("new", added)]
        parts += [Part(state, text) for state, text in told if text]
    return parts


def _in_common(old: list[str], new: list[str]) -> float:
    """Spaces aside, which all texts share."""
    words = [[token for token in told if token.strip()] for told in (old, new)]
    return difflib.SequenceMatcher(a=words[0], b=words[1], autojunk=False).ratio()


def _plain(value: Any, _definitions: Definitions) -> str:
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    return _joined(value) if isinstance(value, list) else str(value or "")


def _joined(lines: Iterable[Any]) -> str:
    return "\n".join(str(line) for line in lines)


def _choice(choices: Any) -> Callable[[Any, Definitions], str]:
    return lambda value, _definitions: str(dict(choices).get(value, value or ""))


def _amounts(value: Any, _definitions: Definitions) -> str:
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


def _examples(value: Any, _definitions: Definitions) -> str:
    return _joined(
        _("%(name)s (%(day)s, %(count)s faits) : %(verdict)s")
        % {
            "name": one["name"],
            "day": one["as_of"],
            "count": len(one["facts"]),
            "verdict": verdict_words(one["verdict"]),
        }
        for one in value or []
    )


_SHOWN: dict[str, Callable[[Any, Definitions], str]] = {
    "theme": _choice(Theme.choices),
    "benefit_kind": _choice(Program.BenefitKind.choices),
    "jurisdiction": _choice(Program.Jurisdiction.choices),
    "amounts_confidence": _choice(CONFIDENCE_WORDS),
    "criteria_confidence": _choice(CONFIDENCE_WORDS),
    "amounts": _amounts,
    "criteria": _criteria,
    "screening_facts": _facts,
    "documents": lambda value, _definitions: _joined(one["fr"] for one in value or []),
    "sources": lambda value, _definitions: _joined(
        f"{one['url']} {one.get('note', '')}".strip() for one in value or []
    ),
    "examples": _examples,
}
