"""Which e-mails are to leave: rows, in the transaction of their cause."""

from django.db import transaction

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


def _wake() -> None:
    app.send_task(TASK, expires=60)
