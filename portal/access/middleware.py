"""Enforces each page's declared policy, before the view runs."""

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from portal.access.policies import SECOND_FACTOR_SETUP, Policy, policy_of
from portal.access.reach import reach_of
from portal.access.second_factor import has_second_factor

logger = logging.getLogger(__name__)
METHODS = ["GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"]

_WITHOUT_SESSION = {Policy.PUBLIC, Policy.TOKEN}


class AccessMiddleware:
    """Public pages pass; the rest asks for an account, a citizen, or a member of staff with a second factor.

    A stranger gets 404: existence is personal data too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:  # TRACE and others answer 200 on a plain function view
            return HttpResponseNotAllowed(METHODS)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        policy = policy_of(request.resolver_match)
        if policy is None:
            logger.error("no access policy on %s", request.resolver_match.view_name)
            raise Http404
        return self._staff_without_second_factor(request, policy) or self._refuse(request, policy)

    def _staff_without_second_factor(self, request: HttpRequest, policy: Policy) -> HttpResponse | None:
        """Staff see nothing behind a password alone, their account's pages included."""
        user = request.user
        if policy in _WITHOUT_SESSION or not user.is_authenticated or not user.is_staff:
            return None
        if has_second_factor(request) or request.resolver_match.url_name in SECOND_FACTOR_SETUP:
            return None
        return redirect("mfa_index")

    def _refuse(self, request: HttpRequest, policy: Policy) -> HttpResponse | None:
        user = request.user
        if policy in _WITHOUT_SESSION:
            return None
        if not user.is_authenticated:
            return _to_sign_in(request)
        allowed = {
            Policy.SIGNED_IN: lambda: True,
            Policy.CITIZEN: lambda: bool(reach_of(user).citizen_ids),
            Policy.STAFF: lambda: user.is_staff,
        }[policy]()
        if not allowed:
            raise Http404
        return None


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign-in, then back to the page. A form sent without a session leads back to the page that held it: its own
    address may answer to POST only."""
    if request.method != "POST":
        return redirect_to_login(request.get_full_path())
    messages.warning(
        request,
        _(
            "Votre session est finie\u00a0: rien n’a été envoyé. Connectez-vous pour revenir à votre page; "
            "le plus souvent, ce que vous aviez écrit y est encore."
        ),
    )
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, request.get_host(), require_https=request.is_secure()):
        return redirect_to_login("/")
    page = urlsplit(came_from)
    return redirect_to_login(f"{page.path}?{page.query}" if page.query else page.path)
