"""The advisor's pages: start, one question per page, the findings, keeping and erasing."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.access.policies import citizen_only, public
from portal.access.visibility import visibility_of
from portal.criteria.vocabulary import write_value
from portal.people.models import Citizen
from programs.counts.actions import count
from programs.counts.models import ProgramCount
from programs.facts.base_form import TypedFactForm
from programs.facts.forms import answer_form
from programs.facts.models import FactDefinition
from programs.findings.actions import advise, forget
from programs.findings.forms import ScopeForm
from programs.findings.models import Finding
from programs.findings.presentation import answered, by_verdict, passed
from programs.findings.questionnaire import Questionnaire, questionnaire_of, shown_of
from programs.findings.scopes import EVENT, EVERYTHING, PROGRAM, words_of
from programs.findings.summary import summary
from programs.findings.watching import own_citizen, read_news, watch_panel
from programs.programs.models import Program
from programs.rules.verdicts import Verdict
from programs.situations.actions import keep_situation
from programs.situations.answers import forget_answers, read_answers, write_answers

TO_FINDINGS = "pistes"
# «Je ne sais pas»; any other value of the button is «Je préfère ne pas répondre».
UNSURE = "unsure"


@public
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """What this is, what becomes of the answers, and about what to ask."""
    answers = read_answers(request)
    form = ScopeForm(request.POST or None, initial={"scope": answers.scope or EVERYTHING})
    if request.method == "POST" and form.is_valid():
        answers.scope = form.cleaned_data["scope"]
        return write_answers(redirect("findings:next_question"), answers)
    count = Program.objects.published().count()
    return render(request, "programs/findings/start.html", {"form": form, "count": count, "answers": answers})


@public
@require_POST
def start_for_program(request: HttpRequest, code: str) -> HttpResponse:
    """Only the questions of one program."""
    if not Program.objects.published().filter(code=code).exists():
        raise Http404
    count(step=ProgramCount.Step.OPENED, programs=Program.objects.filter(code=code))
    answers = read_answers(request)
    answers.scope = f"{PROGRAM}{code}"
    return write_answers(redirect("findings:next_question"), answers)


@public
@require_POST
def start_for_event(request: HttpRequest, code: str) -> HttpResponse:
    """Only the questions of what happens in one life event."""
    answers = read_answers(request)
    answers.scope = f"{EVENT}{code}"
    if not words_of(answers.scope):
        raise Http404
    return write_answers(redirect("findings:next_question"), answers)


@public
@never_cache
@require_safe
def next_question(request: HttpRequest) -> HttpResponse:
    """To the most decisive question still worth asking, or to the findings when none is."""
    questions = questionnaire_of(request).questions
    return redirect("findings:question", questions[0]) if questions else redirect("findings:result")


@public
@never_cache
def question(request: HttpRequest, fact: str) -> HttpResponse:
    """One question. An earlier answer is shown again; changing it loses none of the others."""
    questionnaire = questionnaire_of(request)
    definition = questionnaire.definitions.get(fact)
    if definition is None or definition.is_derived:
        raise Http404
    form = answer_form(definition, request.POST or None, **_prefilled(request, questionnaire, fact))
    if request.method == "POST" and "skip" in request.POST:
        questionnaire.answers.decline(fact, is_unsure=request.POST["skip"] == UNSURE)
        return _onward(request, questionnaire)
    if request.method == "POST" and "add" not in request.POST and form.is_valid():
        questionnaire.answers.answer(fact, write_value(form.value()))
        return _onward(request, questionnaire)
    return render(request, "programs/findings/question.html", _question_page(request, questionnaire, definition, form))


@public
@never_cache
@require_safe
def result(request: HttpRequest) -> HttpResponse:
    """The findings so far: could be entitled, to check, not now."""
    questionnaire = questionnaire_of(request)
    shown = shown_of(questionnaire, Finding.objects.own_of(request.user))
    lists = by_verdict(one for one in shown if not one.stance)
    page = {
        "questionnaire": questionnaire,
        "lists": lists,
        "summary": summary(lists),
        "set_aside": [one for one in shown if one.stance],
        "next": questionnaire.definitions[questionnaire.questions[0]] if questionnaire.questions else None,
        "answered": answered(questionnaire.given, questionnaire.definitions),
        "passed": passed(questionnaire.answers.declined, questionnaire.answers.unsure, questionnaire.definitions),
        "stances": Finding.Stance,
        "is_unkept": bool(questionnaire.just_answered),
    }
    read_news(request)
    return render(request, "programs/findings/result.html", page | watch_panel(request.user))


@citizen_only
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keeps the answers, sealed, and the findings that they give."""
    citizen = own_citizen(request)
    questionnaire = questionnaire_of(request)
    if not questionnaire.just_answered and not questionnaire.answers.declined:
        messages.info(request, _("Il n’y a plus de réponse à conserver : elles s’effacent après 30 minutes."))
        return redirect("findings:result")
    keep_situation(citizen=citizen, given=questionnaire.given, declined=questionnaire.answers.declined, by=request.user)
    advise(citizen=citizen, by=request.user)
    messages.success(request, _("Vos réponses sont conservées, chiffrées. Vous pouvez les effacer en tout temps."))
    return forget_answers(redirect("findings:result"))


