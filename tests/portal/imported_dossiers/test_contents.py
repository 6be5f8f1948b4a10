"""What a system puts into a dossier, and reads of it: documents, messages; once for a reference."""

import hashlib
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.db.models import F

from messaging.imported_messages.actions import put_message
from messaging.threads.actions import reply, write
from messaging.threads.models import Message, Thread
from portal.api.problems import Refusal
from portal.audit.models import AuditEvent
from portal.client_numbers.actions import agree
from portal.clock import now
from portal.documents import limits
from portal.documents.actions import receive
from portal.documents.models import Document
from portal.documents.uploads import seal_upload
from portal.dossiers.actions import open_dossier
from portal.dossiers.models import Dossier
from portal.imported_dossiers import contents
from portal.webhooks import actions as webhooks
from portal.webhooks.models import WebhookCall
from portal.work_items.models import WorkItem
from reminders.imported_deadlines.leaving import unlink
from tests.portal.imported_dossiers.systems import dossier, problems

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
NAMED = {"Content-Disposition": "attachment; filename*=UTF-8''d%C3%A9cision.pdf"}
BYTES = "application/octet-stream"


@pytest.fixture
def opened(call, agreed):
    assert call("PUT", "/dossiers/D-1", dossier()).status_code == 200


def checked() -> None:
    """As once the checks are over."""
    Document.objects.update(state="available", scan="clean", screened_at=now(), served_sha256=F("received_sha256"))


def put(call, reference="d-1", content=PDF, **more):
    path = f"/dossiers/D-1/documents/{reference}"
    return call("PUT", path, content, content_type=BYTES, **(NAMED | more))


def test_a_document_is_given_once(call, opened, amelie, saaq_team):
    answer = put(call)
    assert answer.json()["result"] == "created", answer.content
    document = Document.objects.get()
    assert (document.citizen, document.team, document.origin, document.by) == (amelie.citizen, saaq_team, "agent", None)
    assert (document.name, document.received_sha256) == ("décision.pdf", hashlib.sha256(PDF).hexdigest())
    assert put(call).json() == {"reference": "d-1", "result": "unchanged", "id": str(document.pk)}
    assert put(call, content=PDF + b"x").status_code == 422 and Document.objects.count() == 1
    listed = call("GET", "/dossiers/D-1/documents").json()
    assert [(row["reference"], row["name"], row["state"]) for row in listed["documents"]] == [
        ("d-1", "décision.pdf", "received")
    ]


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('attachment; filename="avis.pdf"', "avis.pdf"),
        ("attachment; filename=avis.pdf", "avis.pdf"),
        ('attachment; filename="l\'avis du 3.pdf"', "l'avis du 3.pdf"),
        ("attachment; filename=\"avis.pdf\"; filename*=UTF-8''d%C3%A9cision.pdf", "décision.pdf"),
        ("Attachment;filename*=utf-8''d%C3%A9cision.pdf", "décision.pdf"),
    ],
)
def test_the_name_of_a_file_is_in_ascii_or_with_accents(call, opened, header, name):
    assert put(call, **{"Content-Disposition": header}).status_code == 200
    assert Document.objects.get().name == name


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (b"<html>", {}, 422),
        (PDF, {"Content-Disposition": "attachment"}, 422),
        (PDF, {"Content-Disposition": ""}, 422),
        (PDF, {"Content-Disposition": 'attachment; filename=""'}, 422),
        (PDF + b"0" * 2_000, {}, 413),
    ],
    ids=["of another type", "without a name", "without a header", "with an empty name", "too large"],
)
def test_what_is_no_document_is_refused(call, opened, content, headers, status, monkeypatch):
    monkeypatch.setattr(limits, "FILE_BYTES", 1_000)
    answer = put(call, content=content, **headers)
    assert answer.status_code == status and answer["Content-Type"] == "application/problem+json", answer.content
    assert not Document.objects.exists()


