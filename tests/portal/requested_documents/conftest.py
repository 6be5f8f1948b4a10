"""A requested document asked through the real action, and given."""

import datetime as dt
from collections.abc import Callable

import pytest

from portal import clock
from portal.documents.screening import screen
from portal.documents.uploads import seal_upload
from portal.requested_documents import actions
from portal.requested_documents.models import RequestedDocument
from tests.portal.documents import corpus

CANARY = "canari-77e2: relevé de l’hôpital"


@pytest.fixture
def ask(amelie, saaq_agent, saaq_team) -> Callable[..., RequestedDocument]:
    """`ask()`: the team asks Amélie for a requested document; any argument of the action can be given."""

    def make(**given) -> RequestedDocument:
        due_on = clock.today() + dt.timedelta(days=10)
        defaults = {"by": saaq_agent, "citizen": amelie.citizen, "team": saaq_team, "label": CANARY, "due_on": due_on}
        return actions.ask(**{**defaults, **given})

    return make


@pytest.fixture
def give(amelie) -> Callable[..., RequestedDocument]:
    """`give(piece)`: Amélie sends a PDF, which is screened."""

    def make(requested_document: RequestedDocument, *, data: bytes | None = None) -> RequestedDocument:
        upload = seal_upload("relevé.pdf", data or corpus.pdf())
        given = actions.give(by=amelie, request=requested_document, uploads=[upload])
        screen(document_id=given.documents[0].pk)
        return RequestedDocument.objects.with_details().get(pk=requested_document.pk)

    return make
