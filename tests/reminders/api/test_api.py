"""The API as a stranger's system meets it."""

import datetime as dt
import json

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied

from portal.clock import now, today
from reminders.api import views
from reminders.api.actions import make, revoke
from reminders.api.models import ApiToken
from reminders.imported_deadlines.models import ImportedDeadline
from tests.reminders.imported_deadlines.conftest import agreed, kind  # noqa: F401

pytestmark = pytest.mark.django_db
SOON = str(today() + dt.timedelta(days=60))


@pytest.fixture(autouse=True)
def _clean():
    cache.clear()


@pytest.fixture
def token(kind, saaq, people):  # noqa: F811
    scopes = [ApiToken.Scope.READ, ApiToken.Scope.WRITE]
    return make(
        organization=saaq, name="essai", scopes=scopes, expires_at=now() + dt.timedelta(days=30), by=people["emile"]
    )


@pytest.fixture
def call(client, token):
    def send(method, path, body=None, secret=token[1], key=None):
        headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        headers |= {"Idempotency-Key": key} if key else {}
        data = json.dumps(body) if body is not None else ""
        return client.generic(method, f"/api/v1{path}", data, content_type="application/json", headers=headers)

    return send


def row(**more):
    return {"kind": "permis-conduire-paiement", "client_number": "A-100", "due_on": SOON} | more


def test_send_read_move_close(call, agreed):  # noqa: F811
    assert call("PUT", "/deadlines/r-1", row()).json() == {"reference": "r-1", "result": "created", "matched": True}
    assert call("PUT", "/deadlines/r-1", row()).json()["result"] == "unchanged"
    moved = str(today() + dt.timedelta(days=80))
    assert call("PUT", "/deadlines/r-1", row(due_on=moved)).json()["result"] == "changed"
    assert call("GET", "/deadlines/r-1").json()["due_on"] == moved
    call("PUT", "/deadlines/r-1", row(due_on=moved, state="done"))
    answer = call("GET", "/deadlines/r-1").json()
    assert (answer["state"], answer["told_by_person"]) == ("done", "done")


def test_a_batch_is_whole_or_refused(call):
    rows = [row(reference=f"r{n}") for n in range(10)] + [row(reference="bad", kind="nonsense")]
    refused = call("POST", "/deadlines", {"deadlines": rows})
    assert refused.status_code == 422
    assert [one["reference"] for one in refused.json()["problems"]] == ["bad"]
    assert not ImportedDeadline.objects.exists()
    assert len(call("POST", "/deadlines", {"deadlines": rows[:10]}).json()["results"]) == 10


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


def test_another_organization_sees_nothing(call, ramq, people):
    call("PUT", "/deadlines/r-1", row())
    _, secret = make(
        organization=ramq,
        name="x",
        scopes=["deadlines:read"],
        expires_at=now() + dt.timedelta(days=1),
        by=people["daniel"],
    )
    assert call("GET", "/deadlines/r-1", secret=secret).status_code == 404


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
    monkeypatch.setattr(views, "REQUESTS_PER_MINUTE", 3)
    statuses = [call("GET", "/kinds").status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    assert call("GET", "/kinds")["Retry-After"] == "60"


@pytest.mark.parametrize(
    "body", [None, [], "x", {}, {"deadlines": []}, {"deadlines": [1]}, {"deadlines": [{"kind": 1}]}]
)
def test_nonsense_is_refused_in_words(call, body):
    answer = call("POST", "/deadlines", body)
    assert answer.status_code in (400, 422)
    assert answer.json()["detail"]


def test_a_thousand_and_one_are_too_many(call):
    assert call("POST", "/deadlines", {"deadlines": [row(reference=f"r{n}") for n in range(1001)]}).status_code == 422


def test_unknown_columns_are_refused(call):
    assert call("PUT", "/deadlines/r", row(name="Tremblay")).status_code == 422


def test_the_description_is_public(client):
    described = client.get("/api/v1/openapi.json").json()
    assert set(described["paths"]) == {"/api/v1/kinds", "/api/v1/deadlines/{reference}", "/api/v1/deadlines"}


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


def problems_of(answer):
    assert answer.status_code == 422, answer.content
    assert not ImportedDeadline.objects.exists()
    return [(one["reference"], one["column"]) for one in answer.json()["problems"]]


def test_a_reference_twice_in_a_batch_names_both(call):
    rows = [row(reference="r1"), row(reference="r2"), row(reference="r1", client_number="B-7")]
    answer = call("POST", "/deadlines", {"deadlines": rows})
    assert problems_of(answer) == [("r1", "reference"), ("r1", "reference")]
    assert all(f"position {place}" in answer.content.decode() for place in (0, 2))


@pytest.mark.parametrize("number", ["123456.0", "1,23457E+11", "#N/A", "N/A", "0", "Total", "inconnu", "12/3"])
def test_what_is_no_client_number_is_refused(call, number):
    assert problems_of(call("PUT", "/deadlines/r-1", row(client_number=number))) == [("r-1", "client_number")]


@pytest.mark.parametrize("day", ["20270331", "2027-W13-3", "31/03/2027", 46477, 1806451200, "1806451200", True])
def test_only_year_month_day_is_a_date(call, day):
    assert problems_of(call("PUT", "/deadlines/r-1", row(due_on=day))) == [("", "due_on")]


@pytest.mark.parametrize("hour", ["14.5", "14", "14:30Z", 52200, "52200", "T14"])
def test_only_an_hour_is_an_hour(call, hour):
    assert problems_of(call("PUT", "/deadlines/r-1", row(due_time=hour))) == [("", "due_time")]


def test_an_hour_elsewhere_has_its_zone(call, agreed):  # noqa: F811
    assert problems_of(call("PUT", "/deadlines/r-1", row(due_time="14:30", time_zone="Mars"))) == [("r-1", "time_zone")]
    assert call("PUT", "/deadlines/r-1", row(due_time="14:30", time_zone="America/Halifax")).status_code == 200
    assert call("GET", "/deadlines/r-1").json()["time_zone"] == "America/Halifax"
    call("PUT", "/deadlines/r-1", row(due_time="14:30"))
    assert call("GET", "/deadlines/r-1").json()["time_zone"] == "America/Toronto"


def test_another_number_under_a_known_reference_is_asked_for(call):
    call("PUT", "/deadlines/r-1", row())
    rows = [row(reference="r-1", client_number="B-7"), row(reference="r-2")]
    refused = call("POST", "/deadlines", {"deadlines": rows})
    assert refused.status_code == 422
    assert [(one["reference"], one["column"]) for one in refused.json()["problems"]] == [("r-1", "client_number")]
    assert list(ImportedDeadline.objects.values_list("reference", flat=True)) == ["r-1"]
    answer = call("PUT", "/deadlines/r-1", row(client_number="B-7", change_client_number=True))
    assert answer.json()["result"] == "renumbered"
