"""What machines read is what the pages say."""

import pytest
from django.urls import reverse

from portal.catalogue.searching import search
from portal.publishing.actions import write
from portal.publishing.releases import publish
from programs.life_events.models import LifeEvent
from programs.programs.models import Program

pytestmark = pytest.mark.usefixtures("catalogue")


def test_every_published_program_with_its_sources(client):
    answer = client.get(reverse("programs:open_data"))
    result = answer.json()["programs"]
    assert len(result) == Program.objects.published().count() == 46
    assert all(one["sources"] and one["confidence"] and one["page"].startswith("http") for one in result)
    assert answer["Cache-Control"] == "public, max-age=300"


def test_nothing_new_is_not_sent_again(client):
    last = client.get(reverse("programs:open_data"))["Last-Modified"]
    again = client.get(reverse("programs:open_data"), headers={"If-Modified-Since": last})
    assert (again.status_code, again.content) == (304, b"")


def test_the_mark_changes_with_the_list_and_with_nothing_else(client):
    url = reverse("programs:open_data")
    mark = client.get(url)["ETag"]
    assert client.get(url)["ETag"] == mark
    assert client.get(url, headers={"If-None-Match": mark}).status_code == 304
    # The oldest leaves the list: no date of change moves, and the answer is another.
    oldest = Program.objects.published().order_by("updated_at", "pk").first()
    Program.objects.filter(pk=oldest.pk).update(state=Program.State.DRAFT)
    again = client.get(url, headers={"If-None-Match": mark})
    assert again.status_code == 200 and again["ETag"] != mark


def test_the_vocabulary_of_the_rules_is_given_with_them(client):
    payload = client.get(reverse("programs:open_data")).json()
    facts = {fact["id"]: fact for fact in payload["facts"]}
    assert facts["months_since_road_accident"]["nullable"] and facts["age"]["derived_from"] == ["birth_date"]
    assert all(fact in facts for program in payload["programs"] for fact in program["asked_first"])


def test_drafts_are_not_told(client):
    hidden = Program.objects.published().first()
    Program.objects.filter(pk=hidden.pk).update(state=Program.State.DRAFT)
    assert hidden.code not in {one["id"] for one in client.get(reverse("programs:open_data")).json()["programs"]}


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("allocation famille", "Allocation famille"),
        ("Family Allowance", "Allocation famille"),
        ("alocation famile", "Allocation famille"),
        ("naissance", "Naissance ou adoption d’un enfant"),
        ("credit solidarite", "Crédit d’impôt pour solidarité"),
    ],
)
def test_programs_and_life_events_are_found(written, found):
    assert found in [entry.title for entry in search(written).entries[:5]]


def test_new_words_are_found_at_once(people):
    program = Program.objects.published().filter(organization__code="saaq").first()
    draft = write(subject=program, content={"name_fr": "Indemnité des licornes"}, revision=0, by=people["emile"])
    publish(version=draft, by=people["emile"])
    assert search("licorne").entries[0].address == program.get_absolute_url()


def test_each_life_event_has_its_page(client):
    for event in LifeEvent.objects.all():
        page = client.get(event.get_absolute_url())
        assert page.status_code == 200
        assert all(program.name_fr in page.content.decode().replace("&#x27;", "'") for program in event.programs.all())


def test_the_list_of_life_events(client):
    page = client.get(reverse("life_events:life_events")).content.decode()
    assert page.count("r-card-link") == LifeEvent.objects.count() == 14


def test_an_unknown_life_event_is_not_found(client):
    assert client.get(reverse("life_events:life_event", args=["guerre"])).status_code == 404


def test_the_sitemap_names_every_program(client):
    page = client.get("/sitemap.xml").content.decode()
    assert all(f"{one.get_absolute_url()}</loc>" in page for one in Program.objects.published())
    assert "/espace/" not in page


def test_robots_keep_out_of_what_is_private(client):
    page = client.get("/robots.txt").content.decode()
    assert "Disallow: /messages/" in page
    assert "Sitemap: http" in page


def test_the_page_of_a_program_is_described_for_machines(client):
    program = Program.objects.published().first()
    page = client.get(program.get_absolute_url()).content.decode()
    assert 'itemtype="https://schema.org/GovernmentService"' in page
    assert 'property="og:title"' in page
