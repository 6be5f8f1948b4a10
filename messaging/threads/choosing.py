"""Whom a person may write to, whom they know already, and what their choice begins."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Max, Q

from messaging.threads.models import Thread
from messaging.topics.models import Topic
from messaging.topics.services import Service
from portal.access.visibility import visibility_of
from portal.dossiers.models import Dossier
from portal.organizations.models import Team
from portal.organizations.querysets import TeamQuerySet
from portal.people.models import User

KNOWN = 5


def teams_open_to(user: User) -> TeamQuerySet:
    """Those that receive messages, of the organizations for which the account acts here."""
    return Team.objects.accepting_messages().filter(visibility_of(user).writable("organization"))


def known_to(user: User, teams: TeamQuerySet) -> list[Service]:
    """The services of the person's last conversations and open dossiers. Three queries."""
    wrote = Thread.objects.visible_to(user).held_by(user).order_by().values("team").annotate(at=Max("last_message_at"))
    last = {row["team"]: row["at"] for row in wrote.order_by("-at")[:KNOWN]}
    follow = Dossier.objects.visible_to(user).that_may_be_written_about()
    for team_id, at in follow.order_by("-moved_at", "pk").values_list("team", "moved_at")[:KNOWN]:
        last[team_id] = max(at, last.get(team_id, at))
    held = {team.pk: team for team in teams.filter(pk__in=last).order_by("pk")}
    newest = sorted(held, key=lambda key: last[key], reverse=True)
    return [Service(held[key]) for key in newest[:KNOWN]]


def begun_with(query: Mapping[str, str], teams: TeamQuerySet) -> dict[str, Any]:
    """Return the service and the object with which the form opens, from the topic chosen; the team that sorts for who
    does not know. Nothing for what is not offered."""
    if "aiguillage" in query:
        sorting = teams.filter(Q(pk__in=Team.objects.sorting_for_all().values("pk"))).first()
        return {"team": sorting.pk} if sorting else {}
    try:
        topic = Topic.objects.offered(teams).filter(pk=UUID(query.get("sujet", ""))).first()
    except ValueError:
        return {}
    return {"team": topic.team_id, "subject": _name(topic)} if topic else {}


def _name(topic: Topic) -> str:
    return Service(topic.team, topic).name
