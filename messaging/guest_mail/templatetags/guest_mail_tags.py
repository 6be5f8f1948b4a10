"""What the page of a conversation shows of secure mail: `{% open_shipment thread as shipment %}`."""

from django import template

from messaging.guest_mail.announcing import open_shipment_of
from messaging.guest_mail.models import GuestShipment
from messaging.threads.models import Thread

register = template.Library()


@register.simple_tag
def open_shipment(thread: Thread) -> GuestShipment | None:
    """The shipment through which a person without an account reads this conversation now."""
    return open_shipment_of(thread)
