"""Deadlines as a stranger's system sends and reads them."""

import datetime as dt

import pytest

from portal.api.actions import make
from portal.clock import now, today
from reminders.imported_deadlines.models import ImportedDeadline
from tests.portal.api.systems import row

pytestmark = pytest.mark.django_db


def test_send_read_move_close(call, agreed):
    assert call("PUT", "/deadlines/r-1", row()).json() == {"reference": "r-1", "result": "created", "matched": True}
    assert call("PUT", "/deadlines/r-1", row()).json()["result"] == "unchanged"
    moved = str(today() + dt.timedelta(days=80))
    assert call("PUT", "/deadlines/r-1", row(due_on=moved)).json()["result"] == "changed"
    assert call("GET", "/deadlines/r-1").json()["due_on"] == moved
    call("PUT", "/deadlines/r-1", row(due_on=moved, state="done"))
    answer = call("GET", "/deadlines/r-1").json()
    assert (answer["state"], answer["told_by_person"]) == ("done", "done")


def test_a_parameter_that_is_not_described_is_refused(call):
    """«dry_run», which dossiers have, would else be passed over, and the deadline received."""
    for method, path, body in (
        ("PUT", "/deadlines/r-1", row()),
        ("POST", "/deadlines", {"deadlines": [row(reference="r-1")]}),
        ("GET", "/deadlines/r-1", None),
        ("GET", "/kinds", None),
    ):
        answer = call(method, f"{path}?dry_run=true", body)
        assert answer.status_code == 422 and answer.json()["errors"][0]["column"] == "dry_run", path
    assert not ImportedDeadline.objects.exists()


def test_a_batch_is_whole_or_refused(call):
    rows = [row(reference=f"r{n}") for n in range(10)] + [row(reference="bad", kind="nonsense")]
    refused = call("POST", "/deadlines", {"deadlines": rows})
    assert refused.status_code == 422
    assert [one["reference"] for one in refused.json()["errors"]] == ["bad"]
    assert not ImportedDeadline.objects.exists()
    assert len(call("POST", "/deadlines", {"deadlines": rows[:10]}).json()["results"]) == 10


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
    assert set(described["paths"]) >= {"/api/v1/kinds", "/api/v1/deadlines/{reference}", "/api/v1/deadlines"}


def problems_of(answer):
    assert answer.status_code == 422, answer.content
    assert not ImportedDeadline.objects.exists()
    return [(one["reference"], one["column"]) for one in answer.json()["errors"]]


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


def test_an_hour_elsewhere_has_its_zone(call, agreed):
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
    assert [(one["reference"], one["column"]) for one in refused.json()["errors"]] == [("r-1", "client_number")]
    assert list(ImportedDeadline.objects.values_list("reference", flat=True)) == ["r-1"]
    answer = call("PUT", "/deadlines/r-1", row(client_number="B-7", change_client_number=True))
    assert answer.json()["result"] == "renumbered"
