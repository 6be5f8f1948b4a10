"""Addresses under `/.well-known/` (RFC 8615): where to report a weakness, where to change one's password."""

import datetime as dt

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal import clock
from portal.access.policies import public

VALID_FOR = dt.timedelta(days=180)
"""RFC 9116 §2.5.5 recommends less than a year. Counted at each answer: a page that answers is a contact still held."""


@public
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Return `security.txt` (RFC 9116). 404 when no contact is set: an address that nobody reads helps nobody."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {clock.now().astimezone(dt.UTC) + VALID_FOR:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: fr, en",
        f"Canonical: {settings.SITE_URL}{reverse('pages:security')}",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@public
@require_safe
def change_password(request: HttpRequest) -> HttpResponse:
    """Where password managers send people (W3C, «A Well-Known URL for Changing Passwords»)."""
    return redirect("account_change_password")
