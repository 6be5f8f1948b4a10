"""A requested document in several files: added, refused one by one, taken back until somebody of the team opened it."""

import datetime as dt
import errno
import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.document_types.models import DocumentType
from portal.documents import store
from portal.documents.actions import deposit, keep_first_reading, mark_opened
from portal.documents.erasing import BeingChecked
from portal.documents.models import Document
from portal.documents.screening import screen
from portal.documents.uploads import seal_upload
from portal.dossier_exports.actions import give_archive
from portal.dossiers.actions import close, open_dossier
from portal.installation import folder
from portal.requested_documents import actions
from portal.requested_documents.models import RequestedDocument
from portal.work_items.models import WorkItem
from tests.portal.documents import corpus

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(amelie) -> Callable[..., RequestedDocument]:
    """`send(request, one, two)`: Amélie sends these bytes, which are screened."""

    def make(request: RequestedDocument, *files: bytes) -> RequestedDocument:
        uploads = [seal_upload(f"page {number}.pdf", data) for number, data in enumerate(files, 1)]
        actions.give(by=amelie, request=request, uploads=uploads)
        for document in Document.objects.filter(state="received").order_by("received_at"):
            screen(document_id=document.pk)
        return read(request)

    return make


def read(request: RequestedDocument) -> RequestedDocument:
    return RequestedDocument.objects.with_details().get(pk=request.pk)


def open_kinds(request: RequestedDocument) -> list[str]:
    return sorted(WorkItem.objects.open().about(request).values_list("kind", flat=True))


def url_of(request: RequestedDocument, document: Document) -> str:
    return reverse("requested_documents:take_back", args=[request.pk, document.pk])


def test_three_photos_are_one_answer(ask, send, saaq_agent):
    request = send(ask(), corpus.picture("PNG"), corpus.picture("JPEG"), corpus.pdf())
    assert [one.state for one in request.documents] == ["available"] * 3
    assert open_kinds(request) == ["requests.examine"] and AuditEvent.objects.filter(verb="request.given").count() == 1
    assert actions.accept(by=saaq_agent, request=request).state == "accepted"


def test_a_page_that_was_forgotten_is_added_until_the_team_answers(ask, send, saaq_agent, amelie):
    request = send(send(ask(), corpus.picture("PNG")), corpus.pdf())
    assert len(request.documents) == 2 and open_kinds(request) == ["requests.examine"]
    actions.accept(by=saaq_agent, request=request)
    with pytest.raises(actions.NotAwaited):
        actions.give(by=amelie, request=request, uploads=[seal_upload("tard.pdf", corpus.picture("JPEG"))])


def test_the_same_bytes_again_are_not_another_file(ask, send, amelie):
    request, again = send(ask(), corpus.picture("PNG")), seal_upload("copie.png", corpus.picture("PNG"))
    with pytest.raises(actions.NotAwaited):
        actions.give(by=amelie, request=request, uploads=[again])
    assert Document.objects.count() == 1


def test_one_file_that_failed_its_checks_is_asked_again_and_the_other_stays(ask, send, saaq_agent):
    request = send(ask(), corpus.pdf(), corpus.encrypted_pdf())
    assert request.awaits_citizen and request.can_be_examined
    assert open_kinds(request) == ["requests.examine", "requests.give"]
    request = send(request, corpus.picture("PNG"))
    assert [one.state for one in request.documents] == ["available"] * 2 and not request.has_refused_file
    assert open_kinds(request) == ["requests.examine"]


def test_what_is_sent_after_a_refusal_is_in_the_place_of_what_was_refused(ask, send, saaq_agent):
    request = actions.refuse(by=saaq_agent, request=send(ask(), corpus.picture("PNG")), because="La page 2 manque.")
    request = send(request, corpus.pdf(), corpus.picture("JPEG"))
    assert len(request.documents) == 2 and Document.objects.count() == 3


def test_taken_back_it_is_as_before(ask, send, amelie, signed_in):
    request = send(ask(), corpus.picture("PNG"))
    (document,) = request.documents
    page = signed_in(amelie).get(request.get_absolute_url()).content.decode()
    assert url_of(request, document) in page
    page = signed_in(amelie).post(url_of(request, document), follow=True).content.decode()
    assert "est retiré et effacé" in page and "Envoyer la pièce" in page
    request = read(request)
    assert (request.state, request.given_at, open_kinds(request)) == ("missing", None, ["requests.give"])
    assert not Document.objects.exists() and AuditEvent.objects.filter(verb="request.taken_back").count() == 1


@pytest.mark.django_db(transaction=True)
def test_its_bytes_are_erased(ask, send, amelie):
    request = send(ask(), corpus.picture("PNG"))
    (document,) = request.documents
    actions.take_back(by=amelie, request=request, document=document)
    assert not store.path_of(document.storage_key).exists()


