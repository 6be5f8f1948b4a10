"""A requested piece and document types: what the team asks, the document given takes; refused, it is taken back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from messaging.threads.seeds import seed
from portal import clock
from portal.audit.models import AuditEvent
from portal.document_types.models import DocumentType
from portal.documents.models import Document
from portal.requested_documents import actions
from portal.requested_documents.models import RequestedDocument
from tests.portal.documents import corpus

pytestmark = pytest.mark.django_db


@pytest.fixture
def lease(people) -> DocumentType:
    return DocumentType.objects.get(code="bail")


def sent(**more) -> dict:
    return {"documents": SimpleUploadedFile("bail.pdf", corpus.pdf()), "whole": "1"} | more


def usable(user) -> list[str]:
    return [
        one.document_type.code
        for one in Document.objects.usable_as_proof(user, clock.today(), citizen_id=user.citizen.pk)
    ]


def test_specified_twice_it_is_told_once(ask, saaq_agent, lease) -> None:
    requested_document = actions.specify(by=saaq_agent, request=ask(), document_type=lease)
    assert actions.specify(by=saaq_agent, request=requested_document, document_type=lease).document_type == lease
    event = AuditEvent.objects.get(verb="request.specified")
    assert event.sentence == "a précisé le genre d’une pièce demandée"


def test_what_is_given_takes_the_kind_asked(ask, give, amelie, saaq_agent, lease, signed_in) -> None:
    requested_document = actions.specify(by=saaq_agent, request=ask(), document_type=lease)
    page = signed_in(amelie).get(requested_document.get_absolute_url()).content.decode()
    assert "Genre : Bail" in page and 'name="document_type"' not in page
    given = give(requested_document)
    assert (given.documents[0].document_type, given.documents[0].type_said_by) == (lease, amelie) and usable(
        amelie
    ) == ["bail"]


def test_the_citizen_says_it_when_the_team_did_not(ask, amelie, signed_in) -> None:
    requested_document, client = ask(), signed_in(amelie)
    assert 'name="document_type"' in client.get(requested_document.get_absolute_url()).content.decode()
    page = client.post(requested_document.get_absolute_url(), sent(document_type="licorne"))
    assert page.status_code == 422 and not Document.objects.exists()
    page = client.post(requested_document.get_absolute_url(), sent(document_type="bail"), follow=True).content.decode()
    assert Document.objects.get().document_type.code == "bail" and "Genre dit : Bail" in page


def test_saying_nothing_is_fine(ask, amelie, signed_in) -> None:
    signed_in(amelie).post(ask().get_absolute_url(), sent())
    assert Document.objects.get().document_type is None


def test_an_agent_who_accepts_says_what_it_is(ask, give, amelie, saaq_agent, signed_in) -> None:
    requested_document, client = give(ask()), signed_in(saaq_agent)
    assert 'name="document_type"' in client.get(requested_document.agent_url).content.decode()
    page = client.post(requested_document.agent_url, {"decision": "accept", "document_type": "licorne"})
    assert page.status_code == 422 and "plus proposé" in page.content.decode()
    assert RequestedDocument.objects.get().state == "given"
    client.post(requested_document.agent_url, {"decision": "accept", "document_type": "bail"})
    document = Document.objects.get()
    assert (document.document_type.code, document.type_said_by) == ("bail", saaq_agent) and usable(amelie) == ["bail"]


def test_accepted_without_a_word_what_was_said_stays(ask, give, saaq_agent, signed_in, lease) -> None:
    requested_document = give(actions.specify(by=saaq_agent, request=ask(), document_type=lease))
    signed_in(saaq_agent).post(requested_document.agent_url, {"decision": "accept"})
    assert Document.objects.get().document_type == lease


def test_refused_after_being_named_it_is_no_paper_available(ask, give, amelie, saaq_agent, lease, signed_in) -> None:
    requested_document = give(actions.specify(by=saaq_agent, request=ask(), document_type=lease))
    assert usable(amelie) == ["bail"]
    refused = actions.refuse(by=saaq_agent, request=requested_document, because="Une page manque.").documents[0]
    assert Document.objects.get().document_type is None and usable(amelie) == []
    # Named again by the person while it stays refused: still not usable.
    signed_in(amelie).post(reverse("documents:page", args=[refused.pk]), {"document_type": "bail"})
    assert Document.objects.get().document_type == lease and usable(amelie) == []
    assert give(requested_document).documents[0].document_type == lease and usable(amelie) == ["bail"]


def test_a_file_that_failed_its_checks_may_still_be_refused_by_the_team(ask, give, saaq_agent, lease) -> None:
    requested_document = give(
        actions.specify(by=saaq_agent, request=ask(), document_type=lease), data=corpus.encrypted_pdf()
    )
    refused = actions.refuse(by=saaq_agent, request=requested_document, because="Illisible.")
    assert refused.documents[0].state == "refused"


def test_an_agent_chooses_the_kind_while_asking(people, saaq_agent, amelie, signed_in) -> None:
    seed(people)
    thread = amelie.citizen.threads.get(team__organization__code="saaq")
    url = reverse("admin:threads_thread_change", args=[thread.pk])
    client = signed_in(saaq_agent)
    posted = {"requested_document-label": "Votre bail signé", "requested_document-due_on": "2030-01-01"}
    assert client.post(url, posted | {"requested_document-document_type": "licorne"}).status_code == 422
    for _ in range(2):
        assert client.post(url, posted | {"requested_document-document_type": "bail"}).status_code == 302
    requested_documents = [
        requested_document
        for requested_document in RequestedDocument.objects.all()
        if requested_document.label == "Votre bail signé"
    ]
    assert [requested_document.document_type.code for requested_document in requested_documents] == ["bail"]
    assert AuditEvent.objects.filter(verb="request.specified").count() == 1
