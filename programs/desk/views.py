"""The pages of the desk, in «gestion»: for agents and supervisors. The answers are in this browser's sealed cookie,
for thirty minutes, and nowhere else; the admin site lets none of these pages be cached.

When a person asks to see what they keep, their findings are open beside (`opened.py`), until the agent ends the call.
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
from portal.dossiers.models import Dossier
from portal.people.models import Citizen
from programs.desk.actions import keep, open_findings, print_letter
from programs.desk.forms import OPEN_WORDING, WORDING, KeepForm, OpenForm
from programs.desk.opened import forget_opened, opened_person, remember_opened
from programs.desk.querysets import openable_by
from programs.facts.forms import answer_form
from programs.facts.vocabulary import write_value
from programs.findings.forms import ScopeForm
from programs.findings.presentation import Shown, answered, by_verdict, show
from programs.findings.scopes import EVERYTHING, programs_of
from programs.findings.walk import Walk
from programs.situations.answers import Answers, forget_answers, read_answers, write_answers
from programs.situations.models import Situation

_DESK = "admin:programs_program_desk"


def _page(room: Any, request: HttpRequest, name: str, **told: Any) -> HttpResponse:
    status = told.pop("status", 200)
    if opened := opened_person(request):
        tell([opened], by=request.user, verb="desk.read")
    frame = {"opts": room.opts, "here": "desk", "draft_done": "", "program": None}
    context = {**room.admin_site.each_context(request), **frame, **told}
    return TemplateResponse(request, f"admin/programs/desk/{name}.html", context, status=status)


def _walk(request: HttpRequest, person: Citizen | None = None) -> Walk:
    """Of the person on the line: never of the agent's own file. `person`: whose answers are open."""
    person = person or opened_person(request)
    return Walk(read_answers(request), Situation.objects.filter(citizen=person).first() if person else None)


def start(room: Any, request: HttpRequest) -> HttpResponse:
    """What to say first, and about what to ask. Each call begins with nothing known."""
    form = ScopeForm(request.POST or None, initial={"scope": EVERYTHING})
    if request.method == "POST" and form.is_valid():
        forget_opened(request)
        return write_answers(redirect(f"{_DESK}_next"), Answers(scope=form.cleaned_data["scope"]))
    return _page(room, request, "start", title=_("Questionnaire au téléphone"), form=form)


def person(room: Any, request: HttpRequest, citizen: UUID) -> HttpResponse:
    """The findings of somebody who asks to see them: the words to read, then their screen. 404 for anybody else's."""
    person = get_object_or_404(openable_by(request.user), pk=citizen)
    form = OpenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        open_findings(citizen=person, by=request.user)
        remember_opened(request, person)
        return write_answers(redirect(f"{_DESK}_result"), Answers(scope=EVERYTHING))
    told = {"form": form, "person": person, "wording": OPEN_WORDING, "status": 422 if form.errors else 200}
    return _page(room, request, "person", title=_("Ouvrir les pistes d’une personne"), **told)


def next_question(room: Any, request: HttpRequest) -> HttpResponse:
    questions = _walk(request).questions
    return redirect(f"{_DESK}_question", questions[0]) if questions else redirect(f"{_DESK}_result")


def question(room: Any, request: HttpRequest, fact: str) -> HttpResponse:
    """One question to read aloud."""
    walk = _walk(request)
    definition = walk.definitions.get(fact)
    if definition is None or definition.is_derived:
        raise Http404
    known = {"value": walk.given[fact], "is_known": True} if fact in walk.given else {}
    form = answer_form(definition, request.POST or None, **known)
    if request.method == "POST" and "skip" in request.POST:
        walk.answers.decline(fact)
        return write_answers(redirect(f"{_DESK}_next"), walk.answers)
    if request.method == "POST" and "add" not in request.POST and form.is_valid():
        walk.answers.answer(fact, write_value(form.value()))
        return write_answers(redirect(f"{_DESK}_next"), walk.answers)
    told = {"form": form, "definition": definition, "walk": walk, "before": walk.before(fact)}
    return _page(room, request, "question", title=_("Questionnaire au téléphone"), **told)


def result(room: Any, request: HttpRequest) -> HttpResponse:
    """The same lists, order and words as the person would read; keeping them when they say yes."""
    opened = opened_person(request)
    walk = _walk(request, opened)
    form = KeepForm(request.POST or None, asks_number=opened is None)
    if request.method == "POST" and form.is_valid() and _kept(request, walk, form, opened):
        forget_opened(request)
        return forget_answers(redirect(_DESK))
    return _page(
        room,
        request,
        "result",
        title=_("Ce que disent les réponses"),
        walk=walk,
        person=opened,
        lists=by_verdict(_shown(walk)),
        answered=answered(walk.given, walk.definitions),
        next=walk.questions[0] if walk.questions else "",
        form=form,
        wording=WORDING,
        status=422 if form.errors else 200,
    )


def letter(room: Any, request: HttpRequest) -> HttpResponse:
    """The result to post, or to hand over."""
    if request.method != "POST":
        return redirect(f"{_DESK}_result")
    if opened := opened_person(request):
        tell([opened], by=request.user, verb="desk.read")
    pdf = print_letter(lists=by_verdict(_shown(_walk(request))), by=request.user)
    headers = {"Content-Disposition": 'attachment; filename="programmes.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def finish(room: Any, request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return redirect(f"{_DESK}_result")
    forget_opened(request)
    messages.success(request, _("Les réponses sont effacées de l’écran. Il est prêt pour l’appel suivant."))
    return forget_answers(redirect(reverse(_DESK)))


def _kept(request: HttpRequest, walk: Walk, form: KeepForm, opened: Citizen | None) -> bool:
    """Only in the file of somebody whom this agent serves; of somebody whose file is open, in that one only."""
    citizen = opened or _citizen_of(request, form.cleaned_data["dossier"].strip())
    if citizen is None:
        form.add_error("dossier", _("Aucun dossier de vos équipes n’a ce numéro. Vérifiez-le avec la personne."))
        return False
    keep(citizen=citizen, given=walk.given, declined=walk.answers.declined, by=request.user)
    messages.success(request, _("Les réponses sont dans le dossier de la personne, chiffrées."))
    return True


def _citizen_of(request: HttpRequest, number: str) -> Citizen | None:
    mine = Dossier.objects.visible_to(request.user).filter(number=number).select_related("citizen").first()
    return mine.citizen if mine else None


def _shown(walk: Walk) -> list[Shown]:
    programs = programs_of(walk.answers.scope).select_related("organization").prefetch_related("organization__teams")
    return [show(one, walk.outcomes[one.code], walk.basis, walk.opens.get(one.code)) for one in programs]
