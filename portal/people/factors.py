"""What follows a second factor that was just added."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.dispatch import receiver
from django.http import HttpRequest

from portal.access.second_factor import STRONG
from portal.people.models import User


@receiver(authenticator_added, dispatch_uid="portal.people.factors")
def note_proof(sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """Note that this session passed it: its code or its key was given a moment ago.

    `AccessMiddleware` lets nobody add one to an account that has another, unless the session passed that other."""
    if authenticator.type in STRONG:
        record_authentication(request, user, method="mfa", id=authenticator.pk, type=authenticator.type)
