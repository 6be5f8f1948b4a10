"""Findings as shown: grouped by verdict, in a published order, with their reasons in words.

Order: could be entitled, then to check, then not now; in each, those with the fewest questions left first, those that
time alone opens by their day, then alphabetical. The same for everybody, whatever the organization.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.criteria.judging import MET, MISSING, NOT_MET, OPEN, TO_CHECK, CriterionState, Judged
from portal.criteria.nodes import Leaf
from portal.criteria.spans import ValueRange
from portal.criteria.wording import answer_words, leaf_words
from portal.foundation.formats.partial_days import PartialDay
from portal.foundation.words.folding import plain
from portal.organizations.models import Team
from programs.facts.models import FactDefinition
from programs.facts.origins import Origin, Origins, origin_of, told_facts
from programs.findings.models import Finding
from programs.findings.telling_reasons import one_line, telling_limits, telling_parts
from programs.programs.models import Program
from programs.programs.wording import AmountLine, SourceLine, amount_lines, source_lines
from programs.rules.verdicts import RuleOutcome, Verdict
from programs.situations.answers import NOW
from programs.situations.files import FILE
from programs.situations.models import Fact

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
# Who said a fact; "now" and "file" are known only to the questionnaire without account and to the commands.
SOURCE_WORDS = {
    Fact.Source.CITIZEN.value: gettext_lazy("vous l’avez dit"),
    Fact.Source.REPRESENTATIVE.value: gettext_lazy("votre représentant l’a dit"),
    Fact.Source.AGENT.value: gettext_lazy("vous l’avez dit au téléphone"),
    NOW: gettext_lazy("vous venez de le dire"),
    FILE: gettext_lazy("lu dans le fichier"),
}
# «Nouveau-né : déclarer la naissance», «Accident au travail : …».
_CASE = re.compile(r"[^.;]{2,60}\s:\s")
STATE_ICONS = {MET: "success", NOT_MET: "error", MISSING: "question-mark", TO_CHECK: "warning"}


class Basis(NamedTuple):
    """What reasons are told from: the words of the facts, their values, where each comes from."""

    definitions: Mapping[str, FactDefinition]
    known: Mapping[str, Any]
    origins: Origins = MappingProxyType({})


@dataclass(frozen=True)
class Reason:
    """One condition and what came of it; for a single fact, who said it and which questions correct it."""

    state: CriterionState
    text: str
    parts: tuple["Reason", ...] = ()
    origin: Origin | None = None
    questions: tuple[str, ...] = ()

    @property
    def who(self) -> str:
        return str(SOURCE_WORDS[self.origin.source]) if self.origin else ""

    @property
    def is_just_said(self) -> bool:
        """In this very questionnaire: its day goes without saying."""
        return self.origin is not None and self.origin.source == NOW

    @property
    def words(self) -> str:
        return str(STATE_WORDS[self.state])

    @property
    def icon(self) -> str:
        return STATE_ICONS[self.state]


@dataclass(frozen=True)
class FindingView:
    """One finding on a page."""

    program: Program
    outcome: RuleOutcome
    reasons: tuple[Reason, ...]
    missing: tuple[FactDefinition, ...]
    from_on: date | None = None
    finding: Finding | None = None

    @property
    def stance(self) -> str:
        """What its person says of it; empty without an account."""
        return self.finding.stance if self.finding else ""

    @property
    def stance_words(self) -> str:
        return str(Finding.Stance(self.stance).label) if self.stance else ""

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
    def first_steps(self) -> str:
        """What to do first; when that step is for one case only («Nouveau-né : …»), the next one too."""
        steps = self.program.steps_fr
        return "; ".join(steps[: 2 if steps and _CASE.match(steps[0]) else 1])

    @property
    def team(self) -> Team | None:
        """Whom to write to about it, when the organization answers here."""
        return next(iter(self.program.organization.teams.all()), None)

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


def passed(codes: Iterable[str], unsure: Iterable[str], definitions: Mapping[str, FactDefinition]) -> list[Answered]:
    """The questions passed, each with what was said of it: they can be answered later."""
    words = {True: _("Vous ne saviez pas"), False: _("Vous avez préféré ne pas répondre")}
    held = set(unsure)
    return [Answered(code, definitions[code].question, words[code in held]) for code in codes if code in definitions]


def show(
    program: Program, outcome: RuleOutcome, basis: Basis, from_on: date | None = None, finding: Finding | None = None
) -> FindingView:
    missing = tuple(basis.definitions[code] for code in outcome.missing)
    return FindingView(program, outcome, explain(outcome.judged, basis), missing, from_on, finding)


def by_verdict(shown: Iterable[FindingView]) -> dict[str, list[FindingView]]:
    """The three lists, in the published order."""
    lists: dict[str, list[FindingView]] = {verdict.value: [] for verdict in Verdict}
    for one in sorted(shown, key=_rank):
        lists[one.verdict].append(one)
    return lists


def _rank(one: FindingView) -> tuple[int, date, str]:
    return len(one.missing), one.from_on or date.max, plain(one.program.name_fr)


def explain(judged: Judged, basis: Basis) -> tuple[Reason, ...]:
    """The reasons of a verdict; the outer « all » is implied. What was refused is told by what refused it, and by what
    was met: what would still be open changes nothing."""
    is_plain_all = not isinstance(judged.node, Leaf) and judged.node.kind == "all" and not judged.node.label_fr
    nodes = telling_limits(judged.parts) if is_plain_all else [judged]
    shown = [node for node in nodes if node.state not in OPEN] if judged.state is NOT_MET else nodes
    return tuple(_reason(node, basis) for node in shown)


def _with_what_decides(text: str, fact: str, basis: Basis) -> str:
    """Of a day known in part, that its rest would decide here; elsewhere nobody is asked for it."""
    if not isinstance(basis.known.get(fact), ValueRange | PartialDay):
        return text
    said = next(str(day) for one in told_facts(fact) if isinstance(day := basis.known.get(one), PartialDay))
    return _("%(words)s : la date complète décide ici (vous avez dit : %(said)s)") % {"words": text, "said": said}


def _reason(judged: Judged, basis: Basis) -> Reason:
    if isinstance(judged.node, Leaf):
        text = leaf_words(judged.node, basis.definitions, basis.known)
        fact = judged.node.fact
        if judged.state is TO_CHECK:
            text = _with_what_decides(text, fact, basis)
        return Reason(judged.state, text, origin=origin_of(fact, basis.origins), questions=told_facts(fact))
    parts = tuple(_reason(part, basis) for part in telling_limits(telling_parts(judged)))
    if len(parts) == 1 and not parts[0].parts and parts[0].state is judged.state and judged.node.kind != "not":
        return replace(parts[0], text=one_line(judged.node.label_fr, parts[0].text))
    default = _("Une de ces conditions") if judged.node.kind == "any" else _("Toutes ces conditions")
    return Reason(judged.state, judged.node.label_fr or default, parts)
