"""Topics: written in gestion, found by people's words, offered while their team receives messages."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from messaging.topics.actions import write
from messaging.topics.models import Topic
from messaging.topics.services import by_organization, found
from portal.audit.models import AuditEvent
from portal.catalogue.models import CatalogueEntry
from portal.organizations.models import Team

pytestmark = pytest.mark.django_db
ADD = reverse("admin:topics_topic_add")


@pytest.fixture
def lost(saaq_team, saaq_administrator) -> Topic:
    words = "vol, volé, duplicata"
    return write(topic=Topic(team=saaq_team, name_fr="J’ai perdu mon permis", words=words), by=saaq_administrator)


def typed(team, **more) -> dict:
    return {"team": team.pk, "name_fr": "J’ai déménagé", "words": "adresse", "is_offered": "on"} | more


def names(text: str) -> list[str]:
    return [service.name for service in found(text, Team.objects.accepting_messages())]


def test_an_administrator_writes_a_topic_and_people_find_it(saaq_administrator, saaq_team, signed_in):
    client = signed_in(saaq_administrator)
    assert client.post(ADD, typed(saaq_team)).status_code == 302
    topic = Topic.objects.get()
    assert names("changement d'adresse") == ["J’ai déménagé"] and names("demenage") == ["J’ai déménagé"]
    assert AuditEvent.objects.filter(verb="topic.written", organization_id=saaq_team.organization_id).count() == 1
    change = reverse("admin:topics_topic_change", args=[topic.pk])
    assert client.post(change, typed(saaq_team, is_offered="")).status_code == 302
    assert "J’ai déménagé" not in names("adresse")


@pytest.mark.parametrize("words", ["perdu permis", "vole", "duplicata", "permi de conduire"])
def test_a_need_is_found_by_other_words_and_with_errors(lost, words):
    assert names(words)


def test_a_team_is_found_by_what_it_does_and_leaves_with_its_topics(lost, saaq_team):
    assert saaq_team.name in names("permis")
    saaq_team.accepts_messages = False
    saaq_team.save()
    assert not {saaq_team.name, lost.name_fr} & {*names("permis"), *names("perdu")}
    assert not CatalogueEntry.objects.filter(section="team", title__in=[lost.name_fr, saaq_team.name]).exists()
    saaq_team.accepts_messages = True
    saaq_team.save()
    assert lost.name_fr in names("perdu")


def test_a_topic_follows_its_team(lost, saaq, saaq_administrator):
    other = saaq.teams.exclude(pk=lost.team_id).first()
    lost.team = other
    write(topic=lost, by=saaq_administrator)
    (service,) = (one for one in found("perdu", Team.objects.accepting_messages()) if one.topic)
    assert service.team == other


def test_another_organization_s_administrator_writes_nothing_here(ramq_administrator, saaq_team, lost, signed_in):
    client = signed_in(ramq_administrator)
    assert client.post(ADD, typed(saaq_team)).context["errors"]
    assert client.get(reverse("admin:topics_topic_change", args=[lost.pk])).status_code in {302, 404}
    with pytest.raises(PermissionDenied):
        write(topic=lost, by=ramq_administrator)


def test_a_topic_already_there_is_said(saaq_administrator, saaq_team, lost, signed_in):
    answer = signed_in(saaq_administrator).post(ADD, typed(saaq_team, name_fr=lost.name_fr))
    assert "a déjà ce sujet" in answer.content.decode() and Topic.objects.count() == 1


def test_each_team_is_listed_after_its_topics(lost, saaq, saaq_team):
    services = dict(by_organization(Team.objects.accepting_messages()))[saaq]
    place = [service.name for service in services].index(saaq_team.name)
    assert services[place - 1].topic == lost
