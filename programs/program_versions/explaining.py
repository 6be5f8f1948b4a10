"""An outcome explained to an agent: every condition with its state, in the words of the public pages."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.facts.models import FactDefinition
from programs.facts.vocabulary import Given
from programs.programs.wording import answer_words, leaf_words
from programs.rules.judging import MET, MISSING, NOT_MET, TO_CHECK, Judged
from programs.rules.nodes import Leaf
from programs.rules.verdicts import RuleOutcome, Verdict

_VERDICTS = {
    Verdict.ELIGIBLE: gettext_lazy("pourrait y avoir droit"),
    Verdict.UNKNOWN: gettext_lazy("à vérifier"),
    Verdict.NOT_ELIGIBLE: gettext_lazy("pas en ce moment"),
}
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


def verdict_words(verdict: str) -> str:
    return str(_VERDICTS[Verdict(verdict)])


def lines_of(
    outcome: RuleOutcome, definitions: Mapping[str, FactDefinition], known: Given
) -> tuple[ExplanationLine, ...]:
    """The whole tree; the outer « all » is implied."""
    judged = outcome.judged
    if not isinstance(judged.node, Leaf) and judged.node.kind == "all" and not judged.node.label_fr:
        return tuple(_line(part, definitions, known) for part in judged.parts)
    return (_line(judged, definitions, known),)


def blocking_words(outcome: RuleOutcome, definitions: Mapping[str, FactDefinition]) -> str:
    """The conditions that made the verdict, in one sentence; empty when all are met."""
    wanted = {Verdict.NOT_ELIGIBLE: {NOT_MET}, Verdict.UNKNOWN: {MISSING, TO_CHECK}}.get(outcome.verdict)
    if wanted is None:
        return str(_("Toutes les conditions sont remplies."))
    nodes = [judged.node for judged in outcome.leaves() if judged.state in wanted]
    texts = [leaf_words(node, definitions) for node in nodes if isinstance(node, Leaf)]
    return _("À cause de : %(conditions)s.") % {"conditions": "; ".join(texts[:4])} if texts else ""


def _line(judged: Judged, definitions: Mapping[str, FactDefinition], known: Given) -> ExplanationLine:
    icon, state = _STATES[judged.state]
    node = judged.node
    if isinstance(node, Leaf):
        row = definitions.get(node.fact)
        said = answer_words(row, known[node.fact]) if row and node.fact in known else ""
        return ExplanationLine(icon, str(state), leaf_words(node, definitions, known), said)
    names = {"all": _("Toutes ces conditions"), "any": _("Au moins une de ces conditions"), "not": _("Pas ceci")}
    parts = tuple(_line(part, definitions, known) for part in judged.parts)
    return ExplanationLine(icon, str(state), node.label_fr or names[node.kind], parts=parts)
