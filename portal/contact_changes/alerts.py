"""To whom a change, its undoing and the end of a freeze are told. Rows of an outbox: the worker sends them."""

from celery import current_app
from django.db import transaction

from portal import clock
from portal.contact_changes.models import ContactAlert, ContactChange
from portal.contact_changes.periods import UNDO_FOR

Point, What, Channel = ContactChange.Point, ContactAlert.What, ContactAlert.Channel
TASK = "portal.send_contact_alerts"


def alert_changed(change: ContactChange) -> None:
    """To the former point, and to the other one of the person, which a thief may not hold. Called before the new value
    is written."""
    _write(change, What.CHANGED, email=_email_before(change), phone=_phone_before(change))


def alert_undone(change: ContactChange) -> None:
    """The point that was taken away: whoever changed it in good faith, and was undone by another, calls."""
    is_email = change.point == Point.EMAIL
    _write(change, What.UNDONE, email=change.replacing if is_email else "", phone="")


def alert_lifted(change: ContactChange) -> None:
    citizen, account = change.citizen, change.account
    phone = citizen.phone.as_e164 if citizen and citizen.has_verified_phone else ""
    _write(change, What.LIFTED, email=account.email if account else "", phone=phone)


def wake() -> None:
    current_app.send_task(TASK, expires=60)


def _write(change: ContactChange, what: str, *, email: str, phone: str) -> None:
    for channel, address in ((Channel.EMAIL, email), (Channel.SMS, phone)):
        if address:
            ContactAlert.objects.create(change=change, what=what, channel=channel, address=address)
    # A broker that is away breaks no page: the sweep finds the rows.
    transaction.on_commit(wake, robust=True)


def _email_before(change: ContactChange) -> str:
    """The address that the account had before any change of the last 72 hours."""
    first = _first_open(change, Point.EMAIL)
    if first:
        return first.former
    citizen = change.citizen
    if citizen and citizen.email_verified_at:
        return citizen.email
    return change.account.email if change.account else ""


def _phone_before(change: ContactChange) -> str:
    """The same for a mobile number; one that was never confirmed gets no text."""
    first = _first_open(change, Point.PHONE)
    if first:
        return first.former if first.former_verified else ""
    citizen = change.citizen
    return citizen.phone.as_e164 if citizen and citizen.has_verified_phone else ""


def _first_open(change: ContactChange, point: str) -> ContactChange | None:
    mine = ContactChange.objects.of_owner(account=change.account, citizen=change.citizen)
    recent = mine.filter(undone_at=None, changed_at__gt=clock.now() - UNDO_FOR, point=point)
    return recent.order_by("changed_at", "pk").first()
