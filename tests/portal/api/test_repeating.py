"""`Idempotency-Key`: a request that is sent again is done once."""

import datetime as dt

import pytest

from portal.api.models import KeyedRequest
from portal.retention.actions import sweep_model
from reminders.imported_deadlines.models import ImportedDeadline
from tests.portal.api.systems import SOON, row

pytestmark = pytest.mark.django_db


def test_a_repeated_request_gets_its_first_answer(call) -> None:
    first = call("PUT", "/deadlines/r-1", row(), key="a")
    again = call("PUT", "/deadlines/r-1", row(), key="a")
    assert first.json()["result"] == "created"
    assert (again.status_code, again.json()) == (200, first.json())


def test_a_late_repetition_undoes_nothing(call) -> None:
    """Sent, changed by another request, sent again: the change stays."""
    later = (dt.date.fromisoformat(SOON) + dt.timedelta(days=9)).isoformat()
    call("PUT", "/deadlines/r-1", row(), key="a")
    call("PUT", "/deadlines/r-1", row(due_on=later), key="b")
    call("PUT", "/deadlines/r-1", row(), key="a")
    assert ImportedDeadline.objects.get(reference="r-1").due_on.isoformat() == later


@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_a_key_of_another_request_is_refused(call, method: str) -> None:
    call("PUT", "/deadlines/r-1", row(), key="a")
    path, body = ("/deadlines/r-2", row()) if method == "PUT" else ("/deadlines", {"deadlines": [row(reference="x")]})
    answer = call(method, path, body, key="a")
    assert answer.status_code == 422
    assert "Idempotency-Key" in answer.json()["detail"]
    assert ImportedDeadline.objects.count() == 1


def test_a_refused_request_leaves_its_key_free(call) -> None:
    assert call("PUT", "/deadlines/r-1", row(kind="nonsense"), key="a").status_code == 422
    assert call("PUT", "/deadlines/r-1", row(), key="a").status_code == 200


@pytest.mark.parametrize("key", ["é", "a b", "x" * 256], ids=["a letter", "a space", "too long"])
def test_a_key_that_is_none_is_refused(call, key: str) -> None:
    assert call("PUT", "/deadlines/r-1", row(), key=key).status_code == 422


def test_keys_are_each_organizations_own(call, token, ramq, saaq) -> None:
    KeyedRequest.objects.create(organization=ramq, key="a", fingerprint="another", answer={})
    assert call("PUT", "/deadlines/r-1", row(), key="a").status_code == 200


def test_answers_are_forgotten(call, clock_offset) -> None:
    call("PUT", "/deadlines/r-1", row(), key="a")
    assert sweep_model(model=KeyedRequest) == 0
    clock_offset(days=2, minutes=1)
    assert sweep_model(model=KeyedRequest) == 1