def test_one_of_two_is_taken_back_and_the_other_is_examined(ask, send, amelie):
    request = send(ask(), corpus.picture("PNG"), corpus.pdf())
    request = actions.take_back(by=amelie, request=request, document=request.documents[0])
    assert (request.state, len(request.documents), open_kinds(request)) == ("given", 1, ["requests.examine"])


def test_opened_by_the_team_it_stays(ask, send, amelie, saaq_agent, signed_in):
    request = send(ask(), corpus.picture("PNG"))
    (document,) = request.documents
    mark_opened(by=saaq_agent, document=document)
    assert url_of(request, document) not in signed_in(amelie).get(request.get_absolute_url()).content.decode()
    page = signed_in(amelie).post(url_of(request, document), follow=True).content.decode()
    assert "déjà ouvert" in page and read(request).documents == [document]


def test_a_file_that_a_worker_reads_is_taken_back_a_moment_later(ask, amelie, signed_in):
    request = actions.give(by=amelie, request=ask(), uploads=[seal_upload("a.pdf", corpus.pdf())])
    (document,) = request.documents
    Document.objects.update(claimed_until=dt.datetime.now(dt.UTC) + dt.timedelta(minutes=1))
    with pytest.raises(BeingChecked):
        actions.take_back(by=amelie, request=request, document=document)
    page = signed_in(amelie).post(url_of(request, document), follow=True).content.decode()
    assert "Réessayez dans un instant" in page and Document.objects.count() == 1


def test_answered_meanwhile_nothing_is_taken_back(ask, send, amelie, saaq_agent, signed_in):
    request = send(ask(), corpus.picture("PNG"))
    actions.accept(by=saaq_agent, request=request)
    page = signed_in(amelie).post(url_of(request, request.documents[0]), follow=True).content.decode()
    assert "n’est plus attendue" in page and Document.objects.count() == 1


def test_nobody_else_takes_it_back(ask, send, people, signed_in):
    request = send(ask(), corpus.picture("PNG"))
    (document,) = request.documents
    for key in ("bruno", "samir", "alain", "benoit", "olga"):
        assert signed_in(people[key]).post(url_of(request, document)).status_code == 404, key
    other = Document.objects.exclude(pk=document.pk).first() or Document(pk=request.pk)
    answer = signed_in(people["amelie"]).post(url_of(request, other), follow=True)
    assert "n’est plus ici" in answer.content.decode()
    assert Document.objects.count() == 1


def test_an_agent_takes_it_back_for_who_calls(ask, send, saaq_agent, signed_in):
    request, client = send(ask(), corpus.picture("PNG")), signed_in(saaq_agent)
    (document,) = request.documents
    posted = {"decision": "take_back", "file": str(document.pk)}
    assert "Retirer «" in client.get(request.agent_url).content.decode()
    assert client.post(request.agent_url, posted | {"file": "x"}).status_code == 404
    assert "retiré et effacé" in client.post(request.agent_url, posted, follow=True).content.decode()
    assert read(request).state == "missing"


def test_several_files_are_sent_from_the_page(ask, amelie, signed_in):
    request = ask()
    files = [
        SimpleUploadedFile("recto.png", corpus.picture("PNG")),
        SimpleUploadedFile("verso.jpg", corpus.picture("JPEG")),
    ]
    signed_in(amelie).post(request.get_absolute_url(), {"documents": files, "whole": "1"})
    assert {one.name for one in read(request).documents} == {"recto.png", "verso.jpg"}


@pytest.fixture
def kept(amelie) -> Document:
    """A paper that Amélie keeps in her space, given to nobody."""
    words = {"document_type": DocumentType.objects.get(code="bail")}
    document = deposit(by=amelie, citizen=amelie.citizen, upload=seal_upload("mon bail.pdf", corpus.pdf()), words=words)
    screen(document_id=document.pk)
    return Document.objects.get(pk=document.pk)


def test_what_is_kept_here_is_given_as_a_copy_and_stays(ask, amelie, kept, signed_in):
    request, client = ask(), signed_in(amelie)
    assert "mon bail.pdf" in client.get(request.get_absolute_url()).content.decode()
    client.post(request.get_absolute_url(), {"kept": [str(kept.pk)], "whole": "1"})
    (given,) = read(request).documents
    assert given.pk != kept.pk and given.team == request.team and given.document_type == kept.document_type
    screen(document_id=given.pk)
    here = Document.objects.get(pk=kept.pk)
    assert here.is_kept_alone and Document.objects.get(pk=given.pk).served_sha256 == here.served_sha256


def test_a_file_and_a_copy_go_together(ask, amelie, kept, signed_in):
    request, new = ask(), SimpleUploadedFile("recto.png", corpus.picture("PNG"))
    signed_in(amelie).post(request.get_absolute_url(), {"kept": [str(kept.pk)], "documents": [new], "whole": "1"})
    assert {one.name for one in read(request).documents} == {"recto.png", "mon bail.pdf"}


