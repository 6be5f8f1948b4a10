"""What pages show of the advisor: findings on a person's space; the papers of a program that they already have."""

import re
from typing import Any

from django import template

from portal import clock
from programs.findings.waiting import findings_of
from programs.life_events.models import LifeEvent
from programs.programs.freshness import doubt_words
from programs.programs.models import Program
from programs.programs.papers import Needs, available_documents, needs_of
from programs.rules.verdicts import Verdict

register = template.Library()
SHOWN = 3
_SENTENCE_END = re.compile(r"(?<=[.!?])\s")


EVENT_ICONS = {
    "naissance": "baby",
    "garde-vers-maternelle": "school",
    "accident-route": "car",
    "perte-emploi": "briefcase",
    "separation": "apart",
    "deces-conjoint": "flower",
    "retraite-65": "sunset",
    "perte-autonomie-70": "home",
    "nouvel-arrivant": "globe",
    "demenagement": "boxes",
    "debut-etudes": "book",
    "handicap": "care",
    "proche-aidant": "hands",
    "accident-travail": "helmet",
}
"""Picture of each life event of the reference data; another one has the compass."""


@register.filter
def event_icon(code: str) -> str:
    return EVENT_ICONS.get(code, "compass")


@register.simple_tag
def life_events() -> list[LifeEvent]:
    """Every life event, in its order, for the pages that begin with them."""
    return list(LifeEvent.objects.only("code", "title_fr"))


@register.filter
def first_sentence(text: str) -> str:
    """The first sentence of a summary, for lists; the page says the rest."""
    return _SENTENCE_END.split(text, maxsplit=1)[0]


@register.simple_tag
def doubt(program: Program) -> str:
    """What the public is told of a page that nobody checked for long; empty when it is fresh."""
    return doubt_words(program, clock.today())


@register.simple_tag(takes_context=True)
def findings_space(context: template.Context) -> dict[str, Any]:
    """The citizen's own findings that could be theirs, or an empty state that leads to the questions."""
    findings = findings_of(context["request"].user)
    current = [finding for finding in findings if not finding.stance]
    possible = [finding for finding in current if finding.verdict is Verdict.ELIGIBLE]
    to_check = [finding for finding in current if finding.verdict is Verdict.UNKNOWN]
    possible.sort(key=lambda finding: finding.program.name_order)
    return {
        "has_situation": bool(findings),
        "possible": possible[:SHOWN],
        "more": max(0, len(possible) - SHOWN),
        "to_check": len(to_check),
    }


@register.simple_tag(takes_context=True)
def papers_of(context: template.Context, program: Program) -> Needs:
    """The papers of a program, and which are in the file of the person who reads, or of `papers_citizen` for whom they
    act. Asked once per request, however many programs the page shows.

    On an agent's screen nothing is said: the one who looks is not the one it is about.
    """
    request, today = context["request"], clock.today()
    user, citizen = request.user, context.get("papers_citizen")
    if not user.is_authenticated or "admin" in request.resolver_match.namespaces:
        return needs_of(program, None, today)
    known = user.__dict__.setdefault("_papers_at_hand", {})
    person = citizen.pk if citizen else None
    if person not in known:
        known[person] = available_documents(user, today, person)
    return needs_of(program, known[person], today)
