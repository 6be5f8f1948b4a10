"""The session's remaining time, asked by the page before it warns, and its extension; one device signed out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from portal.access.policies import own_only, signed_in
from portal.people import actions, sessions
from portal.people.models import User


@signed_in
@require_GET
def session_status(request: HttpRequest) -> JsonResponse:
    """Seconds left. Asked with `X-Passive: 1`, it does not extend the session."""
    return _time_left(request)


@own_only
@signed_in
@require_POST
def session_extend(request: HttpRequest) -> HttpResponse:
    """«Rester connecté»: answers JSON to the page's script, a redirection to a plain form."""
    sessions.extend(request, staff_page=_is_of_staff(request))
    if request.headers.get("Accept", "").startswith("application/json"):
        return _time_left(request)
    return redirect("pages:landing")


@own_only
@signed_in
@require_POST
def end_device(request: HttpRequest, pk: int) -> HttpResponse:
    """«Déconnecter» one device of one's account: whoever holds it signs in again."""
    user = User.objects.get(pk=request.user.pk)
    if actions.end_session(user=user, pk=pk, by=user):
        messages.success(request, _("Cet appareil est déconnecté."))
    else:
        messages.info(request, _("Cet appareil était déjà déconnecté."))
    return redirect("usersessions_list")


def _time_left(request: HttpRequest) -> JsonResponse:
    left = sessions.remaining(request, staff_page=_is_of_staff(request))
    return JsonResponse({"seconds": int(left.total_seconds())})


def _is_of_staff(request: HttpRequest) -> bool:
    """Whether a page of gestion asks: its time is shorter."""
    return request.GET.get("page") == "gestion"
