"""What an agent would read of a finding: words only, no answer's value."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from portal import clock
from programs.facts.crossings import given_on
from programs.facts.derivations import resolve
from programs.facts.models import FactDefinition
from programs.findings.models import Finding
from programs.findings.presentation import VERDICT_WORDS, Basis, FindingView, Reason, show
from programs.programs.rulebook import published_rules
from programs.rules.verdicts import evaluate


class NothingToShow(ValueError):
    """The answers were erased, or the program is no longer published."""


def shown_now(finding: Finding) -> FindingView:
    """The finding as its person reads it today. Raises NothingToShow."""
    situation = getattr(finding.citizen, "situation", None)
    rule = published_rules().get(finding.program.code)
    if situation is None or rule is None:
        raise NothingToShow
    today = clock.today(finding.citizen.time_zone)
    known = resolve(given_on(situation.remembered(), today), today)
    basis = Basis(FactDefinition.objects.by_code(), known, situation.origins())
    return show(finding.program, evaluate(rule, known), basis, finding.from_on, finding)


def snapshot_of(shown: FindingView) -> dict[str, Any]:
    """Words only: the verdict, each condition and its state, the questions left. No answer's value."""
    return {
        "program": shown.program.name_fr,
        "verdict": str(VERDICT_WORDS[shown.outcome.verdict]),
        "from_on": shown.from_on.isoformat() if shown.from_on else "",
        "reasons": list(_flat(shown.reasons, 0)),
        "questions": [row.question for row in shown.missing],
    }


def _flat(reasons: Iterable[Reason], depth: int) -> Iterator[dict[str, Any]]:
    for reason in reasons:
        yield {"depth": depth, "icon": reason.icon, "state": reason.words, "text": reason.text or _("Condition")}
        yield from _flat(reason.parts, depth + 1)