@public
@never_cache
@require_safe
def to_account(request: HttpRequest) -> HttpResponse:
    """To the account where the answers can be kept; the cookie gets another thirty minutes, the time of a sign-up."""
    door = "account_login" if "deja" in request.GET else "account_signup"
    query = QueryDict(mutable=True)
    query[REDIRECT_FIELD_NAME] = f"{reverse('findings:result')}#conserver"
    return write_answers(redirect(f"{reverse(door)}?{query.urlencode()}"), read_answers(request))


@public
@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """«Ne pas les conserver»: this browser's answers go; what the account keeps stays."""
    messages.success(request, _("Ces réponses sont effacées. Ce que votre compte conserve n’a pas changé."))
    return forget_answers(redirect("findings:result"))


@public
@require_POST
def erase(request: HttpRequest) -> HttpResponse:
    """Erases the cookie's answers; with an account, the kept situation and its findings too."""
    if visibility_of(request.user).own_citizen_id:
        forget(citizen=own_citizen(request), by=request.user)
    messages.success(request, _("Vos réponses sont effacées."))
    return forget_answers(redirect("findings:start"))


def _onward(request: HttpRequest, questionnaire: Questionnaire) -> HttpResponse:
    """After an answer: back to the findings when it was corrected from there, or at the pause; else on."""
    is_correction = request.GET.get("vers") == TO_FINDINGS
    wants_findings = is_correction or questionnaire.is_at_pause
    now = Questionnaire(questionnaire.answers, questionnaire.situation)
    if not is_correction and now.shows_findings_first:
        _count_seen(now)
    return write_answers(
        redirect("findings:result" if wants_findings else "findings:next_question"), questionnaire.answers
    )


def _count_seen(questionnaire: Questionnaire) -> None:
    """The answers lead to the findings: one more for each program that they leave possible. Of nobody."""
    possible = [code for code, outcome in questionnaire.outcomes.items() if outcome.verdict is not Verdict.NOT_ELIGIBLE]
    count(step=ProgramCount.Step.SEEN, programs=Program.objects.filter(code__in=possible))


def _question_page(
    request: HttpRequest, questionnaire: Questionnaire, definition: FactDefinition, form: TypedFactForm
) -> dict:
    seen = questionnaire.answers.seen
    rank = seen.index(definition.code) + 1 if definition.code in seen else len(seen) + 1
    return {
        "form": form,
        "definition": definition,
        "questionnaire": questionnaire,
        "rank": rank,
        "before": questionnaire.before(definition.code),
        "is_correction": request.GET.get("vers") == TO_FINDINGS,
    }


def _prefilled(request: HttpRequest, questionnaire: Questionnaire, fact: str) -> dict[str, Any]:
    """An earlier answer; or what the portal already knows of the birth, for the person to confirm."""
    if fact in questionnaire.given:
        return {"value": questionnaire.given[fact], "is_known": True}
    own = visibility_of(request.user).own_citizen_id if fact == "birth_date" else None
    person = Citizen.objects.filter(pk=own).first() if own else None
    known = person.birth.known if person and person.birth else None
    return {"value": known, "is_known": known is not None}
