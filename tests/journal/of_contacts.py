"""Actions of contact changes."""

from collections.abc import Callable

from portal.contact_changes import actions, sending
from portal.contact_changes.models import ContactChange
from portal.foundation.channels import email, sms
from portal.people.models import Citizen
from tests.journal.world import SECRET, World, action

Do = Callable[[], object]


def changed(world: World) -> ContactChange:
    citizen = Citizen.objects.select_related("user").get(pk=world.citizen.pk)
    actions.change_phone(citizen=citizen, phone="+14185550188", verified=True, by=world.amelie)
    return ContactChange.objects.get()


@action("contact_change.made", "citizen.phone_set")
def change(world: World) -> Do:
    return lambda: changed(world)


@action("contact_change.told")
def tell(world: World) -> Do:
    changed(world)
    for channel in (email, sms):
        world.patch(channel, "send", lambda **values: "sent")
    return sending.send_waiting


@action("contact_change.undone")
def undo(world: World) -> Do:
    pk = changed(world).pk
    return lambda: actions.undo(change=ContactChange.objects.get(pk=pk), by=world.amelie)


def renamed(world: World) -> ContactChange:
    citizen = Citizen.objects.select_related("user").get(pk=world.citizen.pk)
    change = actions.change_details(citizen=citizen, columns={"given_name": SECRET}, by=world.amelie)
    assert change
    return change


@action("details_change.made", "citizen.renamed")
def rename(world: World) -> Do:
    return lambda: renamed(world)


@action("details_change.told")
def tell_of_name(world: World) -> Do:
    renamed(world)
    for channel in (email, sms):
        world.patch(channel, "send", lambda **values: "sent")
    return sending.send_waiting


@action("details_change.undone", "citizen.renamed")
def undo_name(world: World) -> Do:
    pk = renamed(world).pk
    return lambda: actions.undo(change=ContactChange.objects.get(pk=pk), by=world.amelie)


@action("contact_change.lifted")
def lift(world: World) -> Do:
    undone = actions.undo(change=changed(world), by=world.amelie)
    return lambda: actions.lift(change=undone, how="card", by=world.olga)


@action("contact_change.read")
def read(world: World) -> Do:
    page, client = f"/gestion/contact_changes/contactchange/{changed(world).pk}/change/", world.client("olga")
    return lambda: client.get(page)
