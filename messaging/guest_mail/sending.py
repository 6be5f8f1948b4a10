"""The e-mails of secure mail: the portal's bare address and a reference. Neither who writes nor about what leaves."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from messaging.guest_mail.models import GuestEmail
from portal import clock
from portal.account_notices.outbox import AccountMessage, bare_address, send_waiting
from portal.people.models import Citizen

PAGE = "document"
"""`guest_mail:reference`, as people type it."""


def send_guest_emails() -> int:
    """Send the e-mails that wait; return how many left. One whose shipment closed meanwhile stays unsent."""
    return send_waiting(GuestEmail.objects.waiting().of_open_shipments(clock.now()), _letter)


def _letter(email: GuestEmail) -> AccountMessage:
    shipment = email.shipment
    citizen = shipment.thread.citizen
    with override("en" if citizen.language == Citizen.Language.ENGLISH else settings.LANGUAGE_CODE):
        context = {
            "is_news": email.what == GuestEmail.What.NEWS,
            "by_text": shipment.proof == shipment.Proof.TEXT,
            "page": f"{bare_address()}/{PAGE}",
            "reference": shipment.shown_reference,
            "day": date_format(clock.day_of(shipment.expires_at, citizen.time_zone)),
            "phone": settings.HELP_PHONE,
            "hours": settings.HELP_HOURS,
        }
        text = render_to_string("messaging/guest_mail/email/waiting.txt", context).strip() + "\n"
        return AccountMessage(shipment.email or "", _("Un message sécurisé vous attend"), text)
