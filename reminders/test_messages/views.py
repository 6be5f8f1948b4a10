"""«M’envoyer un essai», and the page that says what came of it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.access.policies import citizen_only
from portal.audit.readings import tell_represented
from portal.consents.models import Channel
from reminders.preferences.person import person_of
from reminders.test_messages.actions import NoContactPoint, TooManyTestMessages, ask, confirm_receipt
from reminders.test_messages.models import TestMessage


@citizen_only
@require_POST
def ask_test_message(request: HttpRequest, channel: str) -> HttpResponse:
    if channel not in [one for one in Channel if one.offers_test_message]:
        raise Http404
    try:
        return redirect(ask(citizen=person_of(request), channel=Channel(channel), by=request.user))
    except NoContactPoint:
        messages.warning(request, _("Confirmez d’abord cette adresse ou ce numéro; l’essai partira ensuite."))
    except TooManyTestMessages:
        messages.warning(request, _("Plusieurs essais sont déjà partis par là. Attendez une heure, puis réessayez."))
    return redirect("preferences:preferences")


@citizen_only
@require_safe
def test_message(request: HttpRequest, pk: UUID) -> HttpResponse:
    mine = get_object_or_404(TestMessage.objects.visible_to(request.user).select_related("delivery", "item"), pk=pk)
    tell_represented([mine], by=request.user)
    is_part = request.headers.get("HX-Request")
    template = "reminders/test_messages/_state.html" if is_part else "reminders/test_messages/test_message.html"
    return render(request, template, {"test_message": mine})


@citizen_only
@require_POST
def arrived(request: HttpRequest, pk: UUID) -> HttpResponse:
    mine = get_object_or_404(TestMessage.objects.visible_to(request.user).select_related("delivery", "citizen"), pk=pk)
    confirm_receipt(test_message=mine, by=request.user)
    messages.success(request, _("Merci. Ce moyen fonctionne\u00a0: vos messages passeront par là."))
    return redirect("preferences:preferences")
