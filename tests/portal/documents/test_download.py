"""Downloads: who, what headers, which bytes; nothing that was not accepted, for anyone."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.clock import now
from portal.documents import store
from portal.documents.models import Document
from portal.foundation.crypto import Unsealable
from tests.portal.documents import corpus
from tests.portal.documents.deposits import accepted, deposit
from tests.queries import growth

pytestmark = pytest.mark.django_db
LARGE = corpus.pdf(b"y" * 3_000_000)


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def test_headers_and_bytes(amelie, saaq_team, signed_in) -> None:
    document = accepted(amelie, team=saaq_team, name='été\u202e "2026".pdf', data=LARGE)
    response = signed_in(amelie).get(document.get_absolute_url())
    assert response.status_code == 200 and body(response) == LARGE
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%C3%A9t%C3%A9")
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Length"] == str(len(LARGE))


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [("bytes=0-9", 0, 10), ("bytes=-7", -7, None), ("bytes=2000000-2000009", 2_000_000, 2_000_010)],
)
def test_ranges(amelie, saaq_team, signed_in, asked: str, start: int, stop: int | None) -> None:
    document = accepted(amelie, team=saaq_team, data=LARGE)
    response = signed_in(amelie).get(document.get_absolute_url(), headers={"Range": asked})
    assert response.status_code == 206 and body(response) == LARGE[start:stop]
    assert response["Content-Range"].endswith(f"/{len(LARGE)}")


def test_ranges_that_are_refused_or_ignored(amelie, saaq_team, signed_in) -> None:
    document = accepted(amelie, team=saaq_team)
    client, url = signed_in(amelie), document.get_absolute_url()
    beyond = client.get(url, headers={"Range": "bytes=99999999-"})
    assert beyond.status_code == 416 and beyond["Content-Range"] == f"bytes */{document.size}"
    several = client.get(url, headers={"Range": "bytes=0-1,4-5"})
    assert several.status_code == 200 and body(several) == corpus.pdf()
    conditional = client.get(url, headers={"Range": "bytes=0-1", "If-Range": '"x"'})
    assert conditional.status_code == 200
    body(conditional)


def test_head_gives_no_byte_and_marks_nothing(amelie, saaq_agent, saaq_team, signed_in) -> None:
    document = accepted(amelie, team=saaq_team)
    response = signed_in(saaq_agent).head(document.get_absolute_url())
    assert response["Content-Length"] == str(document.size) and body(response) == b""
    document.refresh_from_db()
    assert document.first_read_at is None


def test_first_reading_by_the_other_party_and_every_one_journaled(amelie, saaq_agent, saaq_team, signed_in) -> None:
    document = accepted(amelie, team=saaq_team)
    body(signed_in(amelie).get(document.get_absolute_url()))
    document.refresh_from_db()
    assert document.first_read_by is None
    for _ in range(2):
        body(signed_in(saaq_agent).get(document.get_absolute_url()))
    document.refresh_from_db()
    assert document.first_read_by == saaq_agent
    opened = AuditEvent.objects.filter(verb="document.opened", subject_id=str(document.pk))
    assert opened.count() == 3


@pytest.mark.parametrize("asked", ["bytes=1-", "bytes=-50", "bytes=5-60"])
def test_an_agent_who_reads_a_part_is_told_once_a_download(
    amelie, saaq_agent, saaq_team, signed_in, clock_offset, asked
):
    document = accepted(amelie, team=saaq_team)
    opened = AuditEvent.objects.filter(verb="document.opened", by_id=saaq_agent.pk, subject_id=str(document.pk))
    for _ in range(2):  # cut, then taken up again
        assert body(signed_in(saaq_agent).get(document.get_absolute_url(), headers={"Range": asked}))
    assert opened.count() == 1
    clock_offset(hours=2)
    body(signed_in(saaq_agent).get(document.get_absolute_url(), headers={"Range": asked}))
    assert opened.count() == 2


def test_strangers_and_other_teams_find_nothing(amelie, bruno, rachel, people, saaq_team, signed_in) -> None:
    url = accepted(amelie, team=saaq_team).get_absolute_url()
    for key in ["bruno", "samir", "benoit", "diane", "carole", "emile", "olga", "steve"]:
        assert signed_in(people[key]).get(url).status_code == 404, key
    assert signed_in(rachel).get(url).status_code == 404, "it is in Amélie's place"
    for key in ["amelie", "rachel", "alain", "aicha", "sylvie"]:
        response = signed_in(people[key], place=amelie.citizen if key == "rachel" else None).get(url)
        assert response.status_code == 200, key
        body(response)
    assert Client().get(url).status_code == 302
    assert signed_in(amelie).get(reverse("documents:download", args=[uuid.uuid4()])).status_code == 404


@pytest.mark.parametrize("state", ["received", "held", "refused"])
def test_unsafe_bytes_go_to_nobody(amelie, saaq_agent, saaq_team, signed_in, state: str) -> None:
    document = deposit(amelie, team=saaq_team)
    because = "infected" if state == "refused" else ""
    held = {"held_because": "scanner", "held_since": now()} if state == "held" else {}
    Document.objects.filter(pk=document.pk).update(state=state, refused_because=because, **held)
    for person in (amelie, saaq_agent):
        assert signed_in(person).get(document.get_absolute_url()).status_code == 404


def test_a_damaged_or_swapped_file_is_said_so(amelie, saaq_team, signed_in) -> None:
    first, second = (accepted(amelie, team=saaq_team, data=corpus.pdf(text)) for text in (b"un", b"deux"))
    store.path_of(first.storage_key).write_bytes(store.path_of(second.storage_key).read_bytes())
    response = signed_in(amelie).get(first.get_absolute_url())
    assert response.status_code == 410 and "abîmé" in response.content.decode()
    assert AuditEvent.objects.filter(verb="document.damaged", subject_id=str(first.pk)).exists()


def test_a_name_does_not_open_in_another_row(amelie, saaq_team) -> None:
    first, second = (accepted(amelie, team=saaq_team, name=name) for name in ("un.pdf", "deux.pdf"))
    sealed = Document.objects.filter(pk=first.pk).values_list("name", flat=True).get()
    Document.objects.filter(pk=second.pk).update(name=sealed)
    with pytest.raises(Unsealable):
        _ = Document.objects.get(pk=second.pk).name


def test_the_list_costs_the_same_with_more_documents(amelie, saaq_team, signed_in) -> None:
    client, url = signed_in(amelie), reverse("documents:list")
    deposit(amelie, team=saaq_team, name="premier.pdf")
    with growth(client, url) as cost:
        for _ in range(29):
            deposit(amelie, team=saaq_team)
    assert cost.before == cost.after
    for number in range(10):
        deposit(amelie, team=saaq_team, name=f"nouveau {number}.pdf")
    page = client.get(url)
    assert "premier.pdf" not in page.content.decode()
    older = page.context["page"].older
    assert "premier.pdf" in client.get(url + older).content.decode()
