"""What is done with a secure mail to a person without an account: send, say again, answer, close."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from messaging.guest_mail.announcing import announce
from messaging.guest_mail.models import GuestEmail, GuestShipment
from messaging.guest_mail.proofs import ShipmentOver, proof_digest
from messaging.guest_mail.querysets import REFERENCE
from messaging.threads import actions as threads
from messaging.threads.models import Message
from portal import clock
from portal.access.visibility import forget_visibility, visibility_of
from portal.audit.actions import record
from portal.documents.actions import mark_opened_without_account
from portal.documents.models import Document
from portal.documents.uploads import SealedUpload
from portal.foundation.crypto.codes import digest_of, new_code
from portal.people.models import Citizen, User
from portal.people.phones import text_fault
from portal.person_access.actions import serve_account
from portal.person_access.models import PersonAccess
from portal.same_people import actions as same_people
from portal.same_people.models import SamePerson

if TYPE_CHECKING:
    from portal.organizations.models import Team


class HasSpace(Exception):
    """The person has an account: what is written to them is in their space."""


class NotTheirSpace(Exception):
    """The account's confirmed address is not the one to which the shipment was sent, or its person cannot be joined."""


class NoTextThere(Exception):
    """This number receives no text message of ours."""


@transaction.atomic
def send(
    *,
    citizen: Citizen,
    team: "Team",
    email: str,
    phone: str,
    last_day: dt.date,
    by: User,
    key: UUID,
    **message: Any,
) -> tuple[GuestShipment, str]:
    """Begin a conversation with a person who has no account, and open it to them until the end of `last_day`.

    With a `phone` it opens by a code sent there; without, by a secret, returned beside the shipment: nothing keeps it.
    `message`: as `threads.begin_unannounced` takes it; the same `key` twice is one shipment, whose secret is not said
    again. Raises HasSpace, NoTextThere, PermissionDenied.
    """
    if citizen.user_id or SamePerson.objects.in_force().filter(citizen=citizen).exists():
        raise HasSpace
    if phone and text_fault(phone):
        raise NoTextThere
    thread = threads.begin_unannounced(by=by, citizen=citizen, team=team, key=key, **message)
    if earlier := GuestShipment.objects.filter(thread=thread).first():
        return earlier, ""
    reference = new_code()
    shipment = GuestShipment(
        thread=thread,
        by=by,
        email=email,
        phone=phone,
        reference=reference,
        reference_digest=digest_of(reference, context=REFERENCE),
        proof=GuestShipment.Proof.TEXT if phone else GuestShipment.Proof.SECRET,
        expires_at=clock.end_of_day(last_day, citizen.time_zone),
    )
    secret = "" if phone else new_code()
    shipment.secret_digest = proof_digest(shipment, secret) if secret else ""
    shipment.save()
    _record("guest_shipment.sent", shipment, by, detail={"proof": shipment.proof})
    announce(shipment, GuestEmail.What.WAITING)
    return shipment, secret


@transaction.atomic
def send_again(*, shipment: GuestShipment, by: User) -> GuestEmail:
    """Send the e-mail once more, with the same reference. Raises ShipmentOver, PermissionDenied."""
    held = _locked(shipment, by)
    _record("guest_shipment.sent_again", held, by)
    return announce(held, GuestEmail.What.WAITING)


@transaction.atomic
def renew_secret(*, shipment: GuestShipment, by: User) -> str:
    """Make another secret, to say by telephone; the former one opens nothing any more. Raises ShipmentOver,
    PermissionDenied."""
    held = _locked(shipment, by)
    if held.proof != GuestShipment.Proof.SECRET:
        raise PermissionDenied
    secret = new_code()
    held.secret_digest = proof_digest(held, secret)
    held.save(update_fields=["secret_digest"])
    _record("guest_shipment.secret_renewed", held, by)
    return secret


@transaction.atomic
def withdraw(*, shipment: GuestShipment, by: User) -> GuestShipment:
    """Nothing opens it any more, not even for who is reading it. Raises ShipmentOver, PermissionDenied."""
    held = _locked(shipment, by)
    _close(held, GuestShipment.Closing.WITHDRAWN, by)
    _record("guest_shipment.withdrawn", held, by)
    return held


@transaction.atomic
def answer(
    *, shipment: GuestShipment, body: str, key: UUID, uploads: Iterable[SealedUpload], by: User | None
) -> Message:
    """The person writes back, with files or without. Once for a `key`. Raises ShipmentOver."""
    held = _in_force(shipment)
    message = threads.reply_without_account(thread=held.thread, body=body, key=key, uploads=uploads)
    held.answered_at = clock.now()
    held.save(update_fields=["answered_at"])
    _record("guest_shipment.answered", held, by)
    return message


@transaction.atomic
def take(*, shipment: GuestShipment, document: Document) -> None:
    """Journal that the person takes the bytes of a document of the conversation. Raises ShipmentOver."""
    if not GuestShipment.objects.in_force(clock.now()).filter(pk=shipment.pk).exists():
        raise ShipmentOver
    mark_opened_without_account(document=document, detail={"guest_shipment": str(shipment.pk)})


@transaction.atomic
def finish(*, shipment: GuestShipment, by: User | None) -> GuestShipment:
    """The person has done with it: its reference and its codes open nothing any more. Raises ShipmentOver."""
    held = _in_force(shipment)
    _close(held, GuestShipment.Closing.FINISHED, by)
    _record("guest_shipment.finished", held, by)
    return held


@transaction.atomic
def keep_in_space(*, shipment: GuestShipment, own: Citizen, by: User) -> SamePerson:
    """Put the conversation, and all that was registered with it, in the space of an account whose confirmed address is
    the one to which the shipment was sent; whoever calls says that this very browser opened it. Raises ShipmentOver,
    NotTheirSpace."""
    held = _in_force(shipment)
    is_theirs = own.email_verified_at and own.email.casefold() == (held.email or "").casefold()
    if own.user_id != by.pk or not is_theirs:
        raise NotTheirSpace
    try:
        link = same_people.join(citizen=held.thread.citizen, same_as=own, by=by)
    except same_people.NotJoinable as error:
        raise NotTheirSpace from error
    serve_account(citizen=own, team=held.thread.team, by=held.by, proof=PersonAccess.Proof.MESSAGE)
    _close(held, GuestShipment.Closing.KEPT, by)
    _record("guest_shipment.kept", held, by)
    forget_visibility(by)
    return link


def _locked(shipment: GuestShipment, by: User) -> GuestShipment:
    if shipment.thread.team_id not in visibility_of(by).team_ids:
        raise PermissionDenied
    return _in_force(shipment)


def _in_force(shipment: GuestShipment) -> GuestShipment:
    rows = GuestShipment.objects.in_force(clock.now()).select_for_update(no_key=True, of=("self",)).with_names()
    held = rows.filter(pk=shipment.pk).first()
    if held is None:
        raise ShipmentOver
    return held


def _close(shipment: GuestShipment, because: str, by: User | None) -> None:
    shipment.closed_at, shipment.closed_by, shipment.closed_because = clock.now(), by, because
    shipment.code_digest, shipment.code_expires_at = "", None
    shipment.save(update_fields=["closed_at", "closed_by", "closed_because", "code_digest", "code_expires_at"])


def _record(verb: str, shipment: GuestShipment, by: User | None, *, detail: dict[str, Any] | None = None) -> None:
    thread = shipment.thread
    record(
        verb,
        by=by,
        subject=shipment,
        citizen=thread.citizen,
        organization=thread.organization,
        detail=detail,
    )
