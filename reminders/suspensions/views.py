"""What no longer reaches the person, why, and what they can do about it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.access.policies import citizen_only
from reminders.suspensions.actions import lift
from reminders.suspensions.models import Suspension


@citizen_only
def suspended(request: HttpRequest) -> HttpResponse:
    mine = Suspension.objects.visible_to(request.user).in_force().of_current_points().select_related("citizen")
    return render(request, "reminders/suspensions/list.html", {"suspensions": mine})


@citizen_only
@require_POST
def resume(request: HttpRequest, pk: UUID) -> HttpResponse:
    """«Cette adresse fonctionne de nouveau»."""
    mine = get_object_or_404(Suspension.objects.visible_to(request.user).select_related("citizen"), pk=pk)
    lift(suspension=mine, by=request.user)
    messages.success(request, _("C’est noté. Nos prochains messages partiront de nouveau par ce moyen."))
    return redirect("suspensions:suspended")
