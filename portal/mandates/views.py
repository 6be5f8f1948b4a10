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


def _me(request: HttpRequest) -> Citizen:
    return get_object_or_404(Citizen, pk=visibility_of(request.user).citizen_of_account)


def _invite(request: HttpRequest, form: ActingForm, me: Citizen) -> bool:
    """Whether it is done; otherwise the form says what to do."""
    try:
        inviting.invite(
            citizen=me, by=request.user, invitee=form.cleaned_data["invitee"], **form.way_columns, **form.scope
        )
    except inviting.Oneself:
        form.add_error("email", _("C’est votre propre adresse. Écrivez celle de la personne qui agira."))
    except inviting.TooManyInvitations:
        form.add_error(None, _("Assez de demandes pour aujourd’hui. Revenez demain, ou appelez-nous."))
    else:
        messages.success(
            request,
            _("C’est demandé. Rien n’est ouvert avant sa réponse. Si c’est oui, nous vous l’écrivons par courriel."),
        )
        return True
    return False


def _change(request: HttpRequest, form: ChangeForm, mandate: Mandate) -> bool:
    try:
        change_mandate(mandate=mandate, by=request.user, **form.scope)
    except MandateOver:
        form.add_error(None, _("Ce mandat vient de changer ou de prendre fin. Revenez à la page précédente."))
        return False
    said = _("C’est changé, dès maintenant\u00a0: %(name)s le verra dans son espace.")
    messages.success(request, said % {"name": mandate.holder})
    return True


def _said_of_the_end(mandate: Mandate, *, is_holder: bool) -> str:
    """Another mandate between the same two lets in still."""
    in_force = Mandate.objects.in_force(clock.today())
    others = in_force.filter(citizen=mandate.citizen_id, holder=mandate.holder_id).exists()
    words = {
        (True, False): _("C’est fait\u00a0: vous n’agissez plus pour %(citizen)s. La personne en est avertie."),
        (True, True): _("Ce mandat a pris fin. Vous en avez un autre pour %(citizen)s\u00a0: il reste."),
        (False, False): _("C’est fait\u00a0: %(holder)s n’a plus accès, dès maintenant."),
        (False, True): _("Ce mandat a pris fin. %(holder)s en a un autre, plus bas, qui lui donne encore accès."),
    }
    return words[is_holder, others] % {"citizen": mandate.citizen, "holder": mandate.holder}


def _found(request: HttpRequest, code: str) -> MandateInvitation | None:
    """The invitation that this code opens; beyond the limits, none."""
    is_allowed = is_within(
        f"mandate-codes:{request.user.pk}", most=MOST_BY_ACCOUNT, seconds=3600, kind=CounterKind.KEPT
    ) and is_within(f"mandate-codes:{client_of(request)}", most=MOST_BY_CLIENT, seconds=3600, kind=CounterKind.KEPT)
    return inviting.by_code(code) if is_allowed else None


def _mine(request: HttpRequest, pk: UUID) -> MandateInvitation:
    """The open one of that key, when the session typed its code or its account has the address invited."""
    open_ones = MandateInvitation.objects.open().select_related("citizen", "organization")
    proven, at = request.session.get(PROVEN) or ("", 0)
    if proven == str(pk) and clock.now().timestamp() - at <= PROVEN_FOR:
        return get_object_or_404(open_ones.exclude(code_digest=""), pk=pk)
    addressed = MandateInvitation.objects.addressed_to(request.user)
    return get_object_or_404(open_ones.filter(pk__in=addressed.values("pk")), pk=pk)


def _answer(request: HttpRequest, found: MandateInvitation) -> HttpResponse:
    request.session.pop(PROVEN, None)
    if request.POST.get("answer") != "accept":
        inviting.decline(invitation=found, by=request.user)
        messages.success(request, _("C’est noté\u00a0: vous n’agirez pas pour cette personne."))
        return redirect("mandates:helped")
    try:
        inviting.accept(invitation=found, by=request.user)
    except inviting.Oneself:
        messages.error(request, _("On n’agit pas pour soi-même. Connectez-vous avec le compte de la personne invitée."))
    except (inviting.InvitationClosed, NotMinor):
        messages.error(request, _("Cette demande n’est plus valable. Demandez à la personne de la refaire."))
    else:
        messages.success(request, _("C’est fait\u00a0: vous agissez pour %(name)s.") % {"name": found.citizen})
    return redirect("mandates:helped")
