"""Answering an invitation: by the code typed at the bare address, or from a session of the invited address."""

import hashlib
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import user_logged_in
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal import clock
from portal.access.policies import own_only, public, signed_in
from portal.access.second_factor import has_second_factor, strong_types_of
from portal.account_notices.models import AccountNotice
from portal.counters.rates import client_of, is_within
from portal.counters.stores import CounterKind
from portal.organizations.models import Membership
from portal.people.models import User
from portal.staff.actions import NotInForce, accept, by_code, decline
from portal.staff.forms import CodeForm, NewAccountForm
from portal.staff.models import StaffInvitation
from portal.staff.newcomers import accept_with_new_account, has_account

PROVEN = "staff_invitation"
"""Session key: the invitation whose code was typed, the digest of that code, and when."""
PROVEN_FOR = 30 * 60
MOST_BY_ADDRESS, MOST_BY_CLIENT = 10, 100
"""Codes tried in an hour: for one e-mail address; from one client, which may be a whole office."""


@public
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """Where the e-mail leads: what waits for this account, or the code to type."""
    if request.user.is_authenticated:
        return _mine(request)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if (found := _found(request, form)) is not None:
            return _go_on(request, found)
        form.add_error(
            None,
            _(
                "Cette adresse et ce code ne vont pas ensemble, ou l’invitation n’est plus valable. Vérifiez les deux; "
                "au besoin, demandez à la personne qui vous a écrit de renvoyer l’invitation."
            ),
        )
    return render(request, "portal/staff/code.html", {"form": form})


@public
@require_http_methods(["GET", "HEAD", "POST"])
def new_account(request: HttpRequest) -> HttpResponse:
    """Name and password, or passkey; then the second factor, and only then the role."""
    proven = _proven(request)
    if proven is None or request.user.is_authenticated:
        return redirect("staff:invitation")
    form = NewAccountForm(request.POST or None, email=proven.email)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        digest, password = request.session[PROVEN][1], given["password"] or None
        try:
            user = accept_with_new_account(invitation=proven, code_digest=digest, name=given["name"], password=password)
        except NotInForce:
            return _refused(request)
        request.session.pop(PROVEN)
        get_adapter().login(request, user)
        user_logged_in.send(sender=User, request=request, user=user)  # «Appareils connectés» lists it
        # The code of a moment ago was a proof: the first factor is added without another one.
        record_authentication(request, user, method="code", reauthenticated=True)
        return redirect("mfa_index" if password else "mfa_add_webauthn")
    return render(request, "portal/staff/new_account.html", {"form": form, "invitation": proven})


@own_only
@signed_in
@require_POST
def answer(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """«Accepter» or «Décliner», from a session of the invited address."""
    mine = get_object_or_404(StaffInvitation.objects.addressed_to(request.user), pk=invitation_id)
    if request.POST.get("answer") != "accept":
        decline(invitation=mine, by=request.user)
        messages.success(request, _("C’est noté\u00a0: rien ne change à votre compte."))
        return redirect("staff:invitation")
    try:
        accepted = accept(invitation=mine, by=request.user, is_proven=has_second_factor(request))
    except NotInForce:
        return _refused(request)
    if accepted.membership_id:
        messages.success(
            request, _("C’est fait\u00a0: votre rôle est en vigueur. «\u00a0Gestion\u00a0» est dans le menu.")
        )
        return redirect("staff:invitation")
    return redirect("mfa_index")


def _mine(request: HttpRequest) -> HttpResponse:
    user = request.user
    addressed = StaffInvitation.objects.addressed_to(user)
    context = {
        "open": addressed.open(),
        "without_effect": addressed.accepted_without_effect(),
        "roles": Membership.objects.in_force().filter(user=user).select_related("organization", "team"),
        "notices": AccountNotice.objects.visible_to(user)[:20],
        "has_strong_factor": bool(strong_types_of(user)),
    }
    return render(request, "portal/staff/mine.html", context)


def _found(request: HttpRequest, form: CodeForm) -> StaffInvitation | None:
    """The invitation of what was typed; beyond the limits, none."""
    email = form.cleaned_data["email"].lower()
    address = hashlib.sha256(email.encode()).hexdigest()
    client = client_of(request)
    is_allowed = is_within(
        f"staff-codes:{address}", most=MOST_BY_ADDRESS, seconds=3600, kind=CounterKind.KEPT
    ) and is_within(f"staff-codes:{client}", most=MOST_BY_CLIENT, seconds=3600, kind=CounterKind.KEPT)
    return by_code(email=email, code=form.cleaned_data["code"]) if is_allowed else None


def _go_on(request: HttpRequest, found: StaffInvitation) -> HttpResponse:
    """A code never enters an account that exists: its holder signs in, then answers."""
    if has_account(found.email):
        text = _("Vous avez déjà un compte avec cette adresse. Connectez-vous\u00a0: l’invitation vous attend.")
        messages.info(request, text)
        return redirect(f"{reverse('account_login')}?next={request.path}")
    request.session.cycle_key()
    request.session[PROVEN] = [str(found.pk), found.code_digest, clock.now().timestamp()]
    return redirect("staff:new_account")


def _proven(request: HttpRequest) -> StaffInvitation | None:
    pk, digest, at = request.session.get(PROVEN) or (None, "", 0)
    if pk is None or clock.now().timestamp() - at > PROVEN_FOR:
        return None
    return StaffInvitation.objects.open().filter(pk=pk, code_digest=digest).first()


def _refused(request: HttpRequest) -> HttpResponse:
    messages.warning(
        request, _("L’invitation n’est plus valable. Demandez à la personne qui vous a écrit de la renvoyer.")
    )
    return redirect("staff:invitation")
