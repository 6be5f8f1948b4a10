"""Questions at the right moment, for pages composed in templates.

`{% moment_of_team team citizen as moment %}`, `{% moment_of_event event as moment %}`, `{% moment_of_deadline kind.code
citizen as moment %}`, then `{% include "programs/prompts/_moment.html" %}`. None where there is nothing to ask or show.
`{% may_be_advised citizen as advised %}`: on the page of a dossier, which loads its own afterwards
(`views.of_dossier`).
"""

from django import template
from django.http import HttpRequest

from portal.access.visibility import visibility_of
from portal.organizations.models import Team
from portal.people.models import Citizen
from programs.facts.models import FactDefinition
from programs.life_events.models import LifeEvent
from programs.prompts.moments import Moment, moment_at
from programs.situations.models import AskedFact

register = template.Library()


@register.simple_tag(takes_context=True)
def may_be_advised(context: template.Context, citizen: Citizen) -> bool:
    """Themselves, or who acts for them: nobody else reads what the advisor says."""
    return citizen.pk in visibility_of(context["request"].user).citizen_ids


@register.simple_tag(takes_context=True)
def moment_of_team(context: template.Context, team: Team, citizen: Citizen) -> Moment | None:
    """In a conversation with a team, or after a requested document was sent to it."""
    return moment_at(context["request"], citizen, team=team.pk)


@register.simple_tag(takes_context=True)
def moment_of_deadline(context: template.Context, code: str, citizen: Citizen) -> Moment | None:
    """While a deadline of that kind is followed."""
    return moment_at(context["request"], citizen, deadline=code)


@register.simple_tag(takes_context=True)
def moment_of_event(context: template.Context, event: LifeEvent) -> Moment | None:
    """On the public page of a life event: for oneself, or without an account."""
    return moment_at(context["request"], _own(context["request"]), life_event=event.pk)


@register.simple_tag(takes_context=True)
def settled_questions(context: template.Context) -> list[FactDefinition]:
    """One's own questions left unanswered or answered without keeping, on the page of one's answers."""
    own = visibility_of(context["request"].user).own_citizen_id
    if own is None:
        return []
    asked = (
        AskedFact.objects.filter(citizen_id=own).exclude(outcome=AskedFact.Outcome.KEPT).select_related("definition")
    )
    return [one.definition for one in asked.order_by("settled_at", "pk")]


def _own(request: HttpRequest) -> Citizen | None:
    own = visibility_of(request.user).own_citizen_id
    return Citizen.objects.filter(pk=own).first() if own else None
