"""Conversations passed, ended, found and kept; topics; messages to groups."""

from collections.abc import Callable

from messaging.group_messages import actions as groups
from messaging.group_messages.models import GroupMessage
from messaging.threads.closing import end
from messaging.threads.passing import pass_to
from messaging.threads.undoing import undo
from messaging.topics.actions import write
from messaging.topics.models import Topic
from portal.dossier_types.models import DossierType
from portal.dossiers.actions import open_dossier
from portal.organizations.models import Team
from tests.journal.of_portal import conversation
from tests.journal.world import SECRET, World, action

Do = Callable[[], object]


@action("thread.passed")
def pass_thread(world: World) -> Do:
    thread = conversation(world)
    other = Team.objects.exclude(pk=thread.team_id).filter(organization=thread.organization).order_by("pk").first()
    return lambda: pass_to(by=world.alain, thread=thread, team=other)


@action("thread.ended")
def end_thread(world: World) -> Do:
    thread = conversation(world)
    return lambda: end(by=world.alain, thread=thread)


@action("thread.exported")
def keep_thread(world: World) -> Do:
    thread, client = conversation(world), world.client("alain")
    return lambda: client.get(f"/messages/{thread.pk}/pdf/")


@action("thread.found")
def find_thread(world: World) -> Do:
    thread, client = conversation(world), world.client("alain")
    return lambda: client.post("/gestion/threads/thread/dans-les-messages/", {"words": thread.subject}, follow=True)


@action("topic.written")
def write_topic(world: World) -> Do:
    team = Team.objects.get(name="Permis de conduire")
    return lambda: write(topic=Topic(team=team, name_fr="J’ai déménagé"), by=world.people["emile"])


def group_message(world: World) -> GroupMessage:
    licence = DossierType.objects.get(code="permis-conduire")
    given = {"team": Team.objects.get(name="Permis de conduire"), "dossier_type": licence, "by": world.alain}
    open_dossier(citizen=world.people["bruno"].citizen, **given)
    return groups.write(stage="", subject=SECRET, body=SECRET, **given)


@action("group_message.written")
def write_to_group(world: World) -> Do:
    return lambda: group_message(world)


@action("group_message.submitted")
def submit_to_group(world: World) -> Do:
    message = group_message(world)
    return lambda: groups.submit(by=world.alain, message=message)


@action("group_message.launched")
def launch_to_group(world: World) -> Do:
    message = group_message(world)
    return lambda: groups.launch(by=world.alain, message=message)


@action("group_message.withdrawn")
def withdraw_from_group(world: World) -> Do:
    message = group_message(world)
    return lambda: groups.withdraw(by=world.alain, message=message)


@action("thread.undone")
def undo_message(world: World) -> Do:
    thread = conversation(world)
    return lambda: undo(by=world.people["amelie"], message=thread.messages.get())
