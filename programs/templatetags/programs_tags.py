"""What pages show of the advisor: findings on a person's space; the papers of a program that they already have."""

from typing import Any

from django import template

from portal import clock
from portal.access.reach import reach_of
from programs.findings.models import Finding
from programs.programs.models import Program
from programs.programs.papers import Needs, at_hand, needs_of
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


@register.simple_tag(takes_context=True)
def papers_of(context: template.Context, program: Program) -> Needs:
    """The papers of a program. The person's own are asked once per request, however many programs the page shows.

    On an agent's screen nothing is said: the one who looks is not the one it is about.
    """
    request = context["request"]
    user = request.user
    if not user.is_authenticated or "admin" in request.resolver_match.namespaces:
        return needs_of(program, None, clock.today())
    if "_papers_at_hand" not in user.__dict__:
        user.__dict__["_papers_at_hand"] = at_hand(user, clock.today()) if reach_of(user).own_citizen_id else None
    return needs_of(program, user.__dict__["_papers_at_hand"], clock.today())
