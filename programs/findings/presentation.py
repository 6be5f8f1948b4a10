"""Findings as shown: grouped by verdict, in a published order, with their reasons in words.

Order: could be entitled, then to check, then not now; to check, those with the fewest questions left first;
then alphabetical. The same for everybody, whatever the organization.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.facts.models import FactDefinition
from programs.programs.models import Program
from programs.programs.texts import plain
from programs.programs.wording import AmountLine, SourceLine, amount_lines, answer_words, leaf_words, source_lines
from programs.rules.judging import MET, MISSING, NOT_MET, OPEN, TO_CHECK, Judged, State
from programs.rules.nodes import Leaf
from programs.rules.verdicts import Outcome, Verdict

VERDICT_WORDS = {
    Verdict.ELIGIBLE: gettext_lazy("vous pourriez y avoir droit"),
    Verdict.UNKNOWN: gettext_lazy("à vérifier"),
    Verdict.NOT_ELIGIBLE: gettext_lazy("pas en ce moment"),
}
STATE_WORDS = {
    MET: gettext_lazy("Rempli"),
    NOT_MET: gettext_lazy("Non rempli"),
    MISSING: gettext_lazy("Il manque une réponse"),
    TO_CHECK: gettext_lazy("À vérifier par l’organisme"),
}
STATE_ICONS = {MET: "success", NOT_MET: "error", MISSING: "question-mark", TO_CHECK: "warning"}


@dataclass(frozen=True)
class Reason:
    """One condition and what came of it."""

    state: State
    text: str
    parts: tuple["Reason", ...] = ()

    @property
    def words(self) -> str:
        return str(STATE_WORDS[self.state])

    @property
    def icon(self) -> str:
        return STATE_ICONS[self.state]


@dataclass(frozen=True)
class Shown:
    """One finding on a page."""

    program: Program
    outcome: Outcome
    reasons: tuple[Reason, ...]
    missing: tuple[FactDefinition, ...]

    @property
    def verdict(self) -> str:
        return self.outcome.verdict.value

    @property
    def sources(self) -> list[SourceLine]:
        return source_lines(self.program)

    @property
    def amounts(self) -> list[AmountLine]:
        return amount_lines(self.program)

    @property
    def blocking(self) -> tuple[Reason, ...]:
        """Why not, in one line."""
        return tuple(reason for reason in self.reasons if reason.state is NOT_MET)


@dataclass(frozen=True)
class Answered:
    """A question answered, as shown back."""

    code: str
    question: str
    words: str


def answered(given: Mapping[str, Any], definitions: Mapping[str, FactDefinition]) -> list[Answered]:
    """What the person answered, in their order."""
    known = [(definitions[code], value) for code, value in given.items() if code in definitions]
    return [Answered(row.code, row.question, answer_words(row, value)) for row, value in known]


def show(
    program: Program, outcome: Outcome, definitions: Mapping[str, FactDefinition], known: Mapping[str, Any]
) -> Shown:
    missing = tuple(definitions[code] for code in outcome.missing)
    return Shown(program, outcome, explain(outcome.judged, definitions, known), missing)


def by_verdict(shown: Iterable[Shown]) -> dict[str, list[Shown]]:
    """The three lists, in the published order."""
    lists: dict[str, list[Shown]] = {verdict.value: [] for verdict in Verdict}
    for one in sorted(shown, key=lambda one: (len(one.missing), plain(one.program.name_fr))):
        lists[one.verdict].append(one)
    return lists


def explain(judged: Judged, definitions: Mapping[str, FactDefinition], known: Mapping[str, Any]) -> tuple[Reason, ...]:
    """The reasons of a verdict; the outer « all » is implied."""
    is_plain_all = not isinstance(judged.node, Leaf) and judged.node.kind == "all" and not judged.node.label_fr
    nodes = judged.parts if is_plain_all else (judged,)
    return tuple(_reason(node, definitions, known) for node in nodes)


def _reason(judged: Judged, definitions: Mapping[str, FactDefinition], known: Mapping[str, Any]) -> Reason:
    if isinstance(judged.node, Leaf):
        return Reason(judged.state, leaf_words(judged.node, definitions, known))
    parts = tuple(_reason(part, definitions, known) for part in _telling(judged))
    default = _("Une de ces conditions") if judged.node.kind == "any" else _("Toutes ces conditions")
    return Reason(judged.state, judged.node.label_fr or default, parts)


def _telling(judged: Judged) -> list[Judged]:
    """The parts that explain the state of a group: those that decided it, or those that leave it open."""
    if judged.node.kind == "not":
        return list(judged.parts)
    wanted = OPEN if judged.state in OPEN else {judged.state}
    return [part for part in judged.parts if part.state in wanted]
