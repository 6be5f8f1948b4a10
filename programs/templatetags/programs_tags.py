"""What the pages of others show of the advisor: findings on a person's space."""

from typing import Any

from django import template

from portal.access.reach import reach_of
from programs.findings.models import Finding
from programs.programs.texts import plain
from programs.rules.verdicts import Verdict

register = template.Library()
SHOWN = 3


@register.simple_tag(takes_context=True)
def findings_space(context: template.Context) -> dict[str, Any]:
    """The citizen's own findings that could be theirs, or an empty state that leads to the questions."""
    own = reach_of(context["request"].user).own_citizen_id
    findings = list(Finding.objects.filter(citizen_id=own).select_related("program")) if own else []
    current = [finding for finding in findings if not finding.stance]
    possible = [finding for finding in current if finding.verdict is Verdict.ELIGIBLE]
    to_check = [finding for finding in current if finding.verdict is Verdict.UNKNOWN]
    possible.sort(key=lambda finding: plain(finding.program.name_fr))
    return {
        "has_situation": bool(findings),
        "possible": possible[:SHOWN],
        "more": max(0, len(possible) - SHOWN),
        "to_check": len(to_check),
    }
