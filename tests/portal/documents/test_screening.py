"""From received to available or refused; held while the antivirus is away; killed anywhere, a file still ends."""

import datetime as dt
import hashlib

import pytest
from django.db import IntegrityError, transaction

from portal.audit.models import AuditEvent
from portal.documents import screening, store
from portal.documents.actions import UploadRefused
from portal.documents.examination import FileVerdict
from portal.documents.models import Document
from portal.foundation.crypto.streams import unsealed_chunks
from tests.portal.documents import corpus
from tests.portal.documents.deposits import accepted, deposit, stored

pytestmark = pytest.mark.django_db


def served(document: Document) -> bytes:
    return b"".join(unsealed_chunks(store.path_of(document.storage_key), context=document.context))


def test_a_pdf_is_served_byte_for_byte(amelie, saaq_team) -> None:
    data = corpus.pdf()
    document = accepted(amelie, team=saaq_team, data=data)
    assert document.state == "available" and document.scan == "not_scanned"
    assert served(document) == data
    assert document.received_sha256 == document.served_sha256 == hashlib.sha256(data).hexdigest()


def test_an_image_is_served_without_what_it_tells(amelie, saaq_team) -> None:
    document = deposit(amelie, team=saaq_team, name="photo.jpeg", data=corpus.telling_jpeg())
    first = store.path_of(document.storage_key)
    document = screening.screen(document_id=document.pk)
    data = served(document)
    assert document.state == "available" and b"canari" not in data
    assert document.size == len(data) and document.served_sha256 == hashlib.sha256(data).hexdigest()
    assert document.received_sha256 == hashlib.sha256(corpus.telling_jpeg()).hexdigest()
    assert not first.exists()


def test_a_rebuilt_pdf_is_the_only_one_kept_and_says_why(amelie, saaq_team, saaq_agent, signed_in) -> None:
    data = corpus.attaching_pdf()
    document = deposit(amelie, team=saaq_team, data=data)
    first = store.path_of(document.storage_key)
    document = screening.screen(document_id=document.pk)
    assert (document.state, document.rebuilt_because) == ("available", ["attachments"])
    rebuilt = served(document)
    assert document.received_sha256 == hashlib.sha256(data).hexdigest() and document.received_size == len(data)
    assert document.served_sha256 == hashlib.sha256(rebuilt).hexdigest() and document.size == len(rebuilt)
    assert not first.exists() and document.served_sha256 != document.received_sha256
    text = "Les fichiers attachés à ce PDF n’y sont plus."
    assert text in signed_in(amelie).get("/documents/").content.decode()
    assert text in signed_in(amelie).get(f"/documents/{document.pk}/fiche/").content.decode()
    assert b"".join(signed_in(saaq_agent).get(f"/documents/{document.pk}/").streaming_content) == rebuilt
    assert text in signed_in(saaq_agent).get(f"/gestion/documents/document/{document.pk}/change/").content.decode()


def test_what_was_rebuilt_is_scanned_too(amelie, saaq_team, monkeypatch) -> None:
    scanned = []
    monkeypatch.setattr("portal.documents.examination.scan", lambda data: scanned.append(data) or True)
    document = accepted(amelie, team=saaq_team, data=corpus.encrypted_pdf(user=""))
    assert document.rebuilt_because == ["unlocked"]
    assert len(scanned) == 2 and scanned[1] == served(document)


def test_heic_becomes_jpeg(amelie, saaq_team) -> None:
    document = accepted(amelie, team=saaq_team, name="IMG_01.HEIC", data=corpus.ACCEPTED["heic"]())
    assert (document.content_type, document.served_name) == ("image/jpeg", "IMG_01.jpg")


def test_a_refused_file_leaves_no_byte(amelie, saaq_team) -> None:
    document = accepted(amelie, team=saaq_team, data=corpus.encrypted_pdf())
    assert (document.state, document.refused_because) == ("refused", "encrypted")
    assert "mot de passe" in document.refusal
    assert not store.path_of(document.storage_key).exists()


