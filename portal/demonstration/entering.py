"""Open a session as one of the invented people, in one click. Refused everywhere but in a demonstration."""

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import login, logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from portal.demonstration.seeds import PEOPLE
from portal.people.models import User

BACKEND = settings.AUTHENTICATION_BACKENDS[0]
EMAILS = {person.key: person.email for person in PEOPLE}


def account_of(key: str) -> User | None:
    """Return the account of one of the people of the demonstration; None for anybody else."""
    return User.objects.filter(email=EMAILS.get(key, ""), is_active=True).first()


def enter(request: HttpRequest, user: User) -> None:
    """Open a session as `user`, as signing in does: staff with their second factor. Whoever was there is signed out.

    Raises PermissionDenied outside a demonstration, and for an account that it did not make."""
    if not settings.DEMO or user.email not in EMAILS.values():
        raise PermissionDenied
    logout(request)
    login(request, user, backend=BACKEND)
    record_authentication(request, user, method="password")
    factor = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if factor is not None:
        record_authentication(request, user, method="mfa", type=factor.type, id=factor.pk)
