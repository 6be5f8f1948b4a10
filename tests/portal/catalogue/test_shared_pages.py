"""Public pages made once for all: never another's, never an older one, and 304 when nothing changed."""

import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.catalogue import versions
from portal.catalogue.shared_pages import MOST_PAGES, PAGES
from portal.organizations.models import Organization
from portal.questions.models import Question
from programs.programs.models import Program
from reminders.kinds.models import DeadlineKind

pytestmark = pytest.mark.django_db


def pages() -> list[str]:
    return [
        reverse("programs:catalogue"),
        f"{reverse('programs:catalogue')}?q=logement",
        Program.objects.published().first().get_absolute_url(),
        reverse("kinds:kinds"),
        DeadlineKind.objects.shown().first().get_absolute_url(),
        reverse("life_events:life_events"),
        reverse("questions:list"),
    ]


def with_form() -> str:
    return Program.objects.published().first().get_absolute_url()


def tables_read(queries: CaptureQueriesContext) -> set[str]:
    return {table for one in queries for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', one["sql"])}


def token_of(page) -> str:
    return re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', page.content)[1].decode()


@pytest.mark.parametrize("number", range(7))
def test_it_is_made_once_and_asks_its_version_alone(client, number):
    address = pages()[number]
    with CaptureQueriesContext(connection) as first:
        page = client.get(address)
    with CaptureQueriesContext(connection) as second:
        again = Client().get(address)
    assert len(second) == 1 < len(first)
    blank = re.compile(rb'value="[^"]*"')
    assert blank.sub(b"", page.content) == blank.sub(b"", again.content)
    assert tables_read(first) <= set(versions.shown_tables())  # a page that reads another table must not be shared


@pytest.mark.parametrize("number", range(7))
def test_what_did_not_change_is_not_sent_again(client, number):
    page = client.get(pages()[number])
    assert page["Cache-Control"] == "private, no-cache" and "Cookie" in page["Vary"]
    again = client.get(pages()[number], headers={"If-None-Match": page["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == page["ETag"] and again["Cache-Control"] == page["Cache-Control"]


@pytest.mark.parametrize("write", ["saved", "in SQL", "erased"])
def test_a_change_is_read_at_once(client, write):
    address = reverse("questions:list")
    asked = Question.objects.published().first()
    page = client.get(address)
    if write == "saved":
        asked.question_fr = "Une question que personne n’avait posée?"
        asked.save()
    elif write == "in SQL":
        Question.objects.filter(pk=asked.pk).update(question_fr="Une question que personne n’avait posée?")
    else:
        Question.objects.filter(pk=asked.pk).delete()
    after = client.get(address, headers={"If-None-Match": page["ETag"]})
    assert after.status_code == 200 and after["ETag"] != page["ETag"]
    assert (write == "erased") == ("Une question que personne" not in after.content.decode())


def test_the_name_of_an_organization_changes_the_pages_that_say_it(client):
    program = Program.objects.published().select_related("organization").first()
    client.get(program.get_absolute_url())
    Organization.objects.filter(pk=program.organization_id).update(name_fr="Un organisme renommé")
    assert "Un organisme renommé" in client.get(program.get_absolute_url()).content.decode()


def test_another_day_is_another_page(client, clock_offset):
    client.get(reverse("questions:list"))
    clock_offset(days=1)
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("questions:list"))
    assert len(queries) > 1


def test_a_signed_in_reader_has_a_page_of_their_own(client, amelie):
    address = with_form()
    public = client.get(address)
    client.force_login(amelie)
    page = client.get(address, headers={"If-None-Match": public["ETag"]})
    assert page.status_code == 200 and amelie.email in page.content.decode()
    assert page["Cache-Control"] == "no-store" and "ETag" not in page
    assert amelie.email not in Client().get(address).content.decode()


@pytest.mark.parametrize("name", [settings.SESSION_COOKIE_NAME, "messages", "situation", "anything"])
def test_whoever_has_another_cookie_has_a_page_of_their_own(client, name):
    client.get(with_form())
    client.cookies[name] = "x"
    page = client.get(with_form())
    assert "ETag" not in page


def test_each_reader_has_forms_of_their_own():
    """And they are accepted: with another's token, none would be."""
    readers = [Client(enforce_csrf_checks=True) for _ in range(2)]
    tokens = [token_of(reader.get(with_form())) for reader in readers]
    cookies = {reader.cookies[settings.CSRF_COOKIE_NAME].value for reader in readers}
    assert len(cookies) == 2
    code = Program.objects.published().first().code
    address = reverse("findings:start_for_program", args=[code])
    for reader, mine, others in zip(readers, tokens, reversed(tokens), strict=True):
        sent = {"secure": True, "headers": {"Referer": "https://testserver/"}}
        assert reader.post(address, {"csrfmiddlewaretoken": others}, **sent).status_code == 403
        assert reader.post(address, {"csrfmiddlewaretoken": mine}, **sent).status_code == 302


def test_a_browser_that_lost_its_cookie_is_sent_the_page_again(client):
    page = client.get(with_form())
    client.cookies.clear()
    again = client.get(with_form(), headers={"If-None-Match": page["ETag"]})
    assert again.status_code == 200 and token_of(again)


def test_the_theme_is_the_readers(client):
    client.get(with_form())
    client.cookies["theme"] = "dark"
    assert 'class="qc-dark-theme"' in client.get(with_form()).content.decode()


def test_what_does_not_exist_is_not_kept(client):
    assert client.get(reverse("programs:program", args=["rien"])).status_code == 404
    assert not PAGES._pages


def test_searches_do_not_fill_the_memory(client):
    for number in range(MOST_PAGES + 3):
        PAGES.put((str(number),), PAGES)
    assert len(PAGES._pages) == MOST_PAGES
