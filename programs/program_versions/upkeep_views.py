"""The work list: records of one's organizations that are stale or incomplete, and the share of complete ones."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.clock import today
from programs.counts.shown import shown_counts
from programs.program_versions.pages import page
from programs.programs.models import Program
from programs.programs.upkeep import gaps
from programs.scans.plan import left_out

_UNSCANNED = gettext_lazy(
    "Une de ses conditions ne se vérifie pas pour tout le monde à la fois\u00a0: personne n’en est prévenu "
    "sans l’avoir demandé. Dites-le à l’exploitation de Relais."
)


def to_check(section: Any, request: HttpRequest) -> HttpResponse:
    """Those with the most to do first; then what people saw, opened and asked in the last thirty days."""
    programs = list(Program.objects.published().administered_by(request.user).select_related("organization"))
    unscanned = left_out()
    found = [(one, [*gaps(one, today()), *([_UNSCANNED] if one.code in unscanned else [])]) for one in programs]
    waiting = sorted((pair for pair in found if pair[1]), key=lambda pair: (-len(pair[1]), pair[0].name_order))
    complete = len(found) - len(waiting)
    return page(
        section,
        request,
        "to_check",
        title=_("Fiches à vérifier"),
        waiting=waiting,
        total=len(found),
        complete=complete,
        share=round(100 * complete / len(found)) if found else None,
        counts=shown_counts(programs, today()),
    )
