"""An organization's system that puts dossiers (fixtures): its types, its token, Amélie's number."""

import datetime as dt
import json

import pytest
from django.core.cache import cache

from portal.api.actions import make
from portal.client_numbers.actions import agree
from portal.client_numbers.models import ClientNumber
from portal.clock import now
from portal.dossier_type_versions.actions import import_dossier_types
from portal.dossier_types.models import DossierType

LICENCE = "permis-conduire"
SCOPES = ["dossiers:read", "dossiers:write"]


@pytest.fixture(autouse=True)
def _clean():
    cache.clear()


@pytest.fixture
def licence(saaq_team) -> DossierType:
    """A type of the SAAQ, published, whose first stage is «recu»."""
    import_dossier_types(by=None)
    return DossierType.objects.get(code=LICENCE)


@pytest.fixture
def agreed(saaq, amelie) -> ClientNumber:
    return agree(citizen=amelie.citizen, organization=saaq, number="A-100", how="agent", by=amelie)


@pytest.fixture
def secret(licence, saaq, people) -> str:
    in_a_month = now() + dt.timedelta(days=30)
    return make(organization=saaq, name="ERP", scopes=SCOPES, expires_at=in_a_month, by=people["emile"])[1]


@pytest.fixture
def call(client, secret):
    """`call("PUT", "/dossiers/D-1", {…})`: as the system sends it."""

    def send(method, path, body=None, secret=secret, key=None, content_type="application/json", **headers):
        given = {"Authorization": f"Bearer {secret}"} | ({"Idempotency-Key": key} if key else {}) | headers
        data = body if isinstance(body, bytes) else json.dumps(body) if body is not None else ""
        return client.generic(method, f"/api/v1{path}", data, content_type=content_type, headers=given)

    return send


def dossier(**more) -> dict:
    return {"dossier_type": LICENCE, "client_number": "A-100"} | more


def problems(answer, status=422) -> dict[str, str]:
    """column → what is wrong."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    return {one["column"]: one["detail"] for one in answer.json()["errors"]}
