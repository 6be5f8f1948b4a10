"""/annuler: a code, then a proof, then everything is as before. Open to all: the real owner may be signed out."""

from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from portal.access.policies import public
from portal.contact_changes import actions
from portal.contact_changes.forms import PasswordBeforeForm, UndoCodeForm
from portal.contact_changes.models import ContactChange
from portal.counters.rates import client_of, is_within
from portal.counters.stores import CounterKind
from portal.people.forms import AuthenticateOnceForm

PENDING = "contact_change_pending"


@public
@never_cache
@sensitive_post_parameters()
def undo(request: HttpRequest) -> HttpResponse:
    form = UndoCodeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return render(request, "portal/contact_changes/code.html", {"form": form})
    if not is_within(f"undo-code:{client_of(request)}", most=20, seconds=900, kind=CounterKind.KEPT):
        return _too_many(request)
    if not form.is_valid():
        if form.has_error("code") and form.data.get("code"):
            actions.refuse(change=None, by=_who(request))
        return render(request, "portal/contact_changes/code.html", {"form": form}, status=422)
    change = form.change
    assert change is not None  # `clean_code` found it
    if change.is_late:
        return render(request, "portal/contact_changes/late.html", status=410)
    request.session[PENDING] = str(change.pk)
    return redirect("contact_changes:proof")


@public
@never_cache
@sensitive_post_parameters()
def proof(request: HttpRequest) -> HttpResponse:
    change = _pending(request)
    if change is None:
        return redirect("contact_changes:undo")
    account = change.account
    if account is None or not account.is_active or not change.can_prove_alone:
        return render(request, "portal/contact_changes/call.html")
    if request.method == "POST" and not is_within(
        f"undo-proof:{change.pk}", most=8, seconds=900, kind=CounterKind.KEPT
    ):
        return _too_many(request)
    form = _proof_form(request, change)
    if request.method != "POST":
        return _ask_proof(request, change, form)
    if not form.is_valid() or not _is_of_then(form, change):
        actions.refuse(change=change, by=_who(request))
        return _ask_proof(request, change, form, status=422)
    request.session.flush()  # before every session of the account ends, this one perhaps
    try:
        actions.undo(change=change, by=account)
    except actions.NotUndoable:
        return render(request, "portal/contact_changes/call.html")
    return redirect("contact_changes:done")


@public
@require_safe
def done(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/contact_changes/done.html")


def _pending(request: HttpRequest) -> ContactChange | None:
    pk = request.session.get(PENDING)
    return ContactChange.objects.undoable().select_related("account", "citizen").filter(pk=pk).first() if pk else None


def _proof_form(request: HttpRequest, change: ContactChange) -> Form:
    data = request.POST if request.method == "POST" else None
    if not change.needs_factor:
        return PasswordBeforeForm(data, change=change)
    if data is not None and "credential" in data:
        return AuthenticateWebAuthnForm(data, user=change.account)
    return AuthenticateOnceForm(data, user=change.account)


def _is_of_then(form: Form, change: ContactChange) -> bool:
    """A key added since the change proves nothing."""
    if not change.needs_factor:
        return True
    used = form.authenticator if isinstance(form, AuthenticateOnceForm) else form.cleaned_data["credential"]
    if used.pk in change.factor_ids:
        return True
    form.add_error(None, _("Cette clé a été ajoutée après le changement. Utilisez celle que vous aviez avant."))
    return False


def _ask_proof(request: HttpRequest, change: ContactChange, form: Form, status: int = 200) -> HttpResponse:
    context = {"form": form, "change": change}
    if change.needs_factor:
        is_key = "credential" in form.fields
        context |= {
            "code_form": AuthenticateOnceForm(user=change.account) if is_key else form,
            "key_form": AuthenticateWebAuthnForm(user=change.account),
            "js_data": {"request_options": begin_authentication(change.account)},
        }
    return render(request, "portal/contact_changes/proof.html", context, status=status)


def _too_many(request: HttpRequest) -> HttpResponse:
    return render(request, "429.html", status=429)


def _who(request: HttpRequest):
    return request.user if request.user.is_authenticated else None
