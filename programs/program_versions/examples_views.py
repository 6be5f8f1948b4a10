"""The examples of a draft: run as the page is shown, added from invented people, corrected, removed."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from portal.clock import today
from portal.criteria.editor.lists import RowList
from portal.criteria.explaining import lines_of
from portal.foundation.formats.cells import strict_day
from portal.publishing.editing import kept
from portal.publishing.pages import address
from portal.publishing.reading import content_to_edit
from programs.facts.models import FactDefinition
from programs.program_versions.explaining import verdict_words
from programs.program_versions.facts_form import ExampleForm, FactForm, PersonaForm, held_facts
from programs.program_versions.pages import page
from programs.program_versions.review import disagreement, ran
from programs.programs.examples import Example, persona_name, personas
from programs.programs.models import Program

MOST = 80


def examples(section: Any, request: HttpRequest, program: Program) -> HttpResponse:
    """All of them, with what the draft answers today."""
    content, definitions = content_to_edit(program), FactDefinition.objects.by_code()
    shown = [
        {
            "ran": one,
            "expected": verdict_words(one.example["verdict"]),
            "as_of": _day(one.example["as_of"]),
            "trouble": "" if one.agrees else disagreement(one, definitions),
        }
        for one in ran(content, definitions)
    ]
    title = _("Les exemples\u00a0: %(program)s") % {"program": program.name_fr}
    draft = program.versions.open().first()
    return page(
        section, request, "examples", title=title, program=program, examples=shown, draft=draft, people=PersonaForm()
    )


def _day(text: str) -> date | None:
    try:
        return strict_day(text)
    except ValueError:
        return None


def example(section: Any, request: HttpRequest, program: Program, rank: int) -> HttpResponse:
    """One example; the rank after the last is a new one, from an invented person when the address names one."""
    content, definitions = content_to_edit(program), FactDefinition.objects.by_code()
    held: list[Example] = content["examples"]
    if rank > len(held) or rank >= MOST:
        raise Http404
    before = held[rank] if rank < len(held) else _new(request.GET.get("personne", ""))
    data = request.POST if request.method == "POST" else None
    form = ExampleForm(data, initial=before)
    facts = RowList("f", FactForm, held_facts(before["facts"], definitions), data, definitions=definitions)
    if facts.button:
        form.errors.clear()
        facts.hush()
    elif data is not None and _kept(request, program, form, _changed(data, form, facts, held, rank, before)):
        messages.success(request, _("Le brouillon est enregistré avec ses exemples. Voici ce qu’il répond maintenant."))
        return redirect(address("examples", program))
    draft = program.versions.open().first()
    return page(
        section,
        request,
        "example",
        title=_("Exemple\u00a0: %(name)s") % {"name": before["name"] or _("nouveau")},
        program=program,
        form=form,
        facts=facts,
        is_new=rank == len(held),
        explained=_explained(content, definitions, rank),
        revision=data.get("revision", "0") if data is not None else draft.revision if draft else 0,
        status_is_bad=data is not None and not facts.button,
        status=422 if data is not None and not facts.button else 200,
    )


def _kept(request: HttpRequest, program: Program, form: ExampleForm, changed: list[Example] | None) -> bool:
    if changed is None:
        return False
    return kept(request, program, {"examples": changed}, lambda result: form.add_error(None, result)) is not None


def _changed(
    data: Any, form: ExampleForm, facts: RowList, held: list[Example], rank: int, before: Example
) -> list[Example] | None:
    """The examples once this one is written or removed; None when it cannot be."""
    form.full_clean()
    if "remove" in data:
        return held[:rank] + held[rank + 1 :]
    if not all([form.is_valid(), facts.is_valid()]):
        return None
    said = form.cleaned_data
    written = {name: said[name] for name in ("name", "as_of", "verdict")} | {"facts": dict(facts.written)}
    # What was expected beside the verdict holds as long as the verdict and the facts do.
    if all(written[name] == before[name] for name in ("verdict", "facts")):
        written |= {name: before[name] for name in ("missing", "to_check", "persona") if name in before}
    return [*held[:rank], written, *held[rank + 1 :]]


def _new(code: str) -> Example:
    persona = personas().get(code)
    return {
        "name": persona_name(persona) if persona else "",
        "as_of": today().isoformat(),
        "facts": persona["facts"] if persona else {},
        "verdict": "unknown",
    }


def _explained(content: dict[str, Any], definitions: dict[str, FactDefinition], rank: int) -> tuple:
    """Why the draft answers what it answers for this example; nothing for a new one."""
    found = next((one for one in ran(content, definitions) if one.rank == rank and one.outcome), None)
    return lines_of(found.outcome.judged, definitions, found.known) if found and found.outcome else ()
