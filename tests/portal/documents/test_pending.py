"""An error in another box does not lose the files: they wait, sealed, and the next try names them again."""

import datetime as dt
import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from messaging.threads.models import Thread
from portal.documents import orphans, pending, store
from portal.documents.models import Document
from portal.documents.pending import PendingUpload
from portal.documents.uploads import seal_upload
from portal.requested_documents.actions import ask
from tests.portal.documents import corpus

pytestmark = pytest.mark.django_db
NEW, DEPOSIT = "/messages/nouveau/", "/documents/deposer/"


def chosen(name: str = "bail.pdf", data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, corpus.pdf() if data is None else data)


def message(person, team, **values) -> dict:
    said = {"citizen": person.citizen.pk, "team": team.pk, "subject": "Objet", "body": "Texte", "key": uuid.uuid4()}
    return said | values


def kept_in(page: str, name: str = "documents-kept") -> list[str]:
    return re.findall(rf'type="checkbox" name="{name}" value="([0-9a-f-]+)" checked', page)


def test_two_pictures_and_no_subject_then_the_subject_alone(amelie, saaq_team, signed_in) -> None:
    client = signed_in(amelie)
    files = [chosen("un.jpg", corpus.picture()), chosen("deux.jpg", corpus.picture(size=(9, 9)))]
    answer = client.post(NEW, message(amelie, saaq_team, subject="", documents=files))
    page = answer.content.decode()
    assert answer.status_code == 422 and page.count("déjà reçu") == 2 and "un.jpg" in page and "deux.jpg" in page
    assert 'data-limit="26214400"' in page  # a number that a script reads
    again = client.post(NEW, message(amelie, saaq_team, **{"documents-kept": kept_in(page)}))
    assert again.status_code == 302
    documents = Thread.objects.get().messages.get().documents.order_by("received_at", "pk")
    assert sorted(document.name for document in documents) == ["deux.jpg", "un.jpg"]
    assert not PendingUpload.objects.exists()
    assert all(store.path_of(document.storage_key).exists() for document in documents)


def test_a_refused_file_is_said_until_another_is_chosen(amelie, saaq_team, signed_in) -> None:
    client = signed_in(amelie)
    refused = chosen("page.html", corpus.SCRIPT)
    page = client.post(NEW, message(amelie, saaq_team, subject="", documents=[refused])).content.decode()
    assert "ni un PDF" in page and 'name="documents-refused" value="page.html"' in page
    before = {"documents-refused": ["page.html"]}
    for _time in range(2):
        answer = client.post(NEW, message(amelie, saaq_team, **before))
        page = answer.content.decode()
        assert answer.status_code == 422 and "«\u00a0page.html\u00a0» a été refusé et n’est pas joint" in page
        assert 'value="page.html"' in page and 'name="documents-without"' in page
    assert client.post(NEW, message(amelie, saaq_team, documents=[chosen()], **before)).status_code == 302
    assert [document.name for document in Document.objects.all()] == ["bail.pdf"]


def test_one_may_go_on_without_what_was_refused(amelie, saaq_team, signed_in) -> None:
    refused = {"documents-refused": ["page.html"], "documents-without": "1"}
    assert signed_in(amelie).post(NEW, message(amelie, saaq_team, **refused)).status_code == 302
    assert not Document.objects.exists() and Thread.objects.count() == 1


def test_a_file_that_a_form_needs_has_no_way_without(amelie, signed_in) -> None:
    client, said = signed_in(amelie), {"citizen": amelie.citizen.pk, "whole": "1", "issued_on": "x"}
    page = client.post(DEPOSIT, said | {"document": chosen("page.html", corpus.SCRIPT)}).content.decode()
    assert 'name="document-refused" value="page.html"' in page and "document-without" not in page
    page = client.post(DEPOSIT, said | {"document-refused": "page.html", "issued_on": ""}).content.decode()
    assert "n’est pas joint. Choisissez un autre fichier." in page and "document-without" not in page


def test_what_is_unticked_is_not_sent_and_more_can_be_added(amelie, saaq_team, signed_in) -> None:
    client = signed_in(amelie)
    files = [chosen("un.jpg", corpus.picture()), chosen("deux.jpg", corpus.picture())]
    page = client.post(NEW, message(amelie, saaq_team, subject="", documents=files)).content.decode()
    more = {"documents-kept": kept_in(page)[:1], "documents": [chosen("trois.pdf")]}
    assert client.post(NEW, message(amelie, saaq_team, **more)).status_code == 302
    names = {document.name for document in Document.objects.all()}
    assert names == {"un.jpg", "trois.pdf"}


def test_two_tries_keep_all_that_was_received(amelie, saaq_team, signed_in) -> None:
    client = signed_in(amelie)
    page = client.post(NEW, message(amelie, saaq_team, subject="", documents=[chosen("un.pdf")])).content.decode()
    more = {"documents-kept": kept_in(page), "documents": [chosen("deux.pdf"), chosen("page.html", corpus.SCRIPT)]}
    page = client.post(NEW, message(amelie, saaq_team, **more)).content.decode()
    assert page.count("déjà reçu") == 2 and "ni un PDF" in page
    assert len(kept_in(page)) == 2 and PendingUpload.objects.count() == 2


