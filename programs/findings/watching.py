"""Proactive advice on the findings page: turning it on and off, and what the person says of a finding."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.access.policies import citizen_only
from portal.access.visibility import Account, visibility_of
from portal.notices.reading import opened
from portal.people.models import Citizen
from programs.findings.actions import set_stance, turn_off, turn_on
from programs.findings.models import Finding
from programs.findings.questionnaire import questionnaire_of
from programs.profiles.consent import WORDING, advice_is_on
from programs.situations.actions import keep_situation
from programs.situations.answers import forget_answers
from programs.situations.models import Situation


def own_citizen(request: HttpRequest) -> Citizen:
    """The account's own person; 404 for those who have none (staff)."""
    own = visibility_of(request.user).own_citizen_id
    citizen = Citizen.objects.filter(pk=own).first() if own else None
    if citizen is None:
        raise Http404
    return citizen


def watch_panel(user: Account) -> dict[str, Any]:
    """What the findings page needs to offer keeping answers and proactive advice."""
    own = visibility_of(user).own_citizen_id
    citizen = Citizen.objects.filter(pk=own).first() if own else None
    return {
        "can_keep": citizen is not None,
        "is_watching": citizen is not None and advice_is_on(citizen),
        "watch_wording": WORDING,
    }


@citizen_only
@require_POST
def watch(request: HttpRequest) -> HttpResponse:
    """Proactive advice on, in one click; the answers just given are kept with it."""
    citizen, questionnaire = own_citizen(request), questionnaire_of(request)
    if questionnaire.just_answered or questionnaire.answers.declined:
        keep_situation(
            citizen=citizen, given=questionnaire.given, declined=questionnaire.answers.declined, by=request.user
        )
    turn_on(citizen=citizen, by=request.user)
    messages.success(request, _("C’est fait : Relais vous préviendra dans votre espace. Vous pouvez arrêter ici même."))
    return forget_answers(redirect("findings:result"))


@citizen_only
@require_POST
def unwatch(request: HttpRequest) -> HttpResponse:
    """Proactive advice off, in one click; its copy of the facts is already erased when the page answers."""
    turn_off(citizen=own_citizen(request), by=request.user)
    messages.success(
        request, _("C’est arrêté : la copie de vos réponses est effacée. Vos réponses restent dans votre compte.")
    )
    return redirect("findings:result")


@citizen_only
@require_POST
def stance(request: HttpRequest, finding_id: str) -> HttpResponse:
    """«J’en bénéficie déjà», «J’ai fait ma demande», «Pas pour moi», or taking it back."""
    finding = get_object_or_404(Finding.objects.visible_to(request.user), pk=finding_id)
    said = request.POST.get("stance", "")
    if said and said not in Finding.Stance.values:
        raise Http404
    set_stance(finding=finding, stance=said, by=request.user)
    if said:
        messages.success(request, _("C’est noté, chiffré dans votre compte. Vous pouvez revenir là-dessus plus bas."))
    return redirect("findings:result")


def read_news(request: HttpRequest) -> None:
    """Who reads their findings has read the notice that told of them."""
    own = visibility_of(request.user).own_citizen_id if request.user.is_authenticated else None
    situation = Situation.objects.filter(citizen_id=own).first() if own else None
    if situation:
        opened(situation, by=request.user)