def test_a_document_has_no_dry_run_and_says_so(call, opened):
    put(call)
    content = f"/dossiers/D-1/documents/{Document.objects.get().pk}/content"
    answer = call("PUT", "/dossiers/D-1/documents/d-2?dry_run=true", PDF, content_type=BYTES, **NAMED)
    assert "dry_run" in problems(answer) and Document.objects.count() == 1
    for path in ("/dossier-types", "/dossiers/D-1", content):
        assert "dry_run" in problems(call("GET", f"{path}?dry_run=true")), path


def test_json_is_no_document(call, opened):
    assert call("PUT", "/dossiers/D-1/documents/d-1", {"a": 1}).status_code == 415


def test_only_what_was_checked_is_read(call, opened, amelie, saaq_team):
    put(call)
    document = Document.objects.get()
    path = f"/dossiers/D-1/documents/{document.pk}/content"
    assert call("GET", path).status_code == 404
    checked()
    answer = call("GET", path)
    assert b"".join(answer.streaming_content) == PDF
    assert call("GET", "/dossiers/D-1/documents/00000000-0000-0000-0000-000000000001/content").status_code == 404


def test_a_message_is_written_once_and_the_person_reads_who_wrote(call, opened, amelie, signed_in, saaq):
    body = {"subject": "Votre examen", "body": "Votre examen est le 3.", "answer_by": "2030-01-15"}
    first = call("PUT", "/dossiers/D-1/messages/m-1", body)
    assert first.json()["result"] == "created", first.content
    assert call("PUT", "/dossiers/D-1/messages/m-1", body).json()["result"] == "unchanged"
    assert call("PUT", "/dossiers/D-1/messages/m-1", {"body": "Autre."}).status_code == 422
    message = Message.objects.get()
    assert (message.by, message.author_kind, message.thread.subject) == (None, "agent", "Votre examen")
    assert WorkItem.objects.open().filter(citizen=amelie.citizen, kind="messaging.reply").exists()
    page = signed_in(amelie).get(message.thread.get_absolute_url()).content.decode()
    assert "Votre examen est le 3." in page and str(saaq) in page and "None" not in page


def test_without_a_subject_the_last_conversation_goes_on(call, opened, amelie):
    call("PUT", "/dossiers/D-1/messages/m-1", {"body": "Un."})
    call("PUT", "/dossiers/D-1/messages/m-2", {"body": "Deux."})
    assert Thread.objects.count() == 1 and Message.objects.count() == 2


def test_a_dry_run_writes_nothing(call, opened):
    answer = call("PUT", "/dossiers/D-1/messages/m-1?dry_run=true", {"body": "Un."})
    assert answer.json()["result"] == "created" and not Message.objects.exists()


def test_messages_are_read_by_cursor_both_sides(call, opened, amelie, saaq_team):
    call("PUT", "/dossiers/D-1/messages/m-1", {"body": "Un."})
    mine = Message.objects.get().thread
    for number in range(4):
        write_in(mine, amelie, f"Réponse {number}.")
    seen, after = [], ""
    while True:
        page = call("GET", f"/dossiers/D-1/messages?limit=2&after={after}").json()
        seen += [(row["author"], row["reference"], row["body"]) for row in page["messages"]]
        if not (after := page["next"].replace("+", "%2B")):
            break
    assert seen[0] == ("agent", "m-1", "Un.") and [row[2] for row in seen[1:]] == [f"Réponse {at}." for at in range(4)]
    assert call("GET", "/dossiers/D-1/messages?after=n%27importe").status_code == 422


KEY = "00000000-0000-0000-0000-000000000001"


@pytest.mark.parametrize(
    "cursor",
    [
        "n'importe",
        KEY,
        "2030-01-01T00:00:00+00:00_" + "z" * 36,
        "2030-01-01T00:00:00_" + KEY,
        "0001-01-01T00:00:00+14:00_" + KEY,
        "\0",
    ],
)
def test_a_cursor_that_nobody_gave_is_refused_in_words(call, opened, cursor):
    for path in ("/dossiers/D-1/messages", "/dossiers/D-1/documents"):
        answer = call("GET", f"{path}?after={quote(cursor)}")
        if path.endswith("documents") and cursor == KEY:
            continue
        assert answer.status_code == 422 and answer["Content-Type"] == "application/problem+json", answer.content


