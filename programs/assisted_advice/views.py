"""The pages of the telephone questionnaire, in «gestion»: for agents and supervisors.

The answers are in this browser’s sealed cookie, for thirty minutes, and nowhere else; the admin site lets none of these
pages be cached. When a person asks to see what they keep, their findings are open beside (`opened.py`), until the agent
ends the call.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.audit.readings import tell
from portal.criteria.vocabulary import write_value
from portal.dossiers.models import Dossier
from portal.people.models import Citizen
from programs.assisted_advice.actions import keep, note_stance, open_findings, print_letter
from programs.assisted_advice.forms import OPEN_WORDING, WORDING, KeepForm, OpenForm
from programs.assisted_advice.opened import forget_opened, opened_person, remember_opened
from programs.assisted_advice.querysets import openable_by
from programs.facts.forms import answer_form
from programs.findings.forms import ScopeForm
from programs.findings.models import Finding
from programs.findings.presentation import FindingView, answered, by_verdict, show
from programs.findings.questionnaire import Questionnaire
from programs.findings.scopes import EVERYTHING, programs_of
from programs.situations.answers import Answers, forget_answers, read_answers, write_answers
from programs.situations.models import Situation

_QUESTIONNAIRE = "admin:programs_program_assisted"


def _page(section: Any, request: HttpRequest, name: str, **values: Any) -> HttpResponse:
    status = values.pop("status", 200)
    if opened := opened_person(request):
        tell([opened], by=request.user, verb="assisted.read")
    frame = {"opts": section.opts, "here": "assisted", "draft_done": "", "program": None}
    context = {**section.admin_site.each_context(request), **frame, **values}
    return TemplateResponse(request, f"admin/assisted_advice/{name}.html", context, status=status)


def _questionnaire(request: HttpRequest, person: Citizen | None = None) -> Questionnaire:
    """Of the person on the line: never of the agent's own file. `person`: whose answers are open."""
    person = person or opened_person(request)
    return Questionnaire(read_answers(request), Situation.objects.filter(citizen=person).first() if person else None)


def start(section: Any, request: HttpRequest) -> HttpResponse:
    """What to say first, and about what to ask. Each call begins with nothing known."""
    form = ScopeForm(request.POST or None, initial={"scope": EVERYTHING})
    if request.method == "POST" and form.is_valid():
        forget_opened(request)
        return write_answers(redirect(f"{_QUESTIONNAIRE}_next"), Answers(scope=form.cleaned_data["scope"]))
    return _page(section, request, "start", title=_("Questionnaire au téléphone"), form=form)


def person(section: Any, request: HttpRequest, citizen: UUID) -> HttpResponse:
    """The findings of somebody who asks to see them: the words to read, then their screen. 404 for anybody else's."""
    person = get_object_or_404(openable_by(request.user), pk=citizen)
    form = OpenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        open_findings(citizen=person, by=request.user)
        remember_opened(request, person)
        return write_answers(redirect(f"{_QUESTIONNAIRE}_result"), Answers(scope=EVERYTHING))
    fields = {"form": form, "person": person, "wording": OPEN_WORDING, "status": 422 if form.errors else 200}
    return _page(section, request, "person", title=_("Ouvrir les pistes d’une personne"), **fields)


def next_question(section: Any, request: HttpRequest) -> HttpResponse:
    questions = _questionnaire(request).questions
    return redirect(f"{_QUESTIONNAIRE}_question", questions[0]) if questions else redirect(f"{_QUESTIONNAIRE}_result")


def question(section: Any, request: HttpRequest, fact: str) -> HttpResponse:
    """One question to read aloud."""
    questionnaire = _questionnaire(request)
    definition = questionnaire.definitions.get(fact)
    if definition is None or definition.is_derived:
        raise Http404
    known = {"value": questionnaire.given[fact], "is_known": True} if fact in questionnaire.given else {}
    form = answer_form(definition, request.POST or None, **known)
    if request.method == "POST" and "skip" in request.POST:
        questionnaire.answers.decline(fact)
        return write_answers(redirect(f"{_QUESTIONNAIRE}_next"), questionnaire.answers)
    if request.method == "POST" and "add" not in request.POST and form.is_valid():
        questionnaire.answers.answer(fact, write_value(form.value()))
        return write_answers(redirect(f"{_QUESTIONNAIRE}_next"), questionnaire.answers)
    fields = {
        "form": form,
        "definition": definition,
        "questionnaire": questionnaire,
        "before": questionnaire.before(fact),
    }
    return _page(section, request, "question", title=_("Questionnaire au téléphone"), **fields)


