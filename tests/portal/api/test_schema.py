"""The API tried as its own description says, by thousands of invented requests."""

import datetime as dt

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import positive_data_acceptance

from portal.clock import now
from reminders.api import views
from reminders.api.actions import make
from reminders.api.models import ApiToken
from tests.reminders.imported_deadlines.conftest import kind  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def secret(kind, saaq, people, monkeypatch):  # noqa: F811
    """A token with both rights; the limit on requests is not what is tried here."""
    monkeypatch.setattr(views, "REQUESTS_PER_MINUTE", 10**9)
    scopes = list(ApiToken.Scope.values)
    expires_at = now() + dt.timedelta(days=1)
    return make(organization=saaq, name="x", scopes=scopes, expires_at=expires_at, by=people["emile"])[1]


@pytest.fixture
def described(secret):
    """Requests share the test's own connection, which Django would close after each."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


ADDRESSES = [
    ("/api/v1/kinds", "GET"),
    ("/api/v1/deadlines/{reference}", "GET"),
    ("/api/v1/deadlines/{reference}", "PUT"),
    ("/api/v1/deadlines", "POST"),
]


@pytest.mark.parametrize(("path", "method"), ADDRESSES)
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
