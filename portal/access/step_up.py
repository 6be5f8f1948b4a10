"""Step-up: a page that changes what recovers or reaches an account asks again who is there, ten minutes after the last
proof.

allauth's pages are named here; ours wear `@step_up`, or `@step_up_when(…)` when only some of their posts need it. What
was typed comes back: kept sealed in the session, shown again by a page with one button, never sent by a GET.
"""

import base64
import json
from collections.abc import Callable
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.signals import authentication_step_completed
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal import clock
from portal.access.places import leave
from portal.access.policies import match_of
from portal.foundation.crypto import Unsealable, seal_bytes, unseal_bytes

PAGES = frozenset(
    {
        "account_email",
        "account_change_phone",
        "account_change_password",
        "account_set_password",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_add_webauthn",
        "mfa_edit_webauthn",
        "mfa_remove_webauthn",
        "mfa_generate_recovery_codes",
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
    }
)
"""allauth's pages that need it, by name (`tests/portal/access/test_step_up.py` holds the others, and why)."""

PROVED, KEPT = "step_up_proved_at", "step_up_kept"
KEPT_FOR = 30 * 60  # seconds
MOST_KEPT = 100_000  # characters: a form of ours is far below


def step_up(view: Callable) -> Callable:
    """Declares that a view of ours asks again who is there."""
    return step_up_when(lambda request: True)(view)


def step_up_when(needs: Callable[[HttpRequest], bool]) -> Callable:
    """The same for the requests that `needs` names, for instance the one post that gives a mandate."""

    def decorate(view: Callable) -> Callable:
        view.__dict__["needs_step_up"] = needs
        return view

    return decorate


def is_fresh(request: HttpRequest) -> bool:
    """Whether the person of this session proved who they are less than ten minutes ago, by the portal's clock."""
    proved_at = request.session.get(PROVED)
    return proved_at is not None and 0 <= _now() - proved_at < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def answer(request: HttpRequest) -> HttpResponse | None:
    """What to show instead of the page that was asked for; None: the page itself."""
    if not request.user.is_authenticated:
        return None
    if is_fresh(request):
        return _give_back(request) if request.method == "GET" else None
    return _ask(request) if _is_needed(request) else None


def _is_needed(request: HttpRequest) -> bool:
    match = match_of(request)
    needs = getattr(match.func, "needs_step_up", None)
    return needs(request) if needs else match.view_name in PAGES


def _ask(request: HttpRequest) -> HttpResponse:
    page = request.get_full_path()
    if request.method == "POST":
        _keep(request, page)
    leave(request)  # the proof is asked outside any place; `page` leads back into it
    methods = get_adapter(request).get_reauthentication_methods(request.user)
    if not methods:  # neither password nor key: the mailbox is the proof
        messages.warning(request, _("Choisissez d’abord un mot de passe\u00a0: un code part à votre adresse courriel."))
        return redirect("account_reset_password")
    return redirect(f"{methods[0]['url']}?{urlencode({REDIRECT_FIELD_NAME: page})}")


# -- what was typed ----------------------------------------------------------------------------------------------------
def _keep(request: HttpRequest, page: str) -> None:
    """A password is not kept: its owner types it again."""
    fields = [[name, value] for name, values in request.POST.lists() for value in values if name != _CSRF]
    typed = json.dumps(fields)
    if any("password" in name for name, _value in fields) or len(typed) > MOST_KEPT:
        return
    sealed = seal_bytes(typed.encode(), context=_context(request))
    request.session[KEPT] = {"page": page, "at": _now(), "form": base64.b64encode(sealed).decode()}


def _give_back(request: HttpRequest) -> HttpResponse | None:
    kept = request.session.get(KEPT)
    if not kept or kept["page"] != request.get_full_path():
        return None
    del request.session[KEPT]
    if not 0 <= _now() - kept["at"] < KEPT_FOR:
        return None
    try:
        fields = json.loads(unseal_bytes(base64.b64decode(kept["form"]), context=_context(request)))
    except Unsealable:  # the keys were replaced meanwhile
        return None
    return render(request, "portal/access/step_up.html", {"fields": fields, "page": kept["page"]})


def _context(request: HttpRequest) -> str:
    return f"step_up:{request.user.pk}"


def _now() -> float:
    return clock.now().timestamp()


_CSRF = "csrfmiddlewaretoken"


# -- the proofs --------------------------------------------------------------------------------------------------------
@receiver(user_logged_in, dispatch_uid="step_up.logged_in")
def _signed_in(request: HttpRequest, **more: object) -> None:
    """Signing in is a proof: all its steps are over when this signal comes."""
    request.session[PROVED] = _now()


@receiver(authentication_step_completed, dispatch_uid="step_up.proved")
def _proved_again(request: HttpRequest, **more: object) -> None:
    if more.get("reauthenticated"):
        request.session[PROVED] = _now()
