"""Every error under `/api/` is a problem in French, whoever refuses: the door, the endpoint, Django, a failure."""

import json

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client

from portal.api import offers
from portal.api.problems import PROBLEMS
from portal.webhooks import sources
from portal.webhooks.signing import CALL, SIGNATURE, TIMESTAMP
from reminders.imported_deadlines import endpoints
from tests.portal.api.systems import row

pytestmark = pytest.mark.django_db


def problem_of(answer, status):
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["type"] == f"urn:relais:problem:{PROBLEMS[status].slug}"
    assert (problem["status"], problem["title"]) == (status, PROBLEMS[status].title)
    assert int(answer.get("Content-Length", len(answer.content))) == len(answer.content)
    return problem


def test_no_token(call):
    answer = call("GET", "/kinds", secret="")
    problem_of(answer, 401)
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_missing_scope_is_named(call, only):
    problem = problem_of(call("PUT", "/deadlines/r", row(), secret=only("deadlines:read")), 403)
    assert "deadlines:write" in problem["detail"]


def test_a_scope_is_asked_before_the_content(call, only):
    problem_of(call("PUT", "/deadlines/r", b"nonsense", secret=only("deadlines:read")), 403)


@pytest.mark.parametrize("path", ["/api/", "/api/v1/", "/api/v1/nothing", "/api/v2/kinds", "/api/v1/kinds/"])
def test_no_such_address(client, path):
    problem_of(client.get(path), 404)


def test_an_error_elsewhere_stays_a_page(client):
    assert client.get("/apis/")["Content-Type"].startswith("text/html")


def test_no_such_deadline(call):
    assert "référence" in problem_of(call("GET", "/deadlines/none"), 404)["detail"]


@pytest.mark.parametrize("method", ["DELETE", "PATCH", "TRACE"])
def test_no_such_method_names_those_allowed(call, method):
    answer = call(method, "/deadlines")
    problem_of(answer, 405)
    assert "POST" in answer["Allow"]


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b"[" * 100_000], ids=["cut", "not UTF-8", "deep"])
def test_what_is_not_json(call, body):
    problem_of(call("PUT", "/deadlines/r", body), 400)


def test_another_host(client):
    problem_of(client.get("/api/v1/kinds", headers={"Host": "elsewhere.example"}), 400)


def test_more_than_a_request_may_hold(call):
    problem_of(call("POST", "/deadlines", b" " * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)), 413)


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "text/plain", "application/xml"])
def test_another_format(call, content_type):
    problem_of(call("PUT", "/deadlines/r", row(), content_type=content_type), 415)


def test_what_does_not_fit_is_said_in_french(call):
    body = {"deadlines": [row(reference="r"), row(reference="", state="lost", name="Tremblay"), {"kind": 1}]}
    problem = problem_of(call("POST", "/deadlines", body), 422)
    found = {(one["reference"], one["column"]): one["detail"] for one in problem["errors"]}
    assert found["#1", "reference"] == "Trop court\u00a0: 1 au moins."
    assert found["#1", "state"] == "Une de ces valeurs\u00a0: 'open', 'done', 'cancelled' ou 'missed'."
    assert found["#1", "name"] == "Cette colonne n’existe pas."
    assert found["#2", "kind"] == "Envoyez un texte."
    assert found["#2", "due_on"] == "Cette valeur manque."
    assert "Tremblay" not in json.dumps(problem)


def test_rows_that_cannot_be_received_are_errors_too(call):
    problem = problem_of(call("PUT", "/deadlines/r-1", row(kind="none")), 422)
    assert [(one["reference"], one["column"]) for one in problem["errors"]] == [("r-1", "kind")]


def test_too_many(call, monkeypatch):
    monkeypatch.setattr("portal.api.bearer.REQUESTS_PER_MINUTE", 0)
    answer = call("GET", "/kinds")
    problem_of(answer, 429)
    assert answer["Retry-After"] == "60"


def test_a_failure_of_ours(token, monkeypatch):
    def fail(**columns):
        raise RuntimeError("A-100")

    monkeypatch.setattr(endpoints, "receive", fail)
    answer = Client(raise_request_exception=False).put(
        "/api/v1/deadlines/r", row(), "application/json", headers={"Authorization": f"Bearer {token[1]}"}
    )
    assert "A-100" not in json.dumps(problem_of(answer, 500))


def test_the_description_names_every_problem_and_where_it_is_served(client):
    described = client.get("/api/v1/openapi.json").json()
    assert described["servers"] == [{"url": settings.SITE_URL}]
    answers = described["components"]["responses"]
    for operations in described["paths"].values():
        for operation in operations.values():
            statuses = {int(status) for status in operation["responses"] if status != "200"}
            assert statuses == set(PROBLEMS)
    assert all(list(one["content"]) == ["application/problem+json"] for one in answers.values())


def test_the_calls_that_systems_receive_are_described_beside(client):
    described = client.get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    for name, _words in sources.events():
        posted = described["webhooks"][name]["post"]
        assert {one["name"] for one in posted["parameters"]} == {CALL, TIMESTAMP, SIGNATURE}
        body = posted["requestBody"]["content"]["application/json"]["schema"]
        assert body["properties"]["type"]["const"] == name and set(body["required"]) == {"type", "timestamp", "data"}


@pytest.mark.parametrize("method", ["OPTIONS", "POST", "DELETE"])
@pytest.mark.parametrize("path", ["/kinds", "/openapi.json"])
def test_another_method_is_a_problem_wherever(call, method, path):
    answer = call(method, path)
    assert answer.status_code == 405 and answer["Content-Type"] == "application/problem+json"


def test_when_the_database_is_away_it_is_said_as_a_problem(call, token, monkeypatch):
    def away(**columns):
        raise OperationalError("canceling statement due to statement timeout")

    monkeypatch.setattr("portal.api.bearer.find", away)
    answer = Client(raise_request_exception=False).get("/api/v1/kinds", headers={"Authorization": "Bearer x"})
    assert answer.status_code in (500, 503) and answer["Content-Type"] == "application/problem+json"
    assert "statement" not in answer.content.decode()


def test_each_scope_has_its_words():
    assert dict(offers.scopes())["deadlines:read"] == "lire les échéances envoyées"
