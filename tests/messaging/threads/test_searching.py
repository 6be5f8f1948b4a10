"""Messages found by their words, which nobody reads in the database; each finds what they may read, and no more."""

import uuid

import pytest
from django.db import connection
from django.urls import reverse

from messaging.threads import actions
from messaging.threads.models import Message
from messaging.threads.passing import pass_to
from messaging.threads.searching import excerpt, find_as_citizen, find_as_team, words_of
from portal.audit.models import AuditEvent
from portal.organizations.models import Team
from tests.messaging.threads.conftest import CANARY

pytestmark = pytest.mark.django_db
FIND, GESTION = reverse("threads:find"), reverse("admin:threads_thread_find")


@pytest.mark.parametrize(
    "typed", ["déménagé", "DEMENAGE", "adresses", "j’ai déménagé", "permis demenage", "licence"], ids=str
)
def test_a_message_is_found_by_a_word(start, amelie, typed):
    thread = start(subject="Permis (licence)", body="J'ai déménagé : voici ma nouvelle adresse.")
    start(body="Autre chose")
    assert [message.thread_id for message in find_as_citizen(amelie, typed)] == [thread.pk]


@pytest.mark.parametrize("typed", ["", " ", "a", "…", "adress", "déménagé camion", "\x00", "%", "é" * 5_000])
def test_what_is_not_there_is_not_found(start, amelie, typed):
    start(body="J'ai déménagé : voici ma nouvelle adresse.")
    assert find_as_citizen(amelie, typed) == []


def test_the_database_reads_no_word(start):
    start(body="canari jaune")
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_to_string(words, ',') FROM threads_message")
        (kept,) = cursor.fetchone()
    assert "canari" not in kept and len(kept.split(",")) == len(words_of("Objet canari canari jaune"))


def test_the_same_word_says_nothing_from_one_organization_to_another(start, ramq):
    start(subject="x", body="canari")
    start(team=ramq.teams.first(), subject="x", body="canari")
    one, other = Message.objects.order_by("sent_at").values_list("words", flat=True)
    assert not set(one) & set(other)


@pytest.mark.parametrize("key", ["bruno", "benoit", "diane", "carole", "olga"])
def test_nobody_else_finds_it(start, people, key):
    start(body="canari")
    assert not find_as_citizen(people[key], "canari") and not find_as_team(people[key], "canari")


def test_who_acts_finds_it_in_its_place_only(start, amelie, rachel, signed_in):
    start(body="canari")
    assert (
        "1 message trouvé"
        in signed_in(rachel, place=amelie.citizen).post(FIND, {"words": "canari"}, follow=True).content.decode()
    )
    assert "Aucun message" in signed_in(rachel).post(FIND, {"words": "canari"}, follow=True).content.decode()


def test_the_page_shows_where_the_word_is_and_leads_there(start, amelie, saaq_agent, signed_in):
    thread = start(body=f"{'un mot ' * 40} canari {'la suite ' * 40}")
    found = Message.objects.get()
    for _number in range(60):
        actions.reply(by=amelie, thread=thread, author_kind="citizen", body="Encore", key=uuid.uuid4())
    page = signed_in(amelie).post(FIND, {"words": "canari"}, follow=True).content.decode()
    link = f"{thread.get_absolute_url()}?message={found.pk}"
    assert "canari" in page and f"{link}#message-{found.pk}" in page
    assert f'id="message-{found.pk}"' not in signed_in(amelie).get(thread.get_absolute_url()).content.decode()
    assert f'id="message-{found.pk}"' in signed_in(amelie).get(link).content.decode()
    for wrong in ("licorne", str(uuid.uuid4()), ""):
        assert signed_in(amelie).get(f"{thread.get_absolute_url()}?message={wrong}").status_code == 200


def test_a_team_finds_in_its_conversations_and_the_person_sees_it(start, saaq_agent, signed_in):
    start(body="canari")
    client = signed_in(saaq_agent)
    assert "Chercher dans les messages" in client.get(reverse("admin:threads_thread_changelist")).content.decode()
    assert client.get(GESTION).status_code == 200 and client.post(GESTION, {"words": ""}).status_code == 422
    page = client.post(GESTION, {"words": "canari"}, follow=True).content.decode()
    assert "1 message trouvé" in page and "Amélie Tremblay" in page
    event = AuditEvent.objects.get(verb="thread.found")
    assert "canari" not in str(event.detail)


def test_passed_to_another_organization_it_is_found_there(start, people, saaq_team, saaq_agent):
    thread = start(team=Team.objects.sorting_for_all().get(), body="canari")
    pass_to(by=people["nadia"], thread=thread, team=saaq_team)
    assert find_as_team(saaq_agent, "canari") and not find_as_team(people["nadia"], "canari")


def test_the_excerpt_is_of_whole_words(start):
    start(subject="Objet", body="Bonjour,\n\nvoici la plaque de mon auto.")
    message = Message.objects.get()
    assert excerpt(message, "plaques") == "Bonjour, voici la plaque de mon auto."
    assert excerpt(message, "objet").startswith("Bonjour,")
    assert CANARY not in excerpt(message, "plaque")
