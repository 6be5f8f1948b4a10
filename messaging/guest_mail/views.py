"""/document: a reference, a proof, then the message, its files and an answer. Open to all: no account is needed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from messaging.guest_mail import actions, proofs
from messaging.guest_mail.forms import GuestReplyForm, ReferenceForm, SecretForm, TextedCodeForm
from messaging.guest_mail.keeping import kept_for
from messaging.guest_mail.models import GuestShipment
from messaging.guest_mail.opening import (
    KEEP,
    asked_in,
    begin_reading,
    end_reading,
    go_on_reading,
    note_reference,
    read_in,
    was_reading,
)
from messaging.threads.actions import read_without_account
from portal.access.policies import public
from portal.access.typed import typed_texts
from portal.counters.rates import client_of, is_within
from portal.counters.stores import CounterKind
from portal.documents.models import Document
from portal.documents.views import serve
from portal.foundation.paging import page_of
from portal.people.models import User

ANOTHER = "another"
"""Name of the button that asks for another code."""
MESSAGES_A_PAGE = 50


@public
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def reference(request: HttpRequest) -> HttpResponse:
    """Which shipment: one of unknown reference is said so, one that is over says whom to call."""
    form = ReferenceForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _ask_reference(request, form)
    if not is_within(f"guest-reference:{client_of(request)}", most=20, seconds=900, kind=CounterKind.KEPT):
        return render(request, "429.html", status=429)
    if not form.is_valid():
        return _ask_reference(request, form, status=422)
    assert form.shipment is not None  # `clean_reference` found it
    note_reference(request, form.shipment)
    if form.shipment.is_in_force and form.shipment.proof == GuestShipment.Proof.TEXT:
        _ask_code(request, form.shipment)
    return redirect("guest_mail:code")


@public
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The proof: a code that a text message brought, or the secret said by telephone."""
    shipment = asked_in(request)
    if shipment is None:
        return redirect("guest_mail:reference")
    if not shipment.is_in_force:
        return _over(request)
    is_text = shipment.proof == GuestShipment.Proof.TEXT
    if request.method == "POST" and is_text and ANOTHER in request.POST:
        if _ask_code(request, shipment):
            messages.success(request, _("Un autre code vient de partir. Le précédent n’est plus bon."))
        return redirect("guest_mail:code")
    form = (TextedCodeForm if is_text else SecretForm)(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            opened = proofs.open_with(shipment=shipment, typed=form.cleaned_data["code"], by=_who(request))
        except proofs.ShipmentOver:
            return _over(request)
        except proofs.TooManyProofs:
            form.add_error("code", _("Trop d’essais. Demandez un autre code, réessayez demain, ou appelez-nous."))
        except proofs.WrongProof:
            form.add_error("code", _wrong(is_text))
        else:
            begin_reading(request, opened)
            return redirect("guest_mail:read")
    context = {"form": form, "is_text": is_text}
    return render(request, "messaging/guest_mail/code.html", context, status=422 if form.errors else 200)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def read(request: HttpRequest) -> HttpResponse:
    """The conversation, its files, and the form to answer."""
    shipment = read_in(request)
    if shipment is None:
        return _closed(request)
    go_on_reading(request)
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = GuestReplyForm(*posted, citizen=shipment.thread.citizen)
    if request.method == "POST" and form.is_valid():
        return _answered(request, shipment, form)
    if request.method == "GET":
        read_without_account(thread=shipment.thread)
    rows = shipment.thread.messages.with_details()
    page = page_of(rows, by="sent_at", query=request.GET, size=MESSAGES_A_PAGE)
    context = {
        "shipment": shipment,
        "thread": shipment.thread,
        "form": form,
        "page": page,
        "conversation": page.rows[::-1],
        "draft": "",
    }
    return render(request, "messaging/guest_mail/read.html", context, status=422 if form.errors else 200)


@public
@never_cache
@require_safe
def download(request: HttpRequest, document_id: UUID) -> HttpResponseBase:
    """A document of the conversation that this browser has open; any other does not exist."""
    shipment = read_in(request)
    joined = Document.objects.available().filter(messages__thread=shipment.thread if shipment else None)
    document = get_object_or_404(joined.select_related("citizen", "team__organization"), pk=document_id)
    assert shipment is not None  # without one, nothing was found

    def taken(start: int) -> None:
        if start == 0:
            actions.take(shipment=shipment, document=document)

    return serve(request, document, taken=taken)


@public
@require_POST
def finish(request: HttpRequest) -> HttpResponse:
    """The person has done with it."""
    shipment = read_in(request)
    if shipment is None:
        return _closed(request)
    try:
        actions.finish(shipment=shipment, by=_who(request))
    except proofs.ShipmentOver:
        return _over(request)
    end_reading(request)
    return redirect("guest_mail:done")


@public
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Open a space and keep the message there: at once for who is signed in, else at the end of sign-up."""
    shipment = read_in(request)
    if shipment is None:
        return _closed(request)
    if not request.user.is_authenticated:
        request.session[KEEP] = str(shipment.pk)
        messages.info(request, _("Utilisez l’adresse courriel où vous avez reçu la référence."))
        return redirect("account_signup")
    return redirect("threads:inbox" if kept_for(request, request.user) else "guest_mail:read")


@public
@require_safe
def done(request: HttpRequest) -> HttpResponse:
    return render(request, "messaging/guest_mail/done.html")


def _answered(request: HttpRequest, shipment: GuestShipment, form: GuestReplyForm) -> HttpResponse:
    data = form.cleaned_data
    given: dict[str, Any] = {"body": data["body"], "key": data["key"], "uploads": data["documents"]}
    try:
        actions.answer(shipment=shipment, by=_who(request), **given)
    except proofs.ShipmentOver:
        return _over(request)
    words = _("Votre réponse est envoyée à %(team)s. Un courriel vous dira s’il y a du nouveau.")
    messages.success(request, words % {"team": shipment.thread.team})
    return redirect("guest_mail:read")


def _ask_code(request: HttpRequest, shipment: GuestShipment) -> bool:
    """Send a code, and say it when none leaves."""
    try:
        proofs.ask_code(shipment=shipment, by=_who(request))
    except proofs.TooManyProofs:
        messages.error(request, _("Plusieurs codes sont déjà partis. Attendez une heure, ou appelez-nous."))
    except proofs.CodeNotSent:
        messages.error(request, _("Aucun code n’a pu partir vers votre cellulaire. Réessayez, ou appelez-nous."))
    except proofs.ShipmentOver:
        return False
    else:
        return True
    return False


def _wrong(is_text: bool) -> str:
    if is_text:
        return _("Ce n’est pas le bon code, il a déjà servi, ou plus de 10 minutes ont passé. Demandez-en un autre.")
    return _("Ce n’est pas le bon mot de passe. Vérifiez-le, ou demandez à l’organisme de vous le redire.")


def _ask_reference(request: HttpRequest, form: ReferenceForm, status: int = 200) -> HttpResponse:
    return render(request, "messaging/guest_mail/reference.html", {"form": form}, status=status)


def _over(request: HttpRequest) -> HttpResponse:
    return render(request, "messaging/guest_mail/over.html", status=410)


def _closed(request: HttpRequest) -> HttpResponse:
    """Half an hour is over, or the shipment is; or nothing was opened in this browser. What was typed is given back."""
    typed = typed_texts(request) if was_reading(request) and request.method == "POST" else []
    end_reading(request)
    if typed:
        return render(request, "messaging/guest_mail/closed.html", {"typed": typed}, status=403)
    messages.info(request, _("La page s’est fermée. Écrivez de nouveau la référence et un nouveau code."))
    return redirect("guest_mail:reference")


def _who(request: HttpRequest) -> User | None:
    return request.user if request.user.is_authenticated else None