def result(section: Any, request: HttpRequest) -> HttpResponse:
    """The same lists, order and words as the person would read; keeping them when they say yes."""
    opened = opened_person(request)
    questionnaire = _questionnaire(request, opened)
    form = KeepForm(request.POST or None, asks_number=opened is None)
    if request.method == "POST" and form.is_valid() and _kept(request, questionnaire, form, opened):
        forget_opened(request)
        return forget_answers(redirect(_QUESTIONNAIRE))
    shown = _shown(questionnaire, opened)
    return _page(
        section,
        request,
        "result",
        title=_("Ce que disent les réponses"),
        questionnaire=questionnaire,
        person=opened,
        lists=by_verdict(one for one in shown if not one.stance),
        set_aside=[one for one in shown if one.stance],
        stances=Finding.Stance,
        answered=answered(questionnaire.given, questionnaire.definitions),
        next=questionnaire.questions[0] if questionnaire.questions else "",
        form=form,
        wording=WORDING,
        status=422 if form.errors else 200,
    )


def stance(section: Any, request: HttpRequest, finding: UUID) -> HttpResponse:
    """What the person on the line says of a finding; "" takes it back. 404 for anybody else's."""
    person, said = opened_person(request), request.POST.get("stance", "")
    if person is None or (said and said not in Finding.Stance.values):
        raise Http404
    try:
        note_stance(citizen=person, finding=finding, stance=said, by=request.user)
    except Finding.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, _("C’est noté dans son espace, chiffré. La personne peut revenir là-dessus."))
    return redirect(f"{_QUESTIONNAIRE}_result")


def letter(section: Any, request: HttpRequest) -> HttpResponse:
    """The result to post, or to hand over."""
    if request.method != "POST":
        return redirect(f"{_QUESTIONNAIRE}_result")
    if opened := opened_person(request):
        tell([opened], by=request.user, verb="assisted.read")
    pdf = print_letter(lists=by_verdict(_shown(_questionnaire(request))), by=request.user)
    headers = {"Content-Disposition": 'attachment; filename="programmes.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def finish(section: Any, request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return redirect(f"{_QUESTIONNAIRE}_result")
    forget_opened(request)
    messages.success(request, _("Les réponses sont effacées de l’écran. Il est prêt pour l’appel suivant."))
    return forget_answers(redirect(reverse(_QUESTIONNAIRE)))


def _kept(request: HttpRequest, questionnaire: Questionnaire, form: KeepForm, opened: Citizen | None) -> bool:
    """Only in the file of somebody whom this agent serves; of somebody whose file is open, in that one only."""
    citizen = opened or _citizen_of(request, form.cleaned_data["dossier"].strip())
    if citizen is None:
        form.add_error("dossier", _("Aucun dossier de vos équipes n’a ce numéro. Vérifiez-le avec la personne."))
        return False
    if citizen.died_on:
        form.add_error("dossier", _("Un décès est noté\u00a0: rien ne s’ajoute. Corrigez-le d’abord."))
        return False
    keep(citizen=citizen, given=questionnaire.given, declined=questionnaire.answers.declined, by=request.user)
    messages.success(request, _("Les réponses sont dans le dossier de la personne, chiffrées."))
    return True


def _citizen_of(request: HttpRequest, number: str) -> Citizen | None:
    mine = Dossier.objects.visible_to(request.user).filter(number=number).select_related("citizen").first()
    return mine.citizen if mine else None


def _shown(questionnaire: Questionnaire, person: Citizen | None = None) -> list[FindingView]:
    """Programs of the scope; with what `person` said of each, whose findings are open."""
    kept = {one.program_id: one for one in Finding.objects.filter(citizen=person)} if person else {}
    programs = (
        programs_of(questionnaire.answers.scope).select_related("organization").prefetch_related("organization__teams")
    )
    return [
        show(
            one,
            questionnaire.outcomes[one.code],
            questionnaire.basis,
            questionnaire.opens.get(one.code),
            kept.get(one.pk),
        )
        for one in programs
    ]
