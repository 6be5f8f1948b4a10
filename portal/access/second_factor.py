"""Did this session pass a second factor? (TOTP, passkey or recovery code; never an e-mailed or SMS code.)"""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from portal.access.visibility import Account

STRONG = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def second_factor_at(request: HttpRequest) -> float | None:
    """Return when this session last passed a second factor (seconds of the real clock), or None.

    A passkey used without password is one."""
    records = get_authentication_records(request, request.user)
    return max((row.get("at", 0.0) for row in records if row.get("method") == "mfa"), default=None)


def has_second_factor(request: HttpRequest) -> bool:
    """Return whether this session passed a second factor."""
    return second_factor_at(request) is not None


def strong_types_of(user: Account) -> set[str]:
    """Return which kinds of second factor the account has; recovery codes alone are none."""
    return set(Authenticator.objects.filter(user_id=user.pk, type__in=STRONG).values_list("type", flat=True))
