"""Each page declares who may open it. A page without a declaration is refused, and a test names it."""

from collections.abc import Callable
from enum import StrEnum

from django.http import HttpRequest
from django.urls import ResolverMatch


class Policy(StrEnum):
    PUBLIC = "public"
    """Anyone, without an account."""
    SIGNED_IN = "signed_in"
    """Any account; the view shows only what `visible_to(user)` selects."""
    CITIZEN = "citizen"
    """An account that is a citizen, or acts for one."""
    TOKEN = "token"  # noqa: S105 - a policy's name
    """An organization's system, by a token that the address itself asks for; no session counts."""
    ACCOUNT = "account"
    """Password, address, factors of one's own account: with the second factor, once the account has one."""
    STAFF = "staff"
    """Agents, supervisors, administrators, with a second factor in this session."""


def _declare(policy: Policy) -> Callable:
    def decorate(view: Callable) -> Callable:
        view.__dict__["access_policy"] = policy
        return view

    return decorate


public = _declare(Policy.PUBLIC)
signed_in = _declare(Policy.SIGNED_IN)
citizen_only = _declare(Policy.CITIZEN)
staff_only = _declare(Policy.STAFF)


def open_when_closed(view: Callable) -> Callable:
    """Declares a page that answers an account which its person has closed: every other one sends there."""
    view.__dict__["open_when_closed"] = True
    return view


def own_only(view: Callable) -> Callable:
    """Declares that a page is one's own, whoever one acts for: asked for in somebody's place, it opens outside."""
    view.__dict__["is_own_only"] = True
    return view


def acts(view: Callable) -> Callable:
    """Declares that a page is for writing alone: whoever may only read in somebody's place sees so before typing."""
    view.__dict__["is_for_acting"] = True
    return view


# allauth's addresses, by name: before sign-in, or for the account's holder.
_BEFORE_SIGN_IN = {
    "account_login",
    "account_signup",
    "account_signup_by_passkey",
    "account_logout",
    "account_inactive",
    "account_confirm_email",
    "account_email_verification_sent",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_confirm_password_reset_code",
    "account_complete_password_reset",
    "account_confirm_login_code",
    "account_verify_phone",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "mfa_signup_webauthn",
    "mfa_trust",
}
# Proving again who one is: any session may try.
_PROOFS = {"account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
# Of the account's pages, those where a member of staff who has no second factor adds the first one.
SECOND_FACTOR_SETUP = {"mfa_index", "mfa_activate_totp", "mfa_add_webauthn"}


def match_of(request: HttpRequest) -> ResolverMatch:
    """Return the resolved address of a request whose view was found."""
    assert request.resolver_match is not None
    return request.resolver_match


def policy_of(match: ResolverMatch) -> Policy | None:
    """The declared policy of a resolved address, or None: the caller refuses."""
    declared = getattr(match.func, "access_policy", None)
    if declared is not None:
        return declared
    if "admin" in match.namespaces:
        return Policy.PUBLIC if match.url_name == "jsi18n" else Policy.STAFF
    if "api" in match.namespaces:
        return Policy.PUBLIC if match.url_name == "openapi-json" else Policy.TOKEN
    if getattr(match.func, "__module__", "").startswith("allauth."):
        return _of_allauth(match.url_name)
    return None


def _of_allauth(name: str | None) -> Policy:
    if name in _BEFORE_SIGN_IN:
        return Policy.PUBLIC
    return Policy.SIGNED_IN if name in _PROOFS else Policy.ACCOUNT
