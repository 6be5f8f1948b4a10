"""Copies and files of each noun that is published."""

from collections.abc import Callable
from typing import Any

from portal.dossier_types.models import DossierType
from portal.publishing import copies, transport
from portal.publishing.adapters import adapter_of
from portal.publishing.pages import address
from portal.publishing.reading import content_to_edit
from portal.questions.models import Question
from programs.programs.models import Program
from reminders.kinds.models import DeadlineKind
from tests.journal.of_dossiers import a_type
from tests.journal.of_portal import a_question
from tests.journal.of_programs import program
from tests.journal.world import World, action

Do = Callable[[], object]
OF: dict[type, tuple[Callable[[World], Any], str]] = {
    DeadlineKind: (lambda world: world.licence, "emile"),
    Program: (program, "emile"),
    Question: (a_question, "olga"),
    DossierType: (lambda world: a_type(), "emile"),
}


def duplicate(world: World, model: type) -> Do:
    find, key = OF[model]
    subject = find(world)
    return lambda: copies.duplicate(subject=subject, by=world.people[key])


def export(world: World, model: type) -> Do:
    find, key = OF[model]
    client, subject = world.client(key), find(world)
    return lambda: client.get(address("export", subject))


def bring(world: World, model: type) -> Do:
    """As another organization's would be: of another code, or another title."""
    find, key = OF[model]
    subject, adapter = find(world), adapter_of(model)
    content = adapter.anew(content_to_edit(subject), "Venu d’ailleurs")
    _code, read = transport.brought(adapter, transport.exported(subject, content, adapter).encode())
    given = {"adapter": adapter, "code": "venu-d-ailleurs", "read": read, "organization": subject.organization}
    return lambda: copies.bring(**given, by=world.people[key])


def prepared(do: Callable[[World, type], Do], model: type) -> Callable[[World], Do]:
    return lambda world: do(world, model)


for _model in OF:
    _verb = adapter_of(_model).verb
    action(f"{_verb}.duplicated")(prepared(duplicate, _model))
    action(f"{_verb}.exported")(prepared(export, _model))
    action(f"{_verb}.brought")(prepared(bring, _model))