def test_nobody_else_names_them(amelie, bruno, saaq_team, signed_in) -> None:
    signed_in(amelie).post(NEW, message(amelie, saaq_team, subject="", documents=[chosen()]))
    theirs = PendingUpload.objects.get()
    answer = signed_in(bruno).post(NEW, message(bruno, saaq_team, **{"documents-kept": [str(theirs.pk), "x", "\0"]}))
    assert answer.status_code == 302 and not Document.objects.exists()
    assert PendingUpload.objects.get() == theirs


def test_names_are_sealed_and_the_bytes_too(amelie, saaq_team, signed_in) -> None:
    signed_in(amelie).post(NEW, message(amelie, saaq_team, subject="", documents=[chosen("nom-canari.pdf")]))
    row = PendingUpload.objects.values().get()
    assert b"canari" not in bytes(row["name"]) and corpus.CANARY not in store.path_of(row["storage_key"]).read_bytes()


def test_a_deposit_with_a_wrong_date_keeps_its_file(amelie, signed_in) -> None:
    client = signed_in(amelie)
    said = {"citizen": amelie.citizen.pk, "whole": "1", "issued_on": "2026-02-02", "expires_on": "2026-01-01"}
    answer = client.post(DEPOSIT, said | {"document": chosen("carte.pdf")})
    page = answer.content.decode()
    assert answer.status_code == 422 and "carte.pdf" in page and "déjà reçu" in page
    kept = {"document-kept": kept_in(page, "document-kept"), "expires_on": ""}
    assert client.post(DEPOSIT, said | kept).status_code == 302
    assert Document.objects.get().name == "carte.pdf"


def test_of_one_file_the_last_chosen_is_sent(amelie, signed_in) -> None:
    client = signed_in(amelie)
    said = {"citizen": amelie.citizen.pk, "whole": "1", "issued_on": "x"}
    page = client.post(DEPOSIT, said | {"document": chosen("vieux.pdf")}).content.decode()
    other = {"document-kept": kept_in(page, "document-kept"), "document": chosen("neuf.pdf"), "issued_on": ""}
    assert client.post(DEPOSIT, said | other).status_code == 302
    assert [document.name for document in Document.objects.all()] == ["neuf.pdf"]


def test_a_requested_document_cut_half_way_keeps_its_file(amelie, saaq_agent, saaq_team, signed_in) -> None:
    day = dt.date(2030, 1, 1)
    requested_document = ask(by=saaq_agent, citizen=amelie.citizen, team=saaq_team, label="Bail", due_on=day)
    client, url = signed_in(amelie), reverse("requested_documents:show", args=[requested_document.pk])
    page = client.post(url, {"documents": chosen("bail.pdf")}).content.decode()
    assert "coupé" in page and "déjà reçu" in page
    assert client.post(url, {"documents-kept": kept_in(page), "whole": "1"}).status_code == 302
    requested_document.refresh_from_db()
    assert requested_document.documents[0].name == "bail.pdf"


def test_ten_at_most_those_received_included(amelie, saaq_team, signed_in) -> None:
    client = signed_in(amelie)
    files = [chosen(f"{number}.pdf") for number in range(6)]
    page = client.post(NEW, message(amelie, saaq_team, subject="", documents=files)).content.decode()
    more = {"documents-kept": kept_in(page), "documents": [chosen(f"{number}.pdf") for number in range(6, 12)]}
    page = client.post(NEW, message(amelie, saaq_team, **more)).content.decode()
    assert "10 fichiers à la fois" in page and len(kept_in(page)) == 10


def test_what_waits_is_no_orphan_and_is_erased_when_forgotten(amelie, django_capture_on_commit_callbacks, clock_offset):
    upload = seal_upload("a.pdf", corpus.pdf())
    pending.keep(by=amelie, uploads=[upload])
    upload.close()
    assert orphans._unnamed([upload.key]) == [] and pending.erase_old() == 0
    clock_offset(hours=2, minutes=1)
    with django_capture_on_commit_callbacks(execute=True):
        assert pending.erase_old() == 1
    assert not store.path_of(upload.key).exists()


def test_signing_out_erases_what_waits(amelie, bruno, signed_in, django_capture_on_commit_callbacks) -> None:
    uploads = [seal_upload("a.pdf", corpus.pdf()), seal_upload("b.pdf", corpus.pdf())]
    for person, upload in zip((amelie, bruno), uploads, strict=True):
        pending.keep(by=person, uploads=[upload])
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(amelie).post("/compte/logout/")
    assert [store.path_of(upload.key).exists() for upload in uploads] == [False, True]


def test_one_account_keeps_thirty(amelie, django_capture_on_commit_callbacks) -> None:
    first = seal_upload("0.pdf", corpus.pdf())
    with django_capture_on_commit_callbacks(execute=True):
        for upload in [first, *(seal_upload(f"{number}.pdf", corpus.pdf()) for number in range(1, 31))]:
            pending.keep(by=amelie, uploads=[upload])
    assert PendingUpload.objects.count() == 30 and not store.path_of(first.key).exists()
