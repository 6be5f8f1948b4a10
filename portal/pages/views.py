"""Public pages, the citizen's space, and the pages of what went wrong. They are composed in the templates."""

import sys

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from portal.access import places
from portal.access.counts import count_for_home
from portal.access.places import PlacedRequest
from portal.access.policies import citizen_only, public, signed_in
from portal.access.visibility import has_citizen_side, visibility_of
from portal.account_notices.outbox import bare_address
from portal.audit.models import AuditEvent
from portal.audit.readings import LIST, tell_represented, tell_space
from portal.foundation.paging import page_of
from portal.installation import database_limits
from portal.pages import gallery, journal
from portal.pages.context import house

EVENTS_A_PAGE = 50


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/pages/home.html")


@public
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/pages/help.html")


@public
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/pages/accessibility.html")


@public
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/pages/privacy.html")


@public
@require_safe
def recognize(request: HttpRequest) -> HttpResponse:
    """How to tell the portal's messages from those of a thief, and what to do in doubt."""
    return render(request, "portal/pages/recognize.html", {"site": bare_address()})


@public
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Live gallery of the components, in demonstration only."""
    if not settings.DEMO:
        raise Http404
    return render(request, "portal/pages/components.html", gallery.examples(filled="erreur" in request.GET))


@signed_in
@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """Where sign-in leads: agents to their queue, citizens to their space; who has neither, to what awaits them."""
    user = request.user
    if user.is_staff and not (user.acts_as_citizen and has_citizen_side(user)):
        return redirect("admin:index")
    if visibility_of(user).citizen_of_account:
        return redirect("pages:space")
    return redirect("mandates:helped" if visibility_of(user).acts_for_ids else "staff:invitation")


@citizen_only
@require_safe
def space(request: HttpRequest) -> HttpResponse:
    tell_space(by=request.user)
    count_for_home(request.user)
    return render(request, "portal/pages/space.html")


@citizen_only
@require_safe
def access_journal(request: HttpRequest) -> HttpResponse:
    """Who opened my file, and what was done in it (Access Act: one may know who had access)."""
    events = AuditEvent.objects.about(visibility_of(request.user).citizen_ids)
    everyone = request.GET.get("voir") == "tout"
    chosen = events if everyone else events.by_others(request.user)
    page = page_of(chosen, by="at", query=request.GET, size=EVENTS_A_PAGE)
    found = journal.lines(page.rows, reader=request.user)
    tell_represented(page.rows, by=request.user, verb=LIST)
    return render(request, "portal/pages/journal.html", {"page": page, "lines": found, "everyone": everyone})


# Errors: the same house, and each says what to do next. Where nobody's place was entered, they are of no place.


def _error(request: PlacedRequest, template: str, *, status: int) -> HttpResponse:
    if getattr(request, "place", None) is None:  # refused before a place was looked for: another host than ours
        places.leave(request)
    return render(request, template, status=status)


@public
def bad_request(request: PlacedRequest, exception: Exception) -> HttpResponse:
    return _error(request, "400.html", status=400)


@public
def forbidden(request: PlacedRequest, exception: Exception) -> HttpResponse:
    return _error(request, "403.html", status=403)


@public
def not_found(request: PlacedRequest, exception: Exception) -> HttpResponse:
    return _error(request, "404.html", status=404)


@public
def csrf_failure(request: PlacedRequest, reason: str = "") -> HttpResponse:
    """A form arrived without its session: what was typed is still in the browser, so say how to get it back."""
    return _error(request, "csrf.html", status=403)


@public
def server_error(request: HttpRequest) -> HttpResponse:
    """Drawn without the request, its user or the database: any of them may be what failed.

    What the database cut has words of its own: asking again, or for less, may do. (Django calls this while it handles
    the exception, then logs the status and the route.)"""
    places.leave(request)
    if not database_limits.is_cut(sys.exc_info()[1]):
        return HttpResponse(render_to_string("500.html", house(None)), status=500)
    page = render_to_string("503.html", house(None))
    return HttpResponse(page, status=503, headers={"Retry-After": "60"})
