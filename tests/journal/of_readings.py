"""Actions of readings: pages that show what is somebody's, opened by staff or by whoever acts for them."""

from collections.abc import Callable

from portal.documents.models import Document
from tests.journal.of_programs import open_assisted
from tests.journal.of_reminders import receive_reply
from tests.journal.world import World, action
from tests.portal.documents.deposits import accepted

Do = Callable[[], object]


@action("list.read")
def read_list(world: World) -> Do:
    accepted(world.amelie, team=world.team)
    client = world.client("alain")
    return lambda: client.get("/gestion/documents/document/")


@action("row.read")
def read_document(world: World) -> Do:
    document: Document = accepted(world.amelie, team=world.team)
    client = world.client("alain")
    return lambda: client.get(f"/gestion/documents/document/{document.pk}/change/")


@action("person.shown")
def before_opening(world: World) -> Do:
    """The words to read before findings are opened: the page names the person."""
    open_assisted(world)
    client = world.client("alain")
    return lambda: client.get(f"/gestion/programs/program/telephone/personne/{world.georgette.pk}/")


@action("assisted.read")
def read_assisted(world: World) -> Do:
    open_assisted(world)
    client = world.client("alain")
    client.post(
        f"/gestion/programs/program/telephone/personne/{world.georgette.pk}/", {"is_known": "on", "agrees": "on"}
    )
    return lambda: client.get("/gestion/programs/program/telephone/resultat/")


@action("space.read")
def open_home_as_a_helper(world: World) -> Do:
    client = world.client("rachel")
    return lambda: client.get(f"/pour/{world.citizen.pk}/espace/")


@action("preferences.read")
def read_choices_as_a_helper(world: World) -> Do:
    client = world.client("rachel")
    return lambda: client.get(f"/pour/{world.citizen.pk}/rappels/preferences/")


@action("reply.read")
def read_reply(world: World) -> Do:
    reply, client = receive_reply(world)(), world.client("alain")
    return lambda: client.get(f"/gestion/replies/reply/{reply.pk}/change/")
