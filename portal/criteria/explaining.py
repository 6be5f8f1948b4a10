"""What criteria answered, explained: every condition with its state, in the words of the public pages."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.criteria.judging import MET, MISSING, NOT_MET, TO_CHECK, Judged
from portal.criteria.nodes import Leaf
from portal.criteria.vocabulary import Given
from portal.criteria.wording import Words, answer_words, leaf_words

_STATES = {
    MET: ("success", gettext_lazy("Rempli")),
    NOT_MET: ("error", gettext_lazy("Non rempli")),
    MISSING: ("question-mark", gettext_lazy("Il manque un fait")),
    TO_CHECK: ("warning", gettext_lazy("À vérifier")),
}


@dataclass(frozen=True)
class ExplanationLine:
    """One condition: its state in words, its sentence, the fact it read, its parts."""

    icon: str
    state: str
    text: str
    said: str = ""
    parts: tuple["ExplanationLine", ...] = ()


def lines_of(judged: Judged, definitions: Words, known: Given) -> tuple[ExplanationLine, ...]:
    """The whole tree; the outer « all » is implied."""
    if not isinstance(judged.node, Leaf) and judged.node.kind == "all" and not judged.node.label_fr:
        return tuple(_line(part, definitions, known) for part in judged.parts)
    return (_line(judged, definitions, known),)


def _line(judged: Judged, definitions: Words, known: Given) -> ExplanationLine:
    icon, state = _STATES[judged.state]
    node = judged.node
    if isinstance(node, Leaf):
        row = definitions.get(node.fact)
        said = answer_words(row, known[node.fact]) if row and node.fact in known else ""
        return ExplanationLine(icon, str(state), leaf_words(node, definitions, known), said)
    names = {"all": _("Toutes ces conditions"), "any": _("Au moins une de ces conditions"), "not": _("Pas ceci")}
    parts = tuple(_line(part, definitions, known) for part in judged.parts)
    return ExplanationLine(icon, str(state), node.label_fr or names[node.kind], parts=parts)
