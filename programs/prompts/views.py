"""What the advisor says in a dossier; answering a question put in the middle of a matter, leaving it, taking the answer
back: posts only, then back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.access.policies import citizen_only, public
from portal.access.visibility import visibility_of
from portal.audit.readings import tell_represented
from portal.criteria.vocabulary import write_value
from portal.dossiers.models import Dossier
from portal.people.models import Citizen
from programs.facts.base_form import TypedFactForm
from programs.facts.models import FactDefinition
from programs.prompts import answering
from programs.prompts.models import Prompt
from programs.prompts.moments import Moment, moment_at, person_of, prompt_form
from programs.situations.answers import read_answers, write_answers

ANCHOR = "au-bon-moment"
PART = "partie"
"""In the address: only what the page of the dossier loads, after it has shown the rest."""


@citizen_only
@never_cache
@require_safe
def of_dossier(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """The one question of a dossier, and the findings related to it. They cost more than all the rest of its page."""
    mine = Dossier.objects.visible_to(request.user).held_by(request.user).with_names()
    dossier = get_object_or_404(mine, pk=dossier_id)
    tell_represented([dossier], by=request.user, verb="dossier.read")
    moment = moment_at(request, dossier.citizen, team=dossier.team_id, organization=dossier.organization_id)
    is_part = PART in request.GET
    shown = {
        "dossier": dossier,
        "moment": moment,
        "is_part": is_part,
        "back": dossier.get_absolute_url() if is_part else request.path,
    }
    template = "programs/prompts/_moment.html" if is_part else "programs/prompts/of_dossier.html"
    return render(request, template, shown)


@public
@never_cache
@require_POST
def answer(request: HttpRequest, prompt_id: UUID) -> HttpResponse:
    """«keep», «once» or «pass». Public: on a life event's page it is answered without an account, in the cookie."""
    prompt = get_object_or_404(Prompt.objects.in_use().with_words(), pk=prompt_id)
    citizen, form = _concerned(request), prompt_form(prompt, request.POST)
    if "pass" in request.POST:
        return _passed(request, prompt, citizen)
    if not form.is_valid():
        page = {
            "moment": Moment(request, [prompt], citizen),
            "prompt": prompt,
            "form": form,
            "next": _way_back(request),
        }
        return render(request, "programs/prompts/question.html", page, status=422)
    if citizen is not None and "keep" in request.POST:
        if answering.keep_answer(citizen=citizen, fact=prompt.fact, value=form.value(), by=request.user):
            words = _("C’est noté\u00a0: votre réponse est conservée, chiffrée. La suite est plus bas.")
            messages.success(request, words)
        else:
            words = _("Cette question a déjà eu sa réponse, que nous gardons. Pour la changer, reprenez-la d’abord.")
            messages.info(request, words)
        return redirect(_landing(request))
    return _answered_once(request, prompt, citizen, form)


@public
@never_cache
@require_POST
def take_back(request: HttpRequest, fact: str) -> HttpResponse:
    """The answer is erased and the question may be put again."""
    definition, citizen = get_object_or_404(FactDefinition, pk=fact), _concerned(request)
    if citizen is not None:
        answering.take_back(citizen=citizen, fact=definition, by=request.user)
    messages.success(
        request, _("C’est fait : votre réponse est effacée, et la question peut vous être posée de nouveau.")
    )
    person = person_of(request, citizen)
    answers = read_answers(request, person)
    answers.forget(fact)
    return write_answers(redirect(_landing(request)), answers, person)


def _passed(request: HttpRequest, prompt: Prompt, citizen: Citizen | None) -> HttpResponse:
    messages.success(request, _("C’est noté : la question ne reviendra pas. Rien ne change pour votre dossier."))
    if citizen is not None:
        answering.leave_unanswered(citizen=citizen, fact=prompt.fact, by=request.user)
        return redirect(_landing(request))
    answers = read_answers(request)
    answers.decline(prompt.fact_id)
    return write_answers(redirect(_landing(request)), answers)


def _answered_once(request: HttpRequest, prompt: Prompt, citizen: Citizen | None, form: TypedFactForm) -> HttpResponse:
    if citizen is not None:
        answering.answer_once(citizen=citizen, fact=prompt.fact, by=request.user)
    person = person_of(request, citizen)
    answers = read_answers(request, person)
    answers.answer(prompt.fact_id, write_value(form.value()))
    messages.success(request, _("C’est noté, sans conserver votre réponse. La suite est plus bas."))
    return write_answers(redirect(_landing(request)), answers, person)


def _concerned(request: HttpRequest) -> Citizen | None:
    """Whose answer: the person named by the form when this account acts for them (404 otherwise), else one's own."""
    visibility, named = visibility_of(request.user), request.POST.get("citizen", "")
    if not named:
        return Citizen.objects.filter(pk=visibility.own_citizen_id).first() if visibility.own_citizen_id else None
    try:
        key = UUID(named)
    except ValueError:
        raise Http404 from None
    return get_object_or_404(Citizen.objects.filter(pk__in=visibility.citizen_ids), pk=key)


def _way_back(request: HttpRequest) -> str:
    """The page where the question stood; ours only."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours and wanted.startswith("/") else reverse("findings:result")


def _landing(request: HttpRequest) -> str:
    return f"{_way_back(request)}#{ANCHOR}"
