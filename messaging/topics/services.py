"""The services that a person may write to: found by their words, listed by organization, those they know first."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import get_language

from messaging.topics.models import Topic
from portal.catalogue.models import CatalogueEntry
from portal.catalogue.searching import search
from portal.organizations.models import Organization, Team
from portal.organizations.querysets import TeamQuerySet


@dataclass(frozen=True)
class Service:
    """A team that answers, and the topic by which it is shown, if any."""

    team: Team
    topic: Topic | None = None

    @property
    def name(self) -> str:
        if self.topic is None:
            return self.team.name
        is_english = (get_language() or "").startswith("en")
        return self.topic.name_en if is_english and self.topic.name_en else self.topic.name_fr

    @property
    def query(self) -> str:
        """How the page that writes is asked for it."""
        return f"sujet={self.topic.pk}" if self.topic else f"team={self.team.pk}"


def found(text: str, teams: TeamQuerySet) -> list[Service]:
    """Those that answer what a person wrote, the closest first. Three queries after the search."""
    entries = search(text, any_word=True, section=CatalogueEntry.Section.TEAM).entries
    keys = {str(entry.subject_id) for entry in entries}
    topics = Topic.objects.offered(teams).filter(pk__in=keys).select_related("team__organization").order_by("pk")
    services: dict[str, Service] = {str(topic.pk): Service(topic.team, topic) for topic in topics}
    services |= {str(team.pk): Service(team) for team in teams.filter(pk__in=keys).order_by("pk")}
    return [services[entry.subject_id] for entry in entries if entry.subject_id in services]


def by_organization(teams: TeamQuerySet) -> list[tuple[Organization, list[Service]]]:
    """All of them: each team after its topics, each organization in its order. Two queries."""
    topics: dict[Any, list[Topic]] = {}
    for topic in Topic.objects.offered(teams).order_by("name_order", "pk"):
        topics.setdefault(topic.team_id, []).append(topic)
    listed = teams.order_by("organization__name_order", "organization", "name_order", "pk")
    return [
        (organization, _services(held, topics))
        for organization, held in groupby(listed, lambda team: team.organization)
    ]


def _services(teams: Iterable[Team], topics: dict[Any, list[Topic]]) -> list[Service]:
    return [Service(team, topic) for team in teams for topic in [*topics.get(team.pk, []), None]]