def test_an_offset_that_postgresql_does_not_read_is_an_instant(call, opened):
    cursor = quote(f"2030-01-01T00:00:00+23:59_{KEY}")
    assert call("GET", f"/dossiers/D-1/messages?after={cursor}").status_code == 200


def test_a_number_that_no_dossier_may_have_is_no_cursor(call, opened):
    assert "after" in problems(call("GET", "/dossiers?after=%00"))


def write_in(thread, user, body):
    return reply(by=user, thread=thread, author_kind="citizen", body=body, key=uuid4())


def test_before_its_person_is_known_nothing_is_put(call):
    call("PUT", "/dossiers/D-1", dossier(client_number="Z-1"))
    assert call("PUT", "/dossiers/D-1/messages/m-1", {"body": "Un."}).status_code == 409
    assert put(call).status_code == 409


@pytest.mark.parametrize("is_new", [True, False], ids=["never put", "put already"])
def test_what_is_put_while_the_number_goes_to_somebody_else_is_refused(
    call, opened, agreed, saaq, bruno, saaq_agent, is_new
):
    """Read for Amélie; before it is written, the number is Bruno's."""
    if not is_new:
        call("PUT", "/dossiers/D-1/messages/m-1", {"body": "Un."})
    read, said = contents.opened(saaq, "D-1"), Message.objects.count()
    unlink(number=agreed, reason="other_person", by=saaq_agent)
    agree(citizen=bruno.citizen, organization=saaq, number="A-100", how="agent", by=saaq_agent)
    with pytest.raises(Refusal) as refused:
        put_message(imported=read, reference="m-1", subject="", body="Un.")
    assert refused.value.status == 409 and Message.objects.count() == said


def test_what_the_person_does_is_told_once(call, opened, amelie, saaq_team, subscribed, receiver, clock_offset):
    mine = Dossier.objects.get(number="D-1")
    write(by=amelie, citizen=amelie.citizen, team=saaq_team, subject="Q", body="R ?", key=uuid4(), dossier=mine)
    receive(by=amelie, citizen=amelie.citizen, upload=seal_upload("a.pdf", PDF), team=saaq_team, dossier=mine)
    checked()
    webhooks.sweep()
    webhooks.sweep()
    heard = sorted((row["type"], row["data"]["reference"]) for row in receiver.received)
    assert heard == [("dossier.document", "D-1"), ("dossier.message", "D-1")]
    assert WebhookCall.objects.count() == 2


def test_a_dossier_that_opens_is_told(call, amelie, saaq, subscribed, receiver):
    call("PUT", "/dossiers/D-1", dossier())
    agree(citizen=amelie.citizen, organization=saaq, number="A-100", how="code", by=amelie)
    webhooks.sweep()
    assert [(row["type"], row["data"]["reference"]) for row in receiver.received] == [("dossier.linked", "D-1")]


def test_the_journal_says_that_a_system_did_it_and_nothing_after(call, opened, amelie, signed_in, saaq_team):
    call("GET", "/dossiers/D-1/messages")
    events = AuditEvent.objects.filter(citizen_id=amelie.citizen.pk)
    assert {event.verb for event in events.filter(detail__has_key="system")} >= {
        "dossier.opened",
        "thread.read_by_system",
    }
    page = signed_in(amelie).get("/espace/consultations/").content.decode()
    assert "Un système de l’organisme" in page
    open_dossier(by=None, citizen=amelie.citizen, team=saaq_team, number="AUTRE", title="Autre")
    assert "system" not in AuditEvent.objects.filter(verb="dossier.opened").latest("pk").detail