def test_nothing_of_anybody_else_is_offered_or_taken(ask, people, kept, signed_in):
    bruno = people["bruno"]
    request = ask(citizen=bruno.citizen)
    client = signed_in(bruno)
    assert "mon bail" not in client.get(request.get_absolute_url()).content.decode()
    answer = client.post(request.get_absolute_url(), {"kept": [str(kept.pk)], "whole": "1"})
    assert answer.status_code == 422 and not read(request).documents


def test_a_document_that_does_not_open_is_said_and_nothing_is_sent(ask, amelie, kept, signed_in):
    store.path_of(kept.storage_key).unlink()
    request = ask()
    answer = signed_in(amelie).post(request.get_absolute_url(), {"kept": [str(kept.pk)], "whole": "1"})
    assert answer.status_code == 422 and "ne s’ouvre pas en ce moment" in answer.content.decode()
    assert Document.objects.count() == 1


# Seen by the organization, or not


def test_what_came_since_the_page_was_shown_is_not_accepted_unseen(ask, send, saaq_agent, signed_in):
    request, client = send(ask(), corpus.picture("PNG")), signed_in(saaq_agent)
    page = client.get(request.agent_url).content.decode()
    shown = re.findall(r'name="examined" value="([^"]+)"', page.split("Refuser la pièce")[0])
    assert shown == [str(request.documents[0].pk)]
    send(request, corpus.pdf())
    for decision in ({"decision": "accept"}, {"decision": "refuse", "because": "Illisible."}):
        answer = client.post(request.agent_url, decision | {"examined": shown}, follow=True)
        assert "entre-temps" in answer.content.decode() and read(request).state == "given"
    shown = [str(one.pk) for one in read(request).documents]
    client.post(request.agent_url, {"decision": "accept", "examined": shown})
    assert read(request).state == "accepted"


def test_a_file_read_in_the_archive_of_the_dossier_stays(ask, send, amelie, saaq_agent, saaq_team):
    dossier = open_dossier(by=None, citizen=amelie.citizen, team=saaq_team, number="A-1", title="Permis")
    request = send(ask(dossier=dossier), corpus.picture("PNG"))
    list(give_archive(by=amelie, dossier=dossier))
    assert read(request).removable
    list(give_archive(by=saaq_agent, dossier=dossier))
    assert not read(request).removable
    with pytest.raises(actions.AlreadyOpened):
        actions.take_back(by=amelie, request=read(request), document=read(request).documents[0])


def test_a_file_read_by_a_system_of_the_organization_stays(ask, send, amelie):
    request = send(ask(), corpus.picture("PNG"))
    keep_first_reading(documents=request.documents, by=None)
    with pytest.raises(actions.AlreadyOpened):
        actions.take_back(by=amelie, request=request, document=request.documents[0])


def test_taken_back_in_a_dossier_that_closed_nothing_is_asked_any_more(ask, send, amelie, saaq_agent, saaq_team):
    dossier = open_dossier(by=None, citizen=amelie.citizen, team=saaq_team, number="A-1", title="Permis")
    request = send(ask(dossier=dossier), corpus.picture("PNG"))
    close(by=saaq_agent, dossier=dossier, revision=dossier.revision)
    request = actions.take_back(by=amelie, request=request, document=request.documents[0])
    assert (request.state, open_kinds(request)) == ("cancelled", [])


def test_one_file_twice_in_one_sending_is_one(ask, amelie):
    twice = [seal_upload(name, corpus.picture("PNG")) for name in ("a.png", "b.png")]
    assert len(actions.give(by=amelie, request=ask(), uploads=twice).documents) == 1


def test_a_copy_that_cannot_be_written_is_said_and_leaves_nothing(ask, amelie, kept, signed_in, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(errno.ENOSPC, "full")

    request, client = ask(), signed_in(amelie)
    before = stored()
    monkeypatch.setattr("portal.documents.uploads.SealingWriter.write", full)
    answer = client.post(request.get_absolute_url(), {"kept": [str(kept.pk)], "whole": "1"})
    assert answer.status_code == 422 and "ne s’ouvre pas en ce moment" in answer.content.decode()
    assert not read(request).documents and stored() == before


def test_a_second_click_leaves_no_copy(ask, amelie, kept, signed_in):
    request, client = ask(), signed_in(amelie)
    client.post(request.get_absolute_url(), {"kept": [str(kept.pk)], "whole": "1"})
    before = stored()
    client.post(request.get_absolute_url(), {"kept": [str(kept.pk)], "whole": "1"})
    assert stored() == before and len(read(request).documents) == 1


def stored() -> set[str]:
    return {path.name for path in folder.root().glob("documents/??/*")}
