"""The system of an organization, tried on the endpoints of deadlines: tokens, and what it sends (fixtures)."""

import datetime as dt
import json

import pytest
from django.core.cache import cache

from portal.api.actions import make
from portal.clock import now, today

SOON = str(today() + dt.timedelta(days=60))


@pytest.fixture(autouse=True)
def _clean():
    cache.clear()


@pytest.fixture
def token(kind, saaq, people):
    scopes = ["deadlines:read", "deadlines:write"]
    return make(
        organization=saaq, name="essai", scopes=scopes, expires_at=now() + dt.timedelta(days=30), by=people["emile"]
    )


@pytest.fixture
def call(client, token):
    def send(method, path, body=None, secret=token[1], key=None, content_type="application/json"):
        headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        headers |= {"Idempotency-Key": key} if key else {}
        data = body if isinstance(body, bytes) else json.dumps(body) if body is not None else ""
        return client.generic(method, f"/api/v1{path}", data, content_type=content_type, headers=headers)

    return send


def row(**more):
    return {"kind": "permis-conduire-paiement", "client_number": "A-100", "due_on": SOON} | more


@pytest.fixture
def only(saaq, people, kind):
    """`only(scope)`: the secret of a token with that scope alone."""

    def make_with(scope: str) -> str:
        in_a_day = now() + dt.timedelta(days=1)
        return make(organization=saaq, name="x", scopes=[scope], expires_at=in_a_day, by=people["emile"])[1]

    return make_with
