"""Where providers call. Each call proves who it comes from, or changes nothing and gets 403. What was sent is kept in
one short transaction and handled by a task, so that thousands at once are answered at once."""

import datetime as dt
import json
from collections.abc import Callable, Sequence
from email import message_from_bytes
from email.policy import default
from email.utils import parseaddr
from typing import Any
from urllib.parse import parse_qs, urlsplit

from anymail.exceptions import AnymailWebhookValidationFailure
from anymail.signals import AnymailInboundEvent, AnymailTrackingEvent, inbound, tracking
from anymail.urls import urlpatterns as anymail_addresses
from django.conf import settings
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from portal.access.policies import public
from reminders.callbacks import shapes, signatures
from reminders.callbacks.actions import keep
from reminders.callbacks.tracking import outcome_of
from reminders.replies.actions import receive_email
from reminders.replies.mail import read

LARGEST = 1024 * 1024
"""Bytes of one call: a batch of a thousand events takes about half of it."""
Read = Callable[[Any], Sequence[shapes.ReportedOutcome | shapes.Stop]]

_ANYMAIL = {pattern.name: pattern.callback for pattern in anymail_addresses}
# What a body that is not the provider's makes its reader raise.
_MALFORMED = (ValueError, KeyError, TypeError, AttributeError, IndexError, AssertionError)


@public
@csrf_exempt
@require_POST
def email(request: HttpRequest) -> HttpResponse:
    """For an SMTP relay: our own plain shape."""
    return _receive(request, "smtp", _is_ours(settings.EMAIL_CALLBACK_SECRET), shapes.email_plain)


@public
@csrf_exempt
@require_http_methods(["POST", "HEAD"])
def email_provider(request: HttpRequest, provider: str) -> HttpResponse:
    """For the Anymail provider that we send through, and no other. It proves itself by ANYMAIL_WEBHOOK_SECRET, and by
    its own signature where it has one."""
    return _through(request, provider, f"{provider}_tracking_webhook")


@public
@csrf_exempt
@require_http_methods(["POST", "HEAD"])
def email_provider_received(request: HttpRequest, provider: str) -> HttpResponse:
    """For the same provider, the messages that people send to our address."""
    return _through(request, provider, f"{provider}_inbound_webhook")


def _through(request: HttpRequest, provider: str, name: str) -> HttpResponse:
    """Let Anymail read what its provider says, once the provider is ours. Some say everything at one address."""
    view = _ANYMAIL.get(name) or _ANYMAIL.get(f"{provider}_webhook")
    is_used = f"anymail.backends.{provider}.EmailBackend" == settings.EMAIL_BACKEND
    if not (view and is_used and settings.ANYMAIL.get("WEBHOOK_SECRET")):
        return HttpResponse(status=403)
    if _length(request) > LARGEST:
        return HttpResponse(status=413)
    try:
        with transaction.atomic():
            return view(request)
    except AnymailWebhookValidationFailure:
        return HttpResponse(status=403)
    except _MALFORMED:
        return HttpResponse(status=400)


@receiver(tracking, dispatch_uid="reminders.callbacks")
def on_tracking(sender: type, event: AnymailTrackingEvent, esp_name: str, **kwargs: Any) -> None:
    """Each event of a call, inside its transaction."""
    if reported := outcome_of(event):
        keep(provider=esp_name, reported=[reported], real_now=_real_now())


@public
@csrf_exempt
@require_POST
def email_received(request: HttpRequest) -> HttpResponse:
    """For an SMTP relay: a message sent to our address, as it travels (RFC 5322). Its end may be cut: only what its
    author wrote at the top matters."""
    if _length(request) > LARGEST:
        return HttpResponse(status=413)
    if not _is_ours(settings.EMAIL_CALLBACK_SECRET)(request):
        return HttpResponse(status=403)
    receive_email(mail=read(message_from_bytes(request.body, policy=default), ours=_own_address()))
    return HttpResponse(status=204)


@receiver(inbound, dispatch_uid="reminders.callbacks")
def on_inbound(sender: type, event: AnymailInboundEvent, esp_name: str, **kwargs: Any) -> None:
    """Each message of a call, inside its transaction."""
    receive_email(mail=read(event.message, ours=_own_address()))


def _own_address() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


@public
@csrf_exempt
@require_POST
def sms(request: HttpRequest) -> HttpResponse:
    """For the SMS provider; the shape follows `SMS_URL`."""
    secret = settings.SMS_CALLBACK_SECRET
    match urlsplit(settings.SMS_URL).scheme.partition("+")[0]:
        case "notify":
            return _receive(request, "notify", _is_bearer(secret), shapes.sms_notify)
        case "twilio":
            return _receive(request, "twilio", _is_twilio(secret), shapes.sms_twilio, parse=_form)
        case _:
            return _receive(request, "plain", _is_ours(secret), shapes.sms_plain)


def _receive(
    request: HttpRequest,
    provider: str,
    is_genuine: Callable[[HttpRequest], bool],
    read: Read,
    parse: Callable[[bytes], Any] = json.loads,
) -> HttpResponse:
    if _length(request) > LARGEST:
        return HttpResponse(status=413)
    if not is_genuine(request):
        return HttpResponse(status=403)
    try:
        keep(provider=provider, reported=read(parse(request.body)), real_now=_real_now())
    except (ValueError, OverflowError, RecursionError):
        return HttpResponse(status=400)
    return HttpResponse(status=204)


def _is_ours(secret: str) -> Callable[[HttpRequest], bool]:
    return lambda request: signatures.is_ours(
        secret=secret,
        timestamp=request.headers.get("X-Relais-Timestamp", ""),
        signature=request.headers.get("X-Relais-Signature", ""),
        body=request.body,
        at=_real_now().timestamp(),
    )


def _is_bearer(secret: str) -> Callable[[HttpRequest], bool]:
    return lambda request: signatures.is_bearer(secret=secret, authorization=request.headers.get("Authorization", ""))


def _is_twilio(secret: str) -> Callable[[HttpRequest], bool]:
    """The address is the public one: behind a proxy, the request names another."""
    return lambda request: signatures.is_twilio(
        secret=secret,
        url=settings.SITE_URL + request.get_full_path(),
        parameters=_parameters(request.body),
        signature=request.headers.get("X-Twilio-Signature", ""),
    )


def _parameters(body: bytes) -> dict[str, list[str]]:
    """Read here and not through `request.POST`, which would take files in. What is no form has no parameter."""
    try:
        return parse_qs(body.decode(), keep_blank_values=True, max_num_fields=200)
    except ValueError:
        return {}


def _form(body: bytes) -> dict[str, str]:
    return {name: values[-1] for name, values in _parameters(body).items()}


def _length(request: HttpRequest) -> int:
    written = request.META.get("CONTENT_LENGTH") or "0"
    return int(written) if written.isdigit() else LARGEST + 1


def _real_now() -> dt.datetime:
    """Signatures and providers' dates follow the real clock (DESIGN: rules are pure)."""
    return dt.datetime.now(dt.UTC)
