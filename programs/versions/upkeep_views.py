"""The work list: records of one's organizations that are stale or incomplete, and the share of complete ones."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from portal.clock import today
from programs.counts.shown import shown_counts
from programs.programs.models import Program
from programs.programs.upkeep import gaps
from programs.versions.pages import page


def to_check(room: Any, request: HttpRequest) -> HttpResponse:
    """Those with the most to do first; then what people saw, opened and asked in the last thirty days."""
    programs = list(Program.objects.published().administered_by(request.user).select_related("organization"))
    found = [(program, gaps(program, today())) for program in programs]
    waiting = sorted((pair for pair in found if pair[1]), key=lambda pair: (-len(pair[1]), pair[0].name_fr))
    complete = len(found) - len(waiting)
    return page(
        room,
        request,
        "to_check",
        title=_("Fiches à vérifier"),
        waiting=waiting,
        total=len(found),
        complete=complete,
        share=round(100 * complete / len(found)) if found else None,
        counts=shown_counts(programs, today()),
    )
