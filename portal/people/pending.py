"""Codes that wait to be typed: void once the password or the address of their account has changed.

allauth keeps a sign-in, a recovery or another address that waits for its code in the session of the browser that asked,
out of reach of any other. Each is stamped here with the account's credentials of that moment, and is dropped by the
next request of that browser when they are not the same any more.
"""

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.email_verification_by_code import EMAIL_VERIFICATION_CODE_SESSION_KEY
from allauth.account.internal.flows.password_reset_by_code import PASSWORD_RESET_VERIFICATION_SESSION_KEY
from allauth.account.internal.flows.phone_verification import PHONE_VERIFICATION_SESSION_KEY
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from portal.people.models import User

STAMPS = "pending_stamps"
PENDING = (
    LOGIN_SESSION_KEY,
    PASSWORD_RESET_VERIFICATION_SESSION_KEY,
    EMAIL_VERIFICATION_CODE_SESSION_KEY,
    PHONE_VERIFICATION_SESSION_KEY,
)


class PendingCodesMiddleware:
    """Drops what waits for a code of former credentials, before any page; stamps what began, after it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self._drop(request)
        response = self.get_response(request)
        if request.method == "POST" and request.resolver_match and request.resolver_match.url_name == "account_logout":
            self._leave(request)
        self._stamp(request)
        return response

    @staticmethod
    def _drop(request: HttpRequest) -> None:
        stamps = request.session.get(STAMPS, {})
        former = [key for key, user in _waiting(request).items() if not _is_same(stamps.get(key, ""), user)]
        for key in former:
            del request.session[key]
        if former:
            messages.info(request, _("Ce code ne sert plus. Recommencez pour en recevoir un nouveau."))

    @staticmethod
    def _leave(request: HttpRequest) -> None:
        """Whoever leaves waits for no code. allauth keeps the wait of an address that had an account already, and
        forgets that of a new one: the next page would tell one from the other."""
        for key in PENDING:
            request.session.pop(key, None)

    @staticmethod
    def _stamp(request: HttpRequest) -> None:
        """What was stamped keeps its stamp, so that a change made elsewhere during this request counts."""
        stamps = request.session.get(STAMPS, {})
        kept = {}
        for key, user in _waiting(request).items():
            is_stamped = stamps.get(key, "").startswith(f"{user.pk} ")
            kept[key] = stamps[key] if is_stamped else _credentials(user)
        if kept != stamps:
            request.session[STAMPS] = kept


def _waiting(request: HttpRequest) -> dict[str, User]:
    """Return the account of each thing that waits for a code in this session, by session key; not invented ones."""
    ids = {key: _user_id(request.session[key]) for key in PENDING if request.session.get(key)}
    users = User.objects.in_bulk({pk for pk in ids.values() if pk}) if any(ids.values()) else {}
    return {key: users[pk] for key, pk in ids.items() if pk in users}


def _user_id(state: dict[str, Any]) -> Any:
    written = state.get("user_id") or state.get("user_pk")
    return User._meta.pk.to_python(written) if written else None


def _credentials(user: User) -> str:
    """Return whose stamp it is, and a digest of what they sign in with."""
    digest = salted_hmac("portal.people.pending", f"{user.password} {user.email}", algorithm="sha256").hexdigest()
    return f"{user.pk} {digest}"


def _is_same(stamp: str, user: User) -> bool:
    return constant_time_compare(stamp, _credentials(user))