def test_nothing_in_clear_on_the_disk_or_in_the_row(amelie, saaq_team, django_db_blocker) -> None:
    document = deposit(amelie, team=saaq_team, name="nom-canari.pdf")
    assert corpus.CANARY not in stored(document)
    row = Document.objects.filter(pk=document.pk).values().get()
    assert b"canari" not in bytes(row["name"]) and "canari" not in str(row)


@pytest.mark.parametrize("name", ["html", "exe", "eicar"])
def test_other_kinds_are_not_received(amelie, saaq_team, name: str) -> None:
    with pytest.raises(UploadRefused):
        deposit(amelie, team=saaq_team, data=corpus.UNKNOWN[name])
    assert not Document.objects.exists()


def test_clamd_finds_and_clears(amelie, saaq_team, scanner) -> None:
    clean = accepted(amelie, team=saaq_team)
    bad = accepted(amelie, team=saaq_team, data=corpus.pdf(corpus.EICAR))
    hidden = accepted(amelie, team=saaq_team, name="p.jpg", data=corpus.picture() + corpus.EICAR)
    assert (clean.state, clean.scan) == ("available", "clean")
    for infected in (bad, hidden):
        assert infected.refused_because == "infected"
        assert not store.path_of(infected.storage_key).exists()


def test_scanner_stopped_then_back(amelie, saaq_team, scanner) -> None:
    scanner.stop()
    first, second = (deposit(amelie, team=saaq_team) for _ in range(2))
    assert screening.screen(document_id=first.pk).state == "held"
    assert screening.sweep() == 0
    assert not Document.objects.available().exists()
    scanner.start()
    assert screening.sweep() == 2
    assert set(Document.objects.values_list("state", "scan")) == {("available", "clean")}
    second.refresh_from_db()
    assert served(second) == corpus.pdf()


def test_a_file_on_which_the_scanner_stumbles_does_not_stop_the_others(amelie, saaq_team, monkeypatch) -> None:
    stumbling, *others = (deposit(amelie, team=saaq_team) for _ in range(4))
    examine = screening.examine

    def sometimes(data: bytes, kind: str):
        sealed_for = Document.objects.get(claimed_until__gt=dt.datetime.now(dt.UTC), state__in=["received", "held"])
        return FileVerdict(held="scanner") if sealed_for == stumbling else examine(data, kind)

    monkeypatch.setattr(screening, "examine", sometimes)
    assert screening.sweep() == 3
    stumbling.refresh_from_db()
    assert stumbling.state == "held"
    late = deposit(amelie, team=saaq_team)
    assert screening.sweep() == 1
    late.refresh_from_db()
    assert late.is_available


def test_two_workers_one_verdict(amelie, saaq_team) -> None:
    document = accepted(amelie, team=saaq_team)
    assert screening.screen(document_id=document.pk) is None
    assert AuditEvent.objects.filter(verb="document.accepted").count() == 1


def test_a_killed_worker_leaves_its_file_to_the_sweep(amelie, saaq_team, monkeypatch) -> None:
    document = deposit(amelie, team=saaq_team)

    def killed(*args: object) -> None:
        raise SystemExit

    with monkeypatch.context() as dying:
        dying.setattr(screening, "examine", killed)
        with pytest.raises(SystemExit):
            screening.screen(document_id=document.pk)
    assert screening.sweep() == 0  # its claim still runs
    past = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1)
    Document.objects.update(claimed_until=past)
    assert screening.sweep() == 1
    document.refresh_from_db()
    assert document.is_available


def test_the_database_refuses_what_is_not_true(amelie, saaq_team) -> None:
    document = deposit(amelie, team=saaq_team)
    for lie in [{"state": "available"}, {"state": "refused"}, {"refused_because": "x"}, {"first_read_by": amelie}]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Document.objects.filter(pk=document.pk).update(**lie)
