"""What the page of a conversation shows of secure mail: `{% open_shipment thread as shipment %}`."""

from django import template

from messaging.guest_mail.models import GuestShipment
from messaging.threads.models import Thread
from portal import clock

register = template.Library()


@register.simple_tag
def open_shipment(thread: Thread) -> GuestShipment | None:
    """The shipment through which a person without an account reads this conversation now."""
    if thread.citizen.user_id:
        return None
    return GuestShipment.objects.in_force(clock.now()).filter(thread=thread).order_by("-sent_at", "-pk").first()
