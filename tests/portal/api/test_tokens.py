"""Tokens: who makes them, what they open; limits."""

import datetime as dt
import json

import pytest
from django.core.exceptions import PermissionDenied

from portal.api import bearer
from portal.api.actions import make, revoke
from portal.api.models import ApiToken
from portal.clock import now
from tests.portal.api.systems import row

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("secret", ["", "relais_nonsense", "relais_\u00e9"])
def test_without_a_right_token_nothing_is_said(call, secret):
    assert call("GET", "/kinds", secret=secret).status_code == 401


def test_expired_and_revoked_tokens_open_nothing(call, token, people, clock_offset):
    clock_offset(days=31)
    assert call("GET", "/kinds").status_code == 401
    clock_offset(days=0)
    assert call("GET", "/kinds").status_code == 200
    revoke(token=token[0], by=people["emile"])
    assert call("GET", "/kinds").status_code == 401


def test_a_scope_is_needed(call, saaq, people):
    _, secret = make(
        organization=saaq,
        name="lecture",
        scopes=["deadlines:read"],
        expires_at=now() + dt.timedelta(days=1),
        by=people["emile"],
    )
    assert call("PUT", "/deadlines/r", row(), secret=secret).status_code == 403


def test_only_its_administrators_make_tokens(saaq, people):
    for key in ("daniel", "alain", "amelie", "olga"):
        with pytest.raises(PermissionDenied):
            make(organization=saaq, name="x", scopes=[], expires_at=now(), by=people[key])


def test_the_secret_is_not_kept(token):
    assert token[1] not in json.dumps(ApiToken.objects.values().get(), default=str)


def test_a_token_lives_a_year_at_most(saaq, people):
    made, _ = make(
        organization=saaq, name="x", scopes=[], expires_at=now() + dt.timedelta(days=5000), by=people["emile"]
    )
    assert made.expires_at < now() + dt.timedelta(days=367)


def test_too_many_requests_are_asked_to_wait(call, monkeypatch):
    monkeypatch.setattr(bearer, "REQUESTS_PER_MINUTE", 3)
    statuses = [call("GET", "/kinds").status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    assert call("GET", "/kinds")["Retry-After"] == "60"


def test_the_secret_is_shown_once_in_gestion(signed_in, people, saaq, call):
    client = signed_in(people["emile"])
    form = {"organization": str(saaq.pk), "name": "ERP", "scopes": ["deadlines:read"], "days": "30"}
    page = client.post("/gestion/api/apitoken/creer/", form)
    secret = page.context["secret"]
    assert secret in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert call("GET", "/kinds", secret=secret).status_code == 200
    assert secret not in client.get("/gestion/api/apitoken/").content.decode()


@pytest.mark.parametrize("key", ["alain", "sylvie", "olga"])
def test_others_make_no_token_in_gestion(signed_in, people, saaq, key):
    form = {"organization": str(saaq.pk), "name": "x", "scopes": ["deadlines:read"], "days": "30"}
    assert signed_in(people[key]).post("/gestion/api/apitoken/creer/", form).status_code in (302, 403, 404)
    assert not ApiToken.objects.exists()


def test_an_administrator_of_another_organization_is_offered_only_theirs(signed_in, people, saaq):
    form = {"organization": str(saaq.pk), "name": "x", "scopes": ["deadlines:read"], "days": "30"}
    assert signed_in(people["daniel"]).post("/gestion/api/apitoken/creer/", form).status_code == 200
    assert not ApiToken.objects.filter(organization=saaq).exists()
