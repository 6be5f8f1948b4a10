"""Where the pages of a program are in «gestion», and how one is drawn."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from programs.program_versions import actions
from programs.program_versions.models import ProgramVersion
from programs.programs.models import Program

FOLDER = "admin/programs/program"


def address(name: str, program: Program, **more: Any) -> str:
    return reverse(f"admin:programs_program_{name}", kwargs={"pk": program.pk, **more})


def page(section: Any, request: HttpRequest, name: str, **values: Any) -> HttpResponse:
    status = values.pop("status", 200)
    done = request.POST.get("draft", "")[:200] or request.session.pop("program_draft_done", "")
    # `draft_done`: what the tab kept of the page that was sent; this page holds it, or it is saved.
    here = {"here": name, "draft_done": done, "program": None}
    context = {**section.admin_site.each_context(request), "opts": section.opts, **here, **values}
    return TemplateResponse(request, f"{FOLDER}/{name}.html", context, status=status)


def revision_of(request: HttpRequest) -> int:
    """The draft's revision that the page showed; -1, which is never right, when it says something else."""
    typed = request.POST.get("revision", "0")
    return int(typed) if typed.isdigit() and len(typed) < 9 else -1


def kept(
    request: HttpRequest, program: Program, changes: dict[str, Any], refuse: Callable[[str], None]
) -> ProgramVersion | None:
    """Writes the draft; when somebody else wrote it meanwhile, says so and keeps what was typed on the page."""
    try:
        return actions.write(program=program, changes=changes, revision=revision_of(request), by=request.user)
    except actions.EditedMeanwhile:
        text = _("Une autre personne a enregistré ce brouillon pendant que vous l’écriviez.")
        how = _("Copiez ce que vous venez d’écrire, puis rouvrez la page pour partir de sa version.")
        refuse(f"{text} {how}")
        return None
