"""Which e-mails are to leave: rows, in the transaction of their cause."""

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from messaging.guest_mail.models import GuestEmail, GuestShipment
from messaging.threads.models import Thread
from portal import clock
from portal.celery import app
from portal.people.models import User

TASK = "messaging.send_guest_emails"


def announce(shipment: GuestShipment, what: str) -> GuestEmail:
    """Have an e-mail leave for this shipment."""
    email = GuestEmail.objects.create(shipment=shipment, what=what)
    transaction.on_commit(_wake, robust=True)  # a broker that is away breaks no page: the sweep finds the row
    return email


def announce_answer(*, thread: Thread, by: User | None) -> None:
    """The team wrote in a conversation that is open to a person without an account: an e-mail leaves, unless one is
    about to."""
    for shipment in GuestShipment.objects.in_force(clock.now()).filter(thread=thread).order_by("pk"):
        if not GuestEmail.objects.waiting().filter(shipment=shipment).exists():
            announce(shipment, GuestEmail.What.NEWS)


def sentence_of(thread: Thread) -> str:
    """Return how a person without an account learns of an answer; empty when no shipment opens the conversation."""
    shipment = open_shipment_of(thread)
    if shipment is None:
        return ""
    day = date_format(clock.day_of(shipment.expires_at, thread.citizen.time_zone))
    return _(
        "La personne lit et répond sans compte jusqu’au %(day)s\u00a0: un courriel neutre part à chaque réponse."
    ) % {"day": day}


def open_shipment_of(thread: Thread) -> GuestShipment | None:
    """Return the one through which a person without an account reads a conversation now."""
    if thread.citizen.user_id:
        return None
    return GuestShipment.objects.in_force(clock.now()).filter(thread=thread).order_by("-sent_at", "-pk").first()


def _wake() -> None:
    app.send_task(TASK, expires=60)
