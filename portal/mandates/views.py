"""`/aider/`: the people one helps, who helps oneself, inviting, answering, ending."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal import clock
from portal.access.policies import citizen_only, own_only, signed_in
from portal.access.step_up import step_up
from portal.access.visibility import visibility_of
from portal.counters.rates import client_of, is_within
from portal.counters.stores import CounterKind
from portal.mandates import inviting
from portal.mandates.acting import acting_for, helped_by, sent_by
from portal.mandates.actions import MandateOver, NotMinor, end
from portal.mandates.actions import change as change_mandate
from portal.mandates.forms import ActingCodeForm, ActingForm, ChangeForm
from portal.mandates.models import Mandate, MandateInvitation
from portal.mandates.wording import limits_of
from portal.people.models import Citizen

PROVEN = "mandate_invitation"
"""Session key: the invitation whose code was typed, and when."""
PROVEN_FOR = 30 * 60
MOST_BY_ACCOUNT, MOST_BY_CLIENT = 10, 100
"""Codes tried in an hour: by one account; from one client, which may be a whole office."""

_OWN_CODE = gettext_lazy(
    "Ce code est celui de votre propre demande\u00a0: la personne invitée l’écrit depuis son compte à elle."
)
_NO_CODE = gettext_lazy("Ce code n’ouvre rien\u00a0: vérifiez-le. Il a peut-être déjà servi, ou il est trop ancien.")


@own_only
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def helped(request: HttpRequest) -> HttpResponse:
    """«Les personnes que j’aide»: their places, what waits for an answer, and the code that was received."""
    form = ActingCodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        found = _found(request, form.cleaned_data["code"])
        if found and found.citizen.user_id != request.user.pk:
            request.session[PROVEN] = [str(found.pk), clock.now().timestamp()]
            return redirect("mandates:invitation", found.pk)
        form.add_error("code", _OWN_CODE if found else _NO_CODE)
    waiting = MandateInvitation.objects.addressed_to(request.user).open().select_related("citizen")
    context = {"form": form, "helped": helped_by(request.user), "waiting": waiting}
    return render(request, "portal/mandates/helped.html", context, status=422 if form.errors else 200)


@own_only
@citizen_only
@require_safe
def for_me(request: HttpRequest) -> HttpResponse:
    """«Qui agit pour moi»: the mandates, how to end them, and the invitations without an answer."""
    _me(request)
    context = {"mandates": acting_for(request.user), "sent": sent_by(request.user)}
    return render(request, "portal/mandates/for_me.html", context)


@own_only
@citizen_only
@step_up
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    me = _me(request)
    form = ActingForm(request.POST if request.method == "POST" else None, citizen=me)
    if request.method == "POST" and form.is_valid() and _invite(request, form, me):
        return redirect("mandates:for_me")
    return render(request, "portal/mandates/invite.html", {"form": form}, status=422 if form.errors else 200)


@own_only
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who asks, for what, until when; then yes or no. 404 for whoever holds neither the address nor the code."""
    found = _mine(request, pk)
    if request.method == "POST":
        return _answer(request, found)
    context = {"invitation": found, "limits": limits_of([found])[found.pk]}
    return render(request, "portal/mandates/invitation.html", context)


@own_only
@signed_in
@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    mine = get_object_or_404(MandateInvitation.objects.visible_to(request.user), pk=pk)
    if inviting.withdraw(invitation=mine, by=request.user):
        messages.success(request, _("C’est retiré\u00a0: le code n’ouvre plus rien."))
    return redirect("mandates:for_me")


@own_only
@citizen_only
@step_up
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """«Changer ce que … peut faire», by the person."""
    mandate = get_object_or_404(Mandate.objects.changeable_by(request.user).with_names(), pk=pk)
    form = ChangeForm(request.POST if request.method == "POST" else None, mandate=mandate)
    if request.method == "POST" and form.is_valid() and _change(request, form, mandate):
        return redirect("mandates:for_me")
    context = {"form": form, "mandate": mandate}
    return render(request, "portal/mandates/change.html", context, status=422 if form.errors else 200)


@own_only
@signed_in
@require_POST
def finish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """«Mettre fin» by the person, «Je n’agis plus» by the holder."""
    mandate = get_object_or_404(Mandate.objects.visible_to(request.user).with_names(), pk=pk)
    is_holder = mandate.holder_id == request.user.pk
    end(mandate=mandate, by=request.user)
    messages.success(request, _said_of_the_end(mandate, is_holder=is_holder))
    return redirect("mandates:helped" if is_holder else "mandates:for_me")
