"""A system asks the person for a document, reads what became of it, accepts it, refuses it or asks no more."""

import datetime as dt
import uuid

import pytest
from django.db.models import F

from portal.api.actions import make
from portal.audit.models import AuditEvent
from portal.clock import now, today
from portal.document_types.models import DocumentType
from portal.documents.models import Document
from portal.documents.uploads import seal_upload
from portal.dossiers.models import Dossier
from portal.notices.models import Notice
from portal.requested_documents.actions import ask, give
from portal.requested_documents.models import RequestedDocument
from portal.webhooks import actions as webhooks
from portal.work_items.models import WorkItem
from tests.portal.imported_dossiers.systems import dossier, problems

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
DUE = today() + dt.timedelta(days=20)
LEASE = {"label": "Votre bail", "due_on": DUE.isoformat(), "reason": "Pour vérifier votre adresse."}
ASKED = "/dossiers/D-1/requested-documents"


@pytest.fixture
def opened(call, agreed):
    assert call("PUT", "/dossiers/D-1", dossier()).status_code == 200


@pytest.fixture
def asked(call, opened) -> RequestedDocument:
    assert call("PUT", f"{ASKED}/b-1", LEASE).status_code == 200
    return RequestedDocument.objects.get()


def sent(asked, amelie) -> Document:
    """The person sends it, and its file passes the checks."""
    asked.refresh_from_db()
    give(by=amelie, request=asked, uploads=[seal_upload("bail.pdf", PDF + uuid.uuid4().bytes)])
    Document.objects.update(state="available", scan="clean", screened_at=now(), served_sha256=F("received_sha256"))
    asked.refresh_from_db()
    return asked.documents[-1]


def settled(call, state, document=None, reference="b-1", **more):
    body = {"state": state} | ({"documents": [str(document.pk)]} if document else {}) | more
    return call("PUT", f"{ASKED}/{reference}/state", body)


def listed(call) -> dict:
    return call("GET", ASKED).json()["requested_documents"][0]


def test_the_person_is_asked_once(call, opened, amelie, saaq_team, signed_in):
    answer = call("PUT", f"{ASKED}/b-1", LEASE)
    assert answer.json()["result"] == "created", answer.content
    assert call("PUT", f"{ASKED}/b-1", LEASE).json()["result"] == "unchanged"
    asked = RequestedDocument.objects.get()
    assert (asked.citizen, asked.team, asked.asked_by, asked.due_on) == (amelie.citizen, saaq_team, None, DUE)
    assert asked.dossier == Dossier.objects.get(number="D-1")
    assert Notice.objects.filter(kind="request", subject_id=asked.pk).count() == 1
    assert WorkItem.objects.open().filter(citizen=amelie.citizen, kind="requests.give", subject_id=asked.pk).exists()
    assert AuditEvent.objects.get(verb="request.asked").detail["system"]
    page = signed_in(amelie).get(asked.get_absolute_url()).content.decode()
    assert "Votre bail" in page and "Pour vérifier votre adresse." in page and "None" not in page
    assert call("PUT", f"{ASKED}/b-1", LEASE | {"label": "Autre"}).status_code == 422


def test_the_same_words_in_two_dossiers_are_two_requests(call, asked):
    call("PUT", "/dossiers/D-2", dossier())
    answer = call("PUT", "/dossiers/D-2/requested-documents/b-1", LEASE).json()
    assert answer["result"] == "created" and answer["id"] != str(asked.pk)


def test_a_dry_run_asks_nothing(call, opened):
    assert call("PUT", f"{ASKED}/b-1?dry_run=true", LEASE).json()["result"] == "created"
    assert not RequestedDocument.objects.exists() and not Notice.objects.filter(kind="request").exists()


def test_a_type_of_document_is_said_by_its_code(call, opened):
    code = call("GET", "/document-types").json()[0]["code"]
    call("PUT", f"{ASKED}/b-1", LEASE | {"document_type": code})
    assert RequestedDocument.objects.get().document_type == DocumentType.objects.get(code=code)
    assert listed(call)["document_type"] == code


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("label", "   "),
        ("label", "a\x07b"),
        ("label", "x" * 151),
        ("due_on", "2020-01-01"),
        ("due_on", 3),
        ("document_type", "inconnu"),
        ("urgent", True),
    ],
)
def test_what_cannot_be_asked_is_refused_by_column(call, opened, column, value):
    assert column in problems(call("PUT", f"{ASKED}/b-1", LEASE | {column: value}))
    assert not RequestedDocument.objects.exists()


