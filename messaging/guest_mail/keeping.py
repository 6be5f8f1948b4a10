"""A message read without an account goes in the space that its person opens, in the same browser."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext as _

from messaging.guest_mail import actions
from messaging.guest_mail.opening import KEEP, end_reading, read_in
from messaging.guest_mail.proofs import ShipmentOver
from portal.people.models import Citizen, User


def kept_for(request: HttpRequest, user: User) -> bool:
    """Put what this browser has open in the space of an account; say why when it cannot be."""
    shipment, own = read_in(request), Citizen.objects.filter(user=user).first()
    if shipment is None or own is None:
        return False
    try:
        actions.keep_in_space(shipment=shipment, own=own, by=user)
    except actions.NotTheirSpace:
        words = _("Ce message n’a pas été envoyé à l’adresse courriel de ce compte\u00a0: il reste seulement ici.")
        messages.warning(request, words)
        return False
    except ShipmentOver:
        return False
    end_reading(request)
    messages.success(request, _("Le message et ses documents sont maintenant dans votre espace."))
    return True


@receiver(user_logged_in, dispatch_uid="guest_mail.signed_in")
def _signed_in(request: HttpRequest | None, user: User, **more: Any) -> None:
    """Only who pressed the button of the message: nobody's message moves because they signed in."""
    if request is not None and request.session.get(KEEP):
        kept_for(request, user)
