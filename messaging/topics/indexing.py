"""What the search says of the services that people write to: a line for each topic, and one for each team."""

from typing import Any

from django.urls import reverse

from messaging.topics.models import Topic
from portal.catalogue.actions import IndexLine, put, remove
from portal.catalogue.models import CatalogueEntry
from portal.organizations.models import Team


def index(team: Team) -> None:
    """Write the lines of a team, in the transaction of what changed; take out what is no longer offered."""
    topics = list(team.topics.all())
    shown: list[Any] = [topic for topic in topics if topic.is_offered and team.accepts_messages]
    hidden: list[Any] = [topic for topic in topics if topic not in shown]
    (shown if team.accepts_messages else hidden).append(team)
    put(lines=[_line(one, team) for one in shown])
    remove(subjects=hidden)


def team_changed(sender: type[Team], instance: Team, **kwargs: Any) -> None:
    """Of `post_save`."""
    if not kwargs.get("raw"):
        index(instance)


def _line(one: Topic | Team, team: Team) -> IndexLine:
    is_topic = isinstance(one, Topic)
    return IndexLine(
        section=CatalogueEntry.Section.TEAM,
        subject=one,
        title=one.name_fr if isinstance(one, Topic) else one.name,
        summary=f"{team.name}. {team.purpose}" if is_topic else team.purpose,
        address=f"{reverse('threads:new')}?{'sujet' if is_topic else 'team'}={one.pk}",
        organization=team.organization,
        keywords=f"{one.words} {one.name_en}" if isinstance(one, Topic) else "",
    )