def test_nothing_is_asked_in_a_closed_dossier_or_of_nobody(call, opened):
    call("PUT", "/dossiers/D-1", dossier(state="closed"))
    assert call("PUT", f"{ASKED}/b-1", LEASE).status_code == 409
    call("PUT", "/dossiers/D-9", dossier(client_number="Z-1"))
    assert call("PUT", "/dossiers/D-9/requested-documents/b-1", LEASE).status_code == 409
    assert call("GET", "/dossiers/AUTRE/requested-documents").status_code == 404


def test_the_answer_is_told_and_read(call, asked, amelie, subscribed, receiver):
    assert (listed(call)["reference"], listed(call)["state"], listed(call)["awaits"]) == ("b-1", "missing", "person")
    document = sent(asked, amelie)
    webhooks.sweep()
    assert [(row["type"], row["data"]["reference"]) for row in receiver.received] == [("dossier.document", "D-1")]
    row = listed(call)
    assert (row["state"], row["awaits"], row["documents"]) == ("given", "team", [str(document.pk)])
    assert row["given_at"] and row["settled_at"] is None


def test_it_is_accepted_once(call, asked, amelie):
    document = sent(asked, amelie)
    assert settled(call, "accepted", document).json() == {"reference": "b-1", "result": "changed"}
    assert settled(call, "accepted", document).json()["result"] == "unchanged"
    assert listed(call)["state"] == "accepted" and not WorkItem.objects.open().filter(subject_id=asked.pk).exists()
    assert AuditEvent.objects.get(verb="request.accepted").detail["system"]
    assert settled(call, "cancelled").status_code == 409


def test_refused_the_person_reads_why_and_sends_another(call, asked, amelie, signed_in):
    first = sent(asked, amelie)
    assert "because" in problems(settled(call, "refused", first))
    words = {"because": "Il manque la signature."}
    assert settled(call, "refused", first, **words).json()["result"] == "changed"
    assert "Il manque la signature." in signed_in(amelie).get(asked.get_absolute_url()).content.decode()
    assert (listed(call)["state"], listed(call)["awaits"]) == ("refused", "person")
    second = sent(asked, amelie)
    assert settled(call, "refused", first, **words).status_code == 409  # sent again late: it is of the first
    assert settled(call, "accepted", second).json()["result"] == "changed"


def test_it_is_asked_no_more(call, asked, amelie):
    assert settled(call, "cancelled").json()["result"] == "changed"
    assert settled(call, "cancelled").json()["result"] == "unchanged"
    assert not WorkItem.objects.open().filter(citizen=amelie.citizen, kind="requests.give").exists()


def test_what_was_not_sent_is_not_accepted_and_a_dry_run_settles_nothing(call, asked, amelie):
    assert settled(call, "accepted").status_code == 409
    assert settled(call, "accepted", reference="b-2").status_code == 404
    document = sent(asked, amelie)
    body = {"state": "accepted", "documents": [str(document.pk)]}
    assert call("PUT", f"{ASKED}/b-1/state?dry_run=true", body).json()["result"] == "changed"
    assert listed(call)["state"] == "given"


def test_those_of_agents_are_listed_by_cursor_and_settled_by_agents_only(call, asked, amelie, saaq_team, saaq_agent):
    about = {"citizen": amelie.citizen, "team": saaq_team, "dossier": asked.dossier}
    for number in range(3):
        ask(by=saaq_agent, label=f"Avis {number}", due_on=DUE, **about)
    seen, after = [], ""
    while True:
        page = call("GET", f"{ASKED}?limit=2&after={after}").json()
        seen += [(row["label"], row["reference"]) for row in page["requested_documents"]]
        if not (after := page["next"]):
            break
    assert sorted(seen) == [("Avis 0", ""), ("Avis 1", ""), ("Avis 2", ""), ("Votre bail", "b-1")]
    assert call("GET", f"{ASKED}?after=n%27importe").status_code == 422


def test_another_organization_asks_nothing_here(call, asked, ramq, people):
    in_a_month = now() + dt.timedelta(days=30)
    scopes = ["dossiers:read", "dossiers:write"]
    _token, other = make(organization=ramq, name="R", scopes=scopes, expires_at=in_a_month, by=people["daniel"])
    assert call("PUT", f"{ASKED}/b-1", LEASE, secret=other).status_code == 404
    assert call("GET", ASKED, secret=other).status_code == 404
