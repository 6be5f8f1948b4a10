"""Conversations passed, ended, found and kept; topics."""

from collections.abc import Callable

from messaging.threads.closing import end
from messaging.threads.passing import pass_to
from messaging.topics.actions import write
from messaging.topics.models import Topic
from portal.organizations.models import Team
from tests.journal.of_portal import conversation
from tests.journal.world import World, action

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
    return lambda: client.post("/gestion/threads/thread/dans-les-messages/", {"words": thread.subject})


@action("topic.written")
def write_topic(world: World) -> Do:
    team = Team.objects.get(name="Permis de conduire")
    return lambda: write(topic=Topic(team=team, name_fr="J’ai déménagé"), by=world.people["emile"])
