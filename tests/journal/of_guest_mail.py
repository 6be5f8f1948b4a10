"""Actions of secure mail to a person without an account."""

import re
import uuid
from collections.abc import Callable

from messaging.guest_mail import actions, proofs
from messaging.guest_mail.models import GuestShipment
from portal.clock import today
from portal.foundation.channels import sms
from tests.journal.of_people import georgette
from tests.journal.world import SECRET, World, action

Do = Callable[[], object]
EMAIL = f"{SECRET}@exemple.example".lower()


def sending(world: World, *, phone: str = "+14185550199") -> Callable[[], tuple[GuestShipment, str]]:
    to = {"citizen": georgette(world), "team": world.team, "email": EMAIL, "phone": phone, "by": world.alain}
    message = {"subject": SECRET, "body": SECRET, "uploads": [world.upload()]}
    return lambda: actions.send(**to, **message, last_day=today(), key=uuid.uuid4())


@action("guest_shipment.sent")
def send(world: World) -> Do:
    return sending(world)


@action("guest_shipment.sent_again")
def send_again(world: World) -> Do:
    shipment, _ = sending(world)()
    return lambda: actions.send_again(shipment=shipment, by=world.alain)


@action("guest_shipment.secret_renewed")
def renew(world: World) -> Do:
    shipment, _ = sending(world, phone="")()
    return lambda: actions.renew_secret(shipment=shipment, by=world.alain)


@action("guest_shipment.withdrawn")
def withdraw(world: World) -> Do:
    shipment, _ = sending(world)()
    return lambda: actions.withdraw(shipment=shipment, by=world.alain)


@action("guest_shipment.code_asked")
def ask_code(world: World) -> Do:
    world.patch(sms, "send", lambda **given: "1")
    shipment, _ = sending(world)()
    return lambda: proofs.ask_code(shipment=shipment, by=None)


@action("guest_shipment.opened")
def open_it(world: World) -> Do:
    sent: list[dict] = []
    world.patch(sms, "send", lambda **given: sent.append(given) or "1")
    shipment, _ = sending(world)()
    proofs.ask_code(shipment=shipment, by=None)
    (code,) = re.findall(r"\d{6}", sent[-1]["text"])
    return lambda: proofs.open_with(shipment=shipment, typed=code, by=None)


@action("guest_shipment.answered")
def answer(world: World) -> Do:
    shipment, _ = sending(world)()
    given = {"body": SECRET, "key": uuid.uuid4(), "uploads": [world.upload()]}
    return lambda: actions.answer(shipment=shipment, by=None, **given)


@action("guest_shipment.finished")
def finish(world: World) -> Do:
    shipment, _ = sending(world)()
    return lambda: actions.finish(shipment=shipment, by=None)


@action("guest_shipment.kept")
def keep(world: World) -> Do:
    shipment, _ = sending(world)()
    shipment.email = world.citizen.email
    shipment.save(update_fields=["email"])
    return lambda: actions.keep_in_space(shipment=shipment, own=world.citizen, by=world.amelie)


@action("guest_shipment.read")
def read(world: World) -> Do:
    shipment, _ = sending(world)()
    client = world.client("alain")
    return lambda: client.get(f"/gestion/guest_mail/guestshipment/{shipment.pk}/change/")
