"""Whom to write to, from a need: by words, from what one knows, in a list, or without knowing."""

import uuid

import pytest
from django.urls import reverse

from messaging.threads import actions
from messaging.threads.delays import answer_day
from messaging.threads.models import Thread
from messaging.threads.owed import owed_by_citizen
from messaging.topics.models import Topic
from messaging.topics.seeds import offer
from portal.dossiers.actions import open_dossier
from portal.organizations.models import Organization, Team
from tests.queries import growth

pytestmark = pytest.mark.django_db
CHOOSE, NEW = reverse("threads:choose"), reverse("threads:new")


@pytest.fixture
def moved(saaq_team) -> Topic:
    offer(saaq_team, [("J’ai déménagé", "I have moved", "adresse")])
    return Topic.objects.get()


def test_a_need_leads_to_the_message(moved, amelie, saaq_team, signed_in):
    client = signed_in(amelie)
    page = client.post(CHOOSE, {"need": "Nouvelle adresse"}, follow=True).content.decode()
    assert "J’ai déménagé" in page and f"{NEW}?sujet={moved.pk}" in page
    page = client.get(f"{NEW}?sujet={moved.pk}")
    form = page.context["form"]
    assert form["subject"].value() == "J’ai déménagé" and form.service == saaq_team
    text = page.content.decode()
    assert "Réponse habituelle au plus tard le" in text and '<select name="team"' not in text
    sent = {"citizen": amelie.citizen.pk, "team": saaq_team.pk, "is_chosen": "True", "key": uuid.uuid4()}
    again = client.post(NEW, sent | {"subject": "J’ai déménagé", "body": ""})
    assert again.status_code == 422 and "Choisir un autre service" in again.content.decode()
    assert client.post(NEW, sent | {"subject": "J’ai déménagé", "body": "Bonjour"}).status_code == 302
    assert Thread.objects.get().team == saaq_team and not Thread.objects.get().is_to_sort


@pytest.mark.parametrize("query", ["sujet=licorne", f"sujet={uuid.uuid4()}", "team=licorne", f"team={uuid.uuid4()}"])
def test_nonsense_in_the_address_lets_one_choose(query, amelie, signed_in):
    page = signed_in(amelie).get(f"{NEW}?{query}")
    assert page.status_code == 200 and page.context["form"].service is None


def test_nothing_found_says_what_to_do(amelie, signed_in):
    page = signed_in(amelie).post(CHOOSE, {"need": "zzqqxx"}, follow=True).content.decode()
    assert "Aucun service ne porte ces mots" in page and "Tous les services" in page
    assert signed_in(amelie).post(CHOOSE, {"need": "\x00" + "a" * 5_000}, follow=True).status_code == 200


def test_what_one_knows_comes_first(amelie, saaq_team, saaq_agent, ramq, start, signed_in):
    assert not signed_in(amelie).get(CHOOSE).context["known"]
    start(team=ramq.teams.get(name="Médicaments"))
    open_dossier(by=saaq_agent, citizen=amelie.citizen, team=saaq_team, number="S-1", title="Permis")
    known = signed_in(amelie).get(CHOOSE).context["known"]
    assert [service.name for service in known] == [saaq_team.name, "Médicaments"]


def test_who_does_not_know_writes_to_the_team_that_sorts(amelie, saaq_team, signed_in):
    client = signed_in(amelie)
    assert "Je ne sais pas à qui écrire" in client.get(CHOOSE).content.decode()
    form = client.get(f"{NEW}?aiguillage=1").context["form"]
    assert form.service.is_sorting and form.service.sorts_for_all
    sent = {"citizen": amelie.citizen.pk, "is_chosen": "True", "subject": "Aide", "body": "Oui"}
    assert client.post(NEW, sent | {"team": form.service.pk, "key": uuid.uuid4()}).status_code == 302
    assert Thread.objects.get().is_to_sort
    assert client.post(NEW, sent | {"team": saaq_team.pk, "key": uuid.uuid4()}).status_code == 302
    assert not Thread.objects.get(team=saaq_team).is_to_sort


def test_without_a_team_that_sorts_nothing_is_promised(amelie, signed_in):
    Organization.objects.update(sorts_for_all=False)
    client = signed_in(amelie)
    assert "Je ne sais pas à qui écrire" not in client.get(CHOOSE).content.decode()
    assert client.get(f"{NEW}?aiguillage=1").context["form"].service is None


def test_a_team_that_closed_is_not_offered(moved, amelie, saaq_team, signed_in):
    Team.objects.filter(pk=saaq_team.pk).update(accepts_messages=False)
    client = signed_in(amelie)
    assert moved.name_fr not in client.post(CHOOSE, {"need": "adresse"}, follow=True).content.decode()
    assert client.get(f"{NEW}?sujet={moved.pk}").context["form"].service is None


def test_queries_do_not_grow(amelie, saaq, start, signed_in):
    start()
    with growth(signed_in(amelie), CHOOSE) as page:
        for number in range(10):
            team = Team.objects.create(organization=saaq, name=f"Équipe {number}")
            Topic.objects.create(team=team, name_fr=f"Sujet {number}")
            start(team=team)
    assert page.before == page.after <= 14


def test_the_usual_delay_is_what_the_team_promises(amelie, saaq_team, start):
    thread = start()
    row = Thread.objects.with_due(reply=actions.REPLY, answer=actions.ANSWER).with_names().get(pk=thread.pk)
    assert owed_by_citizen(row).answer_by == answer_day(saaq_team)
