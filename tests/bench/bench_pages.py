"""Pages of the story with 10 and with 10,000 messages: queries (the same, asserted) and time (a ratio, printed); public
pages made, shared, and answered «not modified», by the processor's time of this process and in one run.

The same lists are opened by whom several owners stand behind: a person with a mandate, a supervisor of two teams."""

import datetime as dt
import statistics
import time

import pytest
from django.test import Client
from django.urls import reverse

from messaging.threads.models import Message, Thread
from portal.audit.actions import record
from portal.catalogue.shared_pages import PAGES
from portal.clock import now
from portal.work_items.models import WorkItem
from programs.programs.models import Program
from reminders.kinds.models import DeadlineKind
from tests.bench.books import say
from tests.queries import queries_of

FEW, MANY = 10, 10_000
ROUNDS = 15


@pytest.fixture
def grow(amelie, rachel, saaq_agent, saaq, saaq_team):
    """`grow(n)`: n conversations, of amelie and of rachel who acts for her, with two teams (each with a task), and n
    messages in the first."""
    teams = [saaq_team, saaq.teams.exclude(pk=saaq_team.pk).order_by("name")[0]]
    owners = [amelie.citizen, rachel.citizen]

    def to(count: int) -> Thread:
        start, begun = Thread.objects.count(), now() - dt.timedelta(days=900)
        moments = [begun + dt.timedelta(minutes=start + number) for number in range(count)]
        threads = Thread.objects.bulk_create(
            [
                Thread(
                    citizen=owners[rank % 4 == 3],
                    organization=saaq,
                    team=teams[rank % 5 == 4],
                    subject="Objet",
                    last_message_at=at,
                )
                for rank, at in enumerate(moments)
            ],
            batch_size=2000,
        )
        long = Thread.objects.filter(citizen=amelie.citizen, team=saaq_team).order_by("last_message_at")[0]
        citizen = Message.Author.CITIZEN
        Message.objects.bulk_create(
            [Message(thread=long, by=amelie, author_kind=citizen, body="Bonjour", sent_at=at) for at in moments],
            batch_size=2000,
        )
        WorkItem.objects.bulk_create(
            [
                WorkItem(kind="messaging.answer", subject_type="threads.thread", subject_id=thread.pk, team=thread.team)
                for thread in threads
            ],
            batch_size=2000,
        )
        for _ in range(min(count, 100)):
            record("thread.read", by=saaq_agent, subject=long, citizen=amelie.citizen, organization=saaq)
        return long

    return to


def median_ms(client: Client, url: str) -> float:
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        client.get(url)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def test_pages_do_not_grow(amelie, rachel, saaq_agent, people, signed_in, grow):
    citizen, agent = signed_in(amelie), signed_in(saaq_agent)
    holder, supervisor = signed_in(rachel), signed_in(people["sylvie"])
    figures: dict[str, list[tuple[int, float]]] = {}
    for count in (FEW, MANY):
        long = grow(count)
        pages = {
            "space": (citizen, "/espace/"),
            "inbox": (citizen, "/messages/"),
            "conversation": (citizen, f"/messages/{long.pk}/"),
            "who opened my file": (citizen, "/espace/consultations/"),
            "space, with a mandate": (holder, "/espace/"),
            "inbox, with a mandate": (holder, "/messages/"),
            "supervisor's queue": (supervisor, "/gestion/work_items/workitem/"),
            "supervisor's conversations": (supervisor, "/gestion/threads/thread/"),
            "agent's queue": (agent, "/gestion/work_items/workitem/"),
            "agent's conversations": (agent, "/gestion/threads/thread/"),
            "agent's conversation": (agent, f"/gestion/threads/thread/{long.pk}/change/"),
        }
        for name, (client, url) in pages.items():
            client.get(url)
            figures.setdefault(name, []).append((queries_of(client, url), median_ms(client, url)))
    say(f"\n{'page':<28}{'queries':>9}{'ms at ' + str(FEW):>12}{'ms at ' + str(MANY):>14}{'ratio':>8}")
    for name, ((few, few_ms), (many, many_ms)) in figures.items():
        say(f"{name:<28}{few:>4} → {many:<2}{few_ms:>12.1f}{many_ms:>14.1f}{many_ms / few_ms:>8.2f}")
    assert all(few == many for (few, _), (many, _) in figures.values())


def processor_ms(client: Client, url: str, *, is_shared: bool, etag: str = "") -> float:
    times = []
    for _ in range(ROUNDS):
        if not is_shared:
            PAGES.clear()
        start = time.process_time()
        client.get(url, headers={"If-None-Match": etag} if etag else {})
        times.append((time.process_time() - start) * 1000)
    return statistics.median(times)


@pytest.mark.django_db
def test_public_pages_are_made_once(client):
    addresses = {
        "programs": reverse("programs:catalogue"),
        "a program": Program.objects.published()[0].get_absolute_url(),
        "kinds": reverse("kinds:kinds"),
        "a kind": DeadlineKind.objects.shown()[0].get_absolute_url(),
        "questions": reverse("questions:list"),
    }
    say(f"\n{'public page':<28}{'made, ms':>12}{'shared':>12}{'304':>12}{'shared ÷ made':>16}")
    for name, url in addresses.items():
        etag = client.get(url)["ETag"]
        made, shared = processor_ms(client, url, is_shared=False), processor_ms(client, url, is_shared=True)
        unchanged = processor_ms(client, url, is_shared=True, etag=etag)
        say(f"{name:<28}{made:>12.1f}{shared:>12.1f}{unchanged:>12.1f}{shared / made:>16.2f}")
