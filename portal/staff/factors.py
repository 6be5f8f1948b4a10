"""The roles that an account accepted take effect when it adds its second factor."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.contrib import messages
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext as _

from portal.access.second_factor import STRONG
from portal.people.models import User
from portal.staff.actions import take_effect


@receiver(authenticator_added, dispatch_uid="portal.staff.factors")
def give_what_was_accepted(
    sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    """Give the roles, and say so on the next page."""
    if authenticator.type in STRONG and take_effect(user=user):
        messages.success(
            request, _("C’est fait\u00a0: votre rôle est en vigueur. «\u00a0Gestion\u00a0» est dans le menu.")
        )
