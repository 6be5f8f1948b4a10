"""The API tried as its own description says, by thousands of invented requests."""

import datetime as dt
from functools import cache

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import positive_data_acceptance

from portal.api import bearer, offers
from portal.api.actions import make
from portal.clock import now
from tests.portal.imported_dossiers.systems import dossier
from tests.shares import some_today

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def secret(kind, licence, agreed, call, saaq, people, monkeypatch):
    """A token with every right, and a dossier to read; the limit on requests is not what is tried here."""
    monkeypatch.setattr(bearer, "REQUESTS_PER_MINUTE", 10**9)
    scopes = [scope for scope, _words in offers.scopes()]
    made = make(organization=saaq, name="x", scopes=scopes, expires_at=now() + dt.timedelta(days=1), by=people["emile"])
    assert call("PUT", "/dossiers/D-1", dossier(), secret=made[1]).status_code == 200
    return made[1]


@pytest.fixture
def described(secret):
    """Requests share the test's own connection, which Django would close after each."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield description()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@cache
def description():
    """Read once: schemathesis looks through the sources of the portal for the words it tries, each time."""
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


ADDRESSES = [
    ("/api/v1/kinds", "GET"),
    ("/api/v1/deadlines/{reference}", "GET"),
    ("/api/v1/deadlines/{reference}", "PUT"),
    ("/api/v1/deadlines", "POST"),
    ("/api/v1/dossier-types", "GET"),
    ("/api/v1/dossiers", "GET"),
    ("/api/v1/dossiers", "POST"),
    ("/api/v1/dossiers/{number}", "GET"),
    ("/api/v1/dossiers/{number}", "PUT"),
    ("/api/v1/dossiers/{number}/documents", "GET"),
    ("/api/v1/dossiers/{number}/documents/{reference}", "PUT"),
    ("/api/v1/dossiers/{number}/documents/{document_id}/content", "GET"),
    ("/api/v1/dossiers/{number}/requested-documents", "GET"),
    ("/api/v1/dossiers/{number}/requested-documents/{reference}", "PUT"),
    ("/api/v1/dossiers/{number}/requested-documents/{reference}/state", "PUT"),
    ("/api/v1/document-types", "GET"),
    ("/api/v1/dossiers/{number}/messages", "GET"),
    ("/api/v1/dossiers/{number}/messages/{reference}", "PUT"),
]


def test_every_address_is_tried(client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert {(path, method.upper()) for path, methods in paths.items() for method in methods} == set(ADDRESSES)


@pytest.mark.parametrize(("path", "method"), some_today(ADDRESSES, 9))
@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode))
def test_every_answer_is_one_that_is_described(described, secret, path, method, mode):
    """Requests that fit the description, and requests that do not. One that fits may still be refused: a kind of ours
    that nobody published, a date ten years past."""
    operation = described[path][method]

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
    def tried(case):
        headers = {"Authorization": f"Bearer {secret}"}
        case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance])

    tried()
