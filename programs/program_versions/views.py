"""The pages of a draft: words, conditions, examples, preview. Each gets the program that its administrator may change;
`admin.py` sees to that."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from portal.clock import today
from portal.criteria.checking import criteria_problems
from portal.criteria.editor.lists import RowList
from portal.criteria.explaining import lines_of
from portal.criteria.vocabulary import UnfitValue, read
from portal.publishing.editing import kept
from portal.publishing.pages import address
from portal.publishing.reading import content_to_edit
from programs.facts.derivations import resolve
from programs.facts.models import FactDefinition
from programs.program_versions.content import Content
from programs.program_versions.criteria_page import ProgramCriteriaEditor
from programs.program_versions.explaining import verdict_words
from programs.program_versions.facts_form import FactForm, PersonaForm, held_facts
from programs.program_versions.pages import page
from programs.program_versions.words_editor import WordsEditor
from programs.programs.examples import personas
from programs.programs.models import Program
from programs.rules.verdicts import compile_rule, evaluate


def edit(section: Any, request: HttpRequest, program: Program) -> HttpResponse:
    """Words, amounts, papers, sources."""
    content = content_to_edit(program)
    data = request.POST if request.method == "POST" else None
    editor = WordsEditor(content, data)
    if data and editor.is_valid() and kept(request, program, editor.written, _refusing(editor.form)):
        return _saved(request, program, "edit")
    title = _("Les mots\u00a0: %(program)s") % {"program": program.name_fr}
    return page(section, request, "edit", title=title, editor=editor, **_about(request, program, editor.is_growing))


def criteria(section: Any, request: HttpRequest, program: Program) -> HttpResponse:
    """The conditions, as rows."""
    content, definitions = content_to_edit(program), FactDefinition.objects.by_code()
    data = request.POST if request.method == "POST" else None
    editor = ProgramCriteriaEditor(content, definitions, data)
    if data and editor.is_valid() and kept(request, program, editor.written, editor.problems.append):
        return _saved(request, program, "criteria")
    title = _("Les conditions\u00a0: %(program)s") % {"program": program.name_fr}
    return page(section, request, "criteria", title=title, editor=editor, **_about(request, program, editor.is_growing))


def preview(section: Any, request: HttpRequest, program: Program) -> HttpResponse:
    """The whole explanation on an invented person or on invented facts. Writes nothing."""
    content, definitions = content_to_edit(program), FactDefinition.objects.by_code()
    data = request.POST if request.method == "POST" else None
    form = PersonaForm(request.GET or None)
    persona = personas().get(form.cleaned_data["personne"]) if form.is_bound and form.is_valid() else None
    held = held_facts(persona["facts"] if persona else {}, definitions)
    facts = RowList("f", FactForm, held, data, definitions=definitions)
    is_read = facts.is_valid()
    explained = _explained(content, dict(facts.written), definitions) if is_read else {}
    if facts.button:
        facts.hush()
    draft = program.versions.open().exists()
    title = _("Aperçu du brouillon\u00a0: %(program)s") if draft else _("Aperçu\u00a0: %(program)s")
    title %= {"program": content["name_fr"]}
    explained = {"verdict": "", "missing": [], "lines": (), "is_broken": False} | explained
    refused = not (is_read or facts.button)
    shown: dict[str, Any] = {
        "status_is_bad": refused,
        "status": 422 if refused else 200,
        "form": form,
        "persona": persona,
        "facts": facts,
        "program": program,
        **explained,
    }
    return page(section, request, "preview", title=title, **shown)


def _explained(content: Content, facts: dict[str, Any], definitions: dict[str, FactDefinition]) -> dict[str, Any]:
    """The verdict, why, and what would be asked next."""
    kinds = {code: row.kind for code, row in definitions.items()}
    if criteria_problems(content["criteria"], kinds):
        return {"is_broken": True}
    try:
        known = resolve(read(kinds, facts), today())
    except UnfitValue:
        raise Http404 from None
    outcome = evaluate(compile_rule(content["criteria"], content["screening_facts"]), known)
    return {
        "verdict": verdict_words(outcome.verdict),
        "lines": lines_of(outcome.judged, definitions, known),
        "missing": [definitions[code].question for code in outcome.missing if code in definitions],
    }


def _about(request: HttpRequest, program: Program, is_growing: bool) -> dict[str, Any]:
    """What every page of the editor needs: the draft, its revision as read, and the answer's status."""
    draft = program.versions.open().first()
    is_posted = request.method == "POST"
    return {
        "program": program,
        "draft": draft,
        "revision": request.POST.get("revision", "0") if is_posted else draft.revision if draft else 0,
        "status_is_bad": is_posted and not is_growing,
        "status": 422 if is_posted and not is_growing else 200,
    }


def _refusing(form: Any) -> Any:
    return lambda message: form.add_error(None, message)


def _saved(request: HttpRequest, program: Program, here: str) -> HttpResponse:
    request.session["draft_done"] = request.POST.get("draft", "")[:200]
    wanted = next((name for name in ("criteria", "examples", "publish") if f"to_{name}" in request.POST), here)
    messages.success(request, _("Le brouillon est enregistré. Rien ne change pour le public avant la publication."))
    return redirect(address(wanted, program))
