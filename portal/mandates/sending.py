"""The e-mail of an invitation to act: neutral words, a code, the bare address to type it at. No name leaves."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.account_notices.outbox import AccountMessage, bare_address, send_waiting
from portal.foundation.crypto.codes import grouped, new_code
from portal.mandates.inviting import code_digest_of
from portal.mandates.models import MandateInvitation
from portal.people.models import Citizen


def send_mandate_invitations() -> int:
    """Send the invitations that wait; each e-mail has a new code, the only one that works."""
    return send_waiting(MandateInvitation.objects.waiting(), _letter)


def _letter(invitation: MandateInvitation) -> AccountMessage:
    code = new_code()
    invitation.code_digest = code_digest_of(code)
    invitation.save(update_fields=["code_digest"])
    english = Citizen.objects.filter(user__email__iexact=invitation.email, language=Citizen.Language.ENGLISH).exists()
    with override("en" if english else settings.LANGUAGE_CODE):
        context = {"code": grouped(code), "site": bare_address(), "phone": settings.HELP_PHONE}
        text = render_to_string("portal/mandates/email/invitation.txt", context).strip() + "\n"
        return AccountMessage(invitation.email, _("Une demande vous attend dans Relais"), text)
