"""What this browser may read without an account: noted in its session once a code opened a shipment, until half an hour
without activity.

It is no sign-in: it opens the pages of `/document/` for one shipment, and nothing else."""

from django.http import HttpRequest

from messaging.guest_mail.models import GuestShipment
from messaging.guest_mail.periods import READ_AT_MOST, READ_FOR
from portal import clock

ASKED, READ, KEEP = "guest_asked", "guest_read", "guest_keep"
"""Keys of the session: the shipment whose reference was typed; the one that is open, until when; whether the person
asked for a space to keep it in."""


def note_reference(request: HttpRequest, shipment: GuestShipment) -> None:
    request.session[ASKED] = str(shipment.pk)


def asked_in(request: HttpRequest) -> GuestShipment | None:
    """Return the shipment whose reference was typed in this browser, in force or over."""
    key = request.session.get(ASKED)
    return GuestShipment.objects.with_names().filter(pk=key).first() if key else None


def begin_reading(request: HttpRequest, shipment: GuestShipment) -> None:
    """Open it in this browser. The session changes its key: whoever knew the former one reads nothing."""
    request.session.cycle_key()
    request.session.pop(ASKED, None)
    request.session.pop(KEEP, None)
    now = clock.now().timestamp()
    request.session[READ] = {"shipment": str(shipment.pk), "began": now, "ends": now + READ_FOR.total_seconds()}


def go_on_reading(request: HttpRequest) -> None:
    """Half an hour more from now, two hours in all."""
    noted = request.session[READ]
    most = noted["began"] + READ_AT_MOST.total_seconds()
    ends = min((clock.now() + READ_FOR).timestamp(), most)
    request.session[READ] = {**noted, "ends": ends}


def was_reading(request: HttpRequest) -> bool:
    """Whether a shipment was open in this browser, and perhaps is no more."""
    return READ in request.session


def read_in(request: HttpRequest) -> GuestShipment | None:
    """Return the shipment that this browser may read now."""
    noted = request.session.get(READ)
    if not noted or not clock.is_under_way(noted["ends"], lasting=READ_FOR.total_seconds()):
        return None
    return GuestShipment.objects.in_force(clock.now()).with_names().filter(pk=noted["shipment"]).first()


def is_reading(request: HttpRequest) -> bool:
    """Whether this browser may send files with its answer."""
    return hasattr(request, "session") and read_in(request) is not None


def end_reading(request: HttpRequest) -> None:
    for name in (ASKED, READ, KEEP):
        request.session.pop(name, None)
