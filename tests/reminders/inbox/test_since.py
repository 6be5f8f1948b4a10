"""The space says what moved since the last visit, read or not."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from messaging.threads import actions as threads
from portal.dossiers.actions import open_dossier
from portal.notices.actions import announce
from reminders.deliveries.release import release_notices
from reminders.inbox.models import InboxItem

pytestmark = pytest.mark.django_db
HOME = reverse("pages:space")
HEAD, NOTHING = "Depuis votre dernière visite", "Rien de nouveau depuis votre dernière visite, le"


@pytest.fixture
def write(amelie, saaq_team, saaq_agent):
    fields = {"subject": "Mon permis", "body": "Bonjour", "key": uuid.uuid4()}
    thread = threads.write(by=amelie, citizen=amelie.citizen, team=saaq_team, **fields)

    def answer():
        threads.reply(by=saaq_agent, thread=thread, author_kind="agent", body="Voici.", key=uuid.uuid4())
        release_notices()

    return answer


def section(client) -> str:
    page = client.get(HOME).content.decode()
    return page.partition('id="space-since"')[2].partition("</section>")[0]


def test_a_first_visit_says_nothing_of_it(amelie, signed_in, write):
    write()
    page = signed_in(amelie).get(HOME).content.decode()
    assert HEAD not in page and NOTHING not in page


def test_what_came_before_is_no_news_even_unread_and_what_came_after_is_even_read(
    amelie, signed_in, clock_offset, write, saaq_team, saaq_agent
):
    write()
    signed_in(amelie)
    clock_offset(days=2)
    page = signed_in(amelie).get(HOME).content.decode()
    assert NOTHING in page and HEAD not in page
    clock_offset(days=4)
    for _ in range(2):
        write()
    person = amelie.citizen
    dossier = open_dossier(citizen=person, team=saaq_team, number="S-1", title="Permis", by=saaq_agent)
    announce(kind="dossier", citizen=person, subject=dossier, organization=saaq_team.organization, by=saaq_agent)
    release_notices()
    clock_offset(days=5)
    client = signed_in(amelie)
    news = section(client)
    assert news.count("Vous avez un nouveau message") == 1 and "Il y a du nouveau dans un dossier" in news
    clock_offset(days=5, minutes=5)
    for item in InboxItem.objects.order_by("created_at"):
        client.get(item.get_absolute_url(), follow=True)
    assert "Vous avez un nouveau message" in section(client) and "non lu" not in section(client)


def test_more_than_five_lead_to_the_inbox(amelie, saaq, signed_in, clock_offset, write):
    write()
    signed_in(amelie)
    clock_offset(days=1)
    kinds = ["document", "finding", "request", "choices", "mandate_ending", "mandate_over"]
    for kind in kinds:
        announce(kind=kind, citizen=amelie.citizen, subject=amelie.citizen, organization=saaq, by=None)
    release_notices()
    clock_offset(days=1, hours=1)
    assert "Voir la suite dans la boîte d’avis" in section(signed_in(amelie))


@pytest.mark.parametrize("place", [False, True])
def test_it_costs_one_query(amelie, rachel, signed_in, clock_offset, write, followed, place):
    followed(amelie, days=3)
    followed(amelie, days=60)
    who, where = (rachel, amelie.citizen) if place else (amelie, None)

    def cost() -> int:
        client = signed_in(who, place=where)
        client.get(HOME)
        with CaptureQueriesContext(connection) as captured:
            client.get(HOME)
        return len(captured)

    write()
    first = cost()
    clock_offset(days=1)
    for _ in range(3):
        write()
    clock_offset(days=1, hours=2)
    assert cost() == first + 1 <= (19 if place else 14)
