"""The citizen's dossiers: the list, one with all that belongs to it, composed in the template, and all that happened
to it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal.access.policies import citizen_only
from portal.audit.readings import LIST, tell_represented
from portal.dossiers.models import Dossier
from portal.dossiers.reading import Life, decisions_of, in_force, usual_delay_of
from portal.foundation.paging import page_of
from portal.notices.reading import opened

DOSSIERS_A_PAGE = 20
MOVES_A_PAGE = 30


@citizen_only
@require_safe
def list_dossiers(request: HttpRequest) -> HttpResponse:
    """One's own and those of whom one represents, the newest first."""
    dossiers = Dossier.objects.visible_to(request.user).held_by(request.user).with_names()
    page = page_of(dossiers, by="opened_at", query=request.GET, size=DOSSIERS_A_PAGE)
    tell_represented(page.rows, by=request.user, verb=LIST)
    return render(request, "portal/dossiers/list.html", {"page": page})


@citizen_only
@require_safe
def dossier(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Where it is, what is expected from whom by when, what was decided; then all that belongs to it."""
    found = _one(request, dossier_id)
    tell_represented([found], by=request.user, verb="dossier.read")
    opened(found, by=request.user)
    moves = list(found.moves.order_by("revision"))
    decisions = decisions_of(found, moves)
    context = {
        "dossier": found,
        "life": Life(found, moves, usual_delay_of(found), decisions),
        "decision": in_force(decisions),
    }
    return render(request, "portal/dossiers/dossier.html", context)


@citizen_only
@require_safe
def story(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """All that happened to it, the newest first."""
    found = _one(request, dossier_id)
    tell_represented([found], by=request.user, verb="dossier.read")
    page = page_of(found.moves.all(), by="revision", query=request.GET, size=MOVES_A_PAGE)
    life = Life(found, page.rows, decisions=decisions_of(found, page.rows))
    return render(request, "portal/dossiers/story.html", {"dossier": found, "page": page, "life": life})


def _one(request: HttpRequest, dossier_id: UUID) -> Dossier:
    mine = Dossier.objects.visible_to(request.user).held_by(request.user).with_names()
    return get_object_or_404(mine.select_related("dossier_type__usual_delay"), pk=dossier_id)
