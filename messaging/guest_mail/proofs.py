"""What opens a shipment: a code sent by text message, or the agreed secret. Each try is counted before it is judged."""

import secrets
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils import translation
from django.utils.translation import gettext as _

from messaging.guest_mail.models import GuestShipment
from messaging.guest_mail.periods import CODE_FOR
from messaging.threads.actions import read_without_account
from portal import clock
from portal.audit.actions import record, record_refusal
from portal.counters.rates import is_within
from portal.counters.stores import CounterKind
from portal.foundation.channels import ChannelError, sms
from portal.foundation.crypto.codes import digest_of
from portal.people import text_codes
from portal.people.models import Citizen, User

DIGITS = 6
MOST_CODES_AN_HOUR = 5
MOST_TRIES_A_CODE = 5
"""One chance in 200 000 for whoever guesses."""
MOST_TRIES_A_DAY = 15
"""Of one shipment, with whatever code: a secret has 48 bits."""


class ShipmentOver(Exception):
    """Its last day is past, or it was withdrawn, closed, or put in the person's space."""


class CodeNotSent(Exception):
    """No code may leave to this number today, or the provider did not take it."""


class WrongProof(Exception):
    """Not the code or the secret of this shipment; or the code served already, or is older than ten minutes."""


class TooManyProofs(Exception):
    """Enough codes were asked for an hour, or tried for a day."""


def ask_code(*, shipment: GuestShipment, by: User | None) -> None:
    """Send another code to the telephone of the person; the former one opens nothing any more. Raises ShipmentOver,
    TooManyProofs, CodeNotSent."""
    if not _texted(shipment).exists():
        raise ShipmentOver
    if not is_within(f"guest-codes:{shipment.pk}", most=MOST_CODES_AN_HOUR, seconds=3600, kind=CounterKind.KEPT):
        raise TooManyProofs
    phone = shipment.phone or ""
    try:
        text_codes.take(phone)
    except text_codes.TextCodeRefused as error:
        raise CodeNotSent from error
    code = "".join(secrets.choice("0123456789") for _ in range(DIGITS))
    _keep(shipment, code, by)
    citizen = shipment.thread.citizen
    with translation.override("en" if citizen.language == Citizen.Language.ENGLISH else settings.LANGUAGE_CODE):
        text = _("Relais : votre code est %(code)s. Ne le donnez à personne.") % {"code": code}
    try:
        sms.send(to=phone, text=text, reference=f"code-{uuid4()}")
    except ChannelError as error:
        raise CodeNotSent from error


@transaction.atomic
def _keep(shipment: GuestShipment, code: str, by: User | None) -> None:
    kept = {"code_digest": proof_digest(shipment, code), "code_expires_at": clock.now() + CODE_FOR}
    if not GuestShipment.objects.filter(pk__in=_texted(shipment).values("pk")).update(**kept):
        raise ShipmentOver
    thread = shipment.thread
    record(
        "guest_shipment.code_asked", by=by, subject=shipment, citizen=thread.citizen, organization=thread.organization
    )


def _texted(shipment: GuestShipment) -> QuerySet[GuestShipment]:
    """The row of one that is in force and opens by text message."""
    return GuestShipment.objects.in_force(clock.now()).filter(pk=shipment.pk, proof=GuestShipment.Proof.TEXT)


def open_with(*, shipment: GuestShipment, typed: str, by: User | None) -> GuestShipment:
    """Open a shipment by its code, once however many try at once, or by its secret. `by`: None without an account.

    Raises ShipmentOver, TooManyProofs, WrongProof."""
    if not GuestShipment.objects.in_force(clock.now()).filter(pk=shipment.pk).exists():
        raise ShipmentOver
    shipment.refresh_from_db()
    tries = f"guest-tries:{shipment.pk}"
    a_day = is_within(tries, most=MOST_TRIES_A_DAY, seconds=86_400, kind=CounterKind.KEPT)
    of_code = not shipment.code_digest or is_within(
        f"{tries}:{shipment.code_digest}", most=MOST_TRIES_A_CODE, seconds=3600, kind=CounterKind.KEPT
    )
    if not a_day or not of_code:
        _refuse(shipment, by, "too_many")
        raise TooManyProofs
    if not _opened(shipment, typed, by):
        _refuse(shipment, by, "wrong")
        raise WrongProof
    shipment.refresh_from_db()
    return shipment


@transaction.atomic
def _opened(shipment: GuestShipment, typed: str, by: User | None) -> bool:
    at, digest = clock.now(), proof_digest(shipment, typed)
    mine: QuerySet[GuestShipment] = GuestShipment.objects.filter(pk=shipment.pk, closed_at=None, expires_at__gt=at)
    if shipment.proof == GuestShipment.Proof.SECRET:
        found = mine.filter(secret_digest=digest)
    else:  # the row that this statement changes is the only one that it opens
        found = mine.filter(code_digest=digest, code_expires_at__gt=at)
    if not found.update(code_digest="", code_expires_at=None, opened_at=Coalesce(F("opened_at"), at)):
        return False
    thread = shipment.thread
    record("guest_shipment.opened", by=by, subject=shipment, citizen=thread.citizen, organization=thread.organization)
    read_without_account(thread=thread)
    return True


def proof_digest(shipment: GuestShipment, typed: str) -> str:
    """What is kept of a code or a secret: of this shipment, and of no other."""
    return digest_of(typed, context=f"guest-proof:{shipment.pk}")


def _refuse(shipment: GuestShipment, by: User | None, why: str) -> None:
    record_refusal(
        by=by,
        verb="guest_shipment.refused",
        subject=(GuestShipment._meta.label_lower, str(shipment.pk)),
        citizen_id=shipment.thread.citizen_id,
        detail={"why": why},
    )
