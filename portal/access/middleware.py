"""Enforces each page's declared policy, before the view runs."""

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

from allauth.account.adapter import get_adapter
from django.apps import apps
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import ResolverMatch
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from portal.access import places, reader, staff_side, step_up
from portal.access.policies import SECOND_FACTOR_SETUP, Policy, match_of, policy_of
from portal.access.second_factor import has_second_factor, strong_types_of
from portal.access.typed import typed_texts
from portal.access.visibility import has_citizen_side, visibility_of

logger = logging.getLogger(__name__)
METHODS = ["GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"]

_WITHOUT_SESSION = {Policy.PUBLIC, Policy.TOKEN}
_IN_PLACES = {Policy.CITIZEN, Policy.SIGNED_IN}
_SAFE = {"GET", "HEAD", "OPTIONS"}


class SidedRequest(places.PlacedRequest):
    """A request of which `AccessMiddleware` noted whether its page is one of gestion."""

    is_staff_page: bool


class AccessMiddleware:
    """Public pages pass; the rest asks for an account, a citizen, or a member of staff with a second factor.

    An account that is a citizen's and an agent's is a citizen on citizens' pages, and everywhere while its staff side
    is closed (`staff_side`). A stranger gets 404: existence is personal data too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:  # TRACE and others answer 200 on a plain function view
            return HttpResponseNotAllowed(METHODS)
        try:
            return self.get_response(request)
        finally:
            reader.forget()

    def process_view(
        self, request: SidedRequest, view: Callable, args: tuple, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        match = match_of(request)
        if "admin" in match.namespaces and "\0" in unquote(request.META.get("QUERY_STRING", "")):
            raise Http404  # nobody types one, and PostgreSQL refuses it in a filter
        policy = policy_of(match)
        if policy is None:
            logger.error("no access policy on %s", match.view_name)
            raise Http404
        user, request.is_staff_page = request.user, policy is Policy.STAFF
        if user.is_authenticated and user.is_staff:
            user.acts_as_citizen = policy is Policy.CITIZEN or not staff_side.is_open(request)
        if request.place_asked and (elsewhere := _leave_place(request, policy)):
            return elsewhere
        if request.place_asked and user.is_authenticated:
            user.acts_as_citizen = True  # one's roles are not there
        refused = self._refuse(request, policy) or _enter(request, policy)
        if not refused:
            reader.follow(visibility_of(user).zone if user.is_authenticated else "")
        if not refused and policy not in _WITHOUT_SESSION and user.closed_at and not _is_open_when_closed(match):
            refused = redirect("account_closing:back")
        return refused or (None if policy in _WITHOUT_SESSION else step_up.answer(request))

    def _refuse(self, request: HttpRequest, policy: Policy) -> HttpResponse | None:
        if policy in _WITHOUT_SESSION:
            return None
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        return {
            Policy.SIGNED_IN: lambda _: None,
            Policy.CITIZEN: _citizen_page,
            Policy.ACCOUNT: _account_page,
            Policy.STAFF: _staff_page,
        }[policy](request)


def _is_open_when_closed(match: ResolverMatch) -> bool:
    return getattr(match.func, "open_when_closed", False)


def _leave_place(request: SidedRequest, policy: Policy) -> HttpResponse | None:
    """A page that is nobody's, or one's own, opens outside the place; a form sent to it is taken there."""
    match, is_read = match_of(request), request.method in _SAFE
    is_ours = not getattr(match.func, "__module__", "").startswith("allauth.")
    is_here = policy in _IN_PLACES and is_ours and not getattr(match.func, "is_own_only", False)
    if request.user.is_authenticated and (is_here or policy is Policy.PUBLIC and not is_read):
        return None
    page = request.get_full_path()
    inside = request.path.removesuffix(request.path_info)
    places.leave(request)
    if is_here or not is_read:  # to sign-in, then back into the place; or a form of the portal itself
        return None
    return redirect(page.removeprefix(inside))


def _enter(request: SidedRequest, policy: Policy) -> HttpResponse | None:
    """Only what is of the place counts from here on. 404 for whoever never acted for that person; whose mandate ended
    meanwhile reads so, be it between the form and its sending."""
    user = request.user
    if not user.is_authenticated or policy is Policy.STAFF:
        return None
    visibility, is_sent = visibility_of(user), request.method not in _SAFE
    asked = request.place_asked
    visibility.enter(asked, writes=is_sent)
    if asked is None:
        return None
    only_reads = not visibility.may_act_here and asked in visibility.acts_for_ids
    if only_reads or visibility.reached_ids:
        request.place, request.reads_only = asked, not visibility.may_act_here
        return _read_only(request) if only_reads and (is_sent or _is_for_acting(request)) else None
    places.leave(request)
    visibility.enter(None, writes=is_sent)
    ended = apps.get_model("mandates", "Mandate").objects.filter(holder_id=user.pk, citizen_id=asked)
    if not ended.exists():
        raise Http404
    return _refused_in_place(request, "portal/access/place_closed.html", status=404)


def _is_for_acting(request: HttpRequest) -> bool:
    return getattr(match_of(request).func, "is_for_acting", False)


def _read_only(request: SidedRequest) -> HttpResponse:
    """Nothing is written, and the page says why."""
    visibility_of(request.user).enter(request.place, writes=False)  # its header shows the place
    return _refused_in_place(request, "portal/access/place_read_only.html", status=403)


def _refused_in_place(request: SidedRequest, template: str, *, status: int) -> HttpResponse:
    """The form is not opened again: what was typed in it is on the page."""
    is_sent = request.method not in _SAFE
    typed = typed_texts(request) if is_sent else []
    return render(request, template, {"was_sent": is_sent, "typed": typed}, status=status)


def _citizen_page(request: HttpRequest) -> None:
    if not has_citizen_side(request.user):
        raise Http404


def _staff_page(request: HttpRequest) -> HttpResponse | None:
    """Staff see nothing behind a password alone."""
    if not request.user.is_staff:
        raise Http404
    if not staff_side.is_open(request):
        return _to_second_factor(request)
    staff_side.keep_open(request)
    return None


def _account_page(request: HttpRequest) -> HttpResponse | None:
    """A stolen password must not add, remove or replace what protects an account that has a second factor."""
    if not request.user.is_staff:
        missing = not has_second_factor(request) and strong_types_of(request.user)
        return _to_second_factor(request) if missing else None
    if staff_side.is_open(request):
        staff_side.keep_open(request)
        return None
    adds_the_first = match_of(request).url_name in SECOND_FACTOR_SETUP and not strong_types_of(request.user)
    return None if adds_the_first else _to_second_factor(request)


def _to_second_factor(request: HttpRequest) -> HttpResponse:
    """To the page that asks for it, then back; to the page that adds one when the account has none."""
    if not strong_types_of(request.user):
        return redirect("mfa_index")
    if request.method == "POST":
        messages.warning(request, _("Rien n’a été envoyé\u00a0: confirmez d’abord que c’est bien vous."))
    page = get_adapter(request).get_reauthentication_methods(request.user)[0]["url"]
    return redirect(f"{page}?{urlencode({'next': _page_asked(request)})}")


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign-in, then back to the page."""
    if request.method == "POST":
        messages.warning(
            request,
            _(
                "Votre session est finie\u00a0: rien n’a été envoyé. Connectez-vous pour revenir à votre page; "
                "le plus souvent, ce que vous aviez écrit y est encore, mais les fichiers sont à choisir de nouveau."
            ),
        )
    return redirect_to_login(_page_asked(request))


def _page_asked(request: HttpRequest) -> str:
    """Return the page to come back to. A form sent too late leads back to the page that held it: its own address may
    answer to POST only."""
    if request.method != "POST":
        return request.get_full_path()
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, request.get_host(), require_https=request.is_secure()):
        return "/"
    page = urlsplit(came_from)
    return f"{page.path}?{page.query}" if page.query else page.path
