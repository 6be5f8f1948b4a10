"""The public catalogue: the list and one program."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.access.policies import public
from portal.catalogue.narrowing import chosen
from portal.catalogue.shared_pages import shared
from portal.criteria.nodes import read_tree
from portal.criteria.wording import criteria_lines
from programs.facts.models import FactDefinition
from programs.programs.forms import CatalogueForm
from programs.programs.models import Program
from programs.programs.wording import amount_lines, source_lines


@public
@require_safe
@shared
def catalogue(request: HttpRequest) -> HttpResponse:
    """All published programs by theme, with filters and a search that forgives accents."""
    form = CatalogueForm(request.GET)
    form.is_valid()
    found = form.narrowed().select_related("organization").defer("criteria", "sources", "documents")
    page = {
        "form": form,
        "themes": _by_theme(found),
        "count": len(found),
        "chosen": chosen(form, reverse("programs:catalogue")),
    }
    return render(request, "programs/programs/catalogue.html", page)


@public
@require_safe
@shared
def program(request: HttpRequest, code: str) -> HttpResponse:
    """Everything about one program, with years, confidence and sources."""
    found = get_object_or_404(Program.objects.published().select_related("organization"), code=code)
    lines = criteria_lines(read_tree(found.criteria), FactDefinition.objects.by_code())
    page = {"program": found, "amounts": amount_lines(found), "criteria": lines, "sources": source_lines(found)}
    return render(request, "programs/programs/program.html", page)


def _by_theme(programs: QuerySet[Program]) -> list[tuple[str, list[Program]]]:
    """Programs under their theme's words, themes in alphabetical order."""
    themes: dict[str, list[Program]] = {}
    for one in programs:
        themes.setdefault(str(one.get_theme_display()), []).append(one)
    return sorted(themes.items())
