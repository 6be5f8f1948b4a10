"""Who may call, and in which shapes. A forged call writes nothing."""

import json

import pytest
from django.test import Client

from portal.consents.actions import give
from portal.consents.models import Channel, Consent, Purpose
from reminders.callbacks import signatures
from reminders.callbacks.actions import handle_events
from reminders.callbacks.models import ProviderEvent
from reminders.callbacks.views import LARGEST
from reminders.deliveries.models import Delivery
from reminders.suspensions.models import Suspension
from tests.reminders.callbacks.conftest import EMAIL, SECRET, SMS, call, said_of, signed, twilio_call

pytestmark = pytest.mark.django_db
JSON = "application/json"
Kind = ProviderEvent.Kind


def nothing_written() -> bool:
    return not ProviderEvent.objects.exists() and not Suspension.objects.exists()


@pytest.mark.parametrize(
    "how",
    [{"secret": "un autre"}, {"at": 0}, {"ahead": -301}, {"ahead": 600}],
    ids=["forged", "very old", "older than five minutes", "from the future"],
)
def test_a_forged_or_old_call_is_refused(left, bruno, how):
    assert call(EMAIL, said_of(left(bruno)), **how).status_code == 403
    assert call(SMS, {"id": "i", "from": "+1", "text": "STOP"}, **how).status_code == 403
    assert nothing_written()


@pytest.mark.parametrize("headers", [{}, {"X-Relais-Signature": "é" * 64}, {"X-Relais-Timestamp": "²³"}])
def test_a_call_without_a_signature_is_refused(headers):
    for path in (EMAIL, SMS):
        assert Client().post(path, b"{}", content_type=JSON, headers=headers).status_code == 403
    assert nothing_written()


def test_a_body_changed_on_the_way_is_refused(left, bruno):
    body = json.dumps(said_of(left(bruno))).encode()
    answer = Client().post(EMAIL, body + b" ", content_type=JSON, headers=signed(body))
    assert answer.status_code == 403 and nothing_written()


def test_without_a_secret_every_call_is_refused(left, bruno, settings):
    settings.EMAIL_CALLBACK_SECRET = settings.SMS_CALLBACK_SECRET = ""
    assert call(EMAIL, said_of(left(bruno)), secret="").status_code == 403
    for url in ("plain+https://s", "notify+https://s", "twilio+https://s", ""):
        settings.SMS_URL = url
        assert call(SMS, {"id": "i"}, secret="").status_code == 403
    assert twilio_call({"MessageSid": "S"}, secret="").status_code == 403
    assert nothing_written()


BEFORE_TIME = (
    b'{"id": "i", "event": "delivered", "status": "delivered", "message_id": "m", "reference": "r", '
    b'"at": "0001-01-01T00:00:00+14:00"}'
)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b"[" * 20_000, b'{"events": 3}', b'{"events": [3]}', BEFORE_TIME],
)
def test_a_malformed_body_is_refused_without_an_error_page(body):
    for path in (EMAIL, SMS):
        answer = Client().post(path, body, content_type=JSON, headers=signed(body))
        assert answer.status_code == 400
    assert nothing_written()


@pytest.mark.parametrize("odd", [{"id": ["x"]}, {"id": None}, {}, {"id": True, "message_id": {}}])
def test_an_event_that_cannot_be_recognised_is_refused(left, bruno, odd):
    assert call(EMAIL, {**said_of(left(bruno)), "id": "", **odd}).status_code in {204, 400}
    assert not Suspension.objects.exists() and handle_events() <= 1


def test_odd_values_change_nothing(left, bruno):
    delivery = left(bruno)
    for event in (
        said_of(delivery, "opened", "a"),
        said_of(delivery, "bounced", "b", type="strange"),
        {"id": "c", "event": "bounced", "message_id": "'; DROP TABLE x; --"},
        {"id": "d\x00", "event": "bounced", "message_id": "\x00" * 5, "code": "\x00", "at": "demain"},
        {"id": "e" * 100_000, "event": "bounced", "message_id": "m" * 100_000, "at": "9999-99-99"},
    ):
        assert call(EMAIL, event).status_code == 204
    handle_events()
    assert Delivery.objects.get().state == Delivery.State.ACCEPTED and not Suspension.objects.exists()


def test_a_huge_body_is_refused_before_it_is_read():
    body = b" " * (LARGEST + 1)
    for path in (EMAIL, SMS):
        assert Client().post(path, body, content_type=JSON, headers=signed(body)).status_code == 413


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete"])
def test_only_posts(method):
    for path in (EMAIL, SMS):
        assert getattr(Client(), method)(path).status_code == 405


# -- Notify ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def notify(settings):
    settings.SMS_URL = "notify+https://service:key@sms.example/v2/notifications/sms"

    def post(said, token=SECRET):
        return Client().post(SMS, said, content_type=JSON, headers={"Authorization": f"Bearer {token}"})

    return post


@pytest.mark.parametrize(
    ("status", "state", "is_suspended"),
    [
        ("delivered", "accepted", False),
        ("permanent-failure", "bounced", True),
        ("temporary-failure", "bounced", False),
        ("technical-failure", "bounced", False),
        ("sending", "accepted", False),
    ],
)
def test_notify_receipts(notify, left, bruno, status, state, is_suspended):
    delivery = left(bruno, Channel.SMS, reference="9d1c")
    said = {"id": "9d1c", "reference": str(delivery.key), "to": "+1418", "status": status, "completed_at": None}
    assert notify(said).status_code == 204
    handle_events()
    assert Delivery.objects.get(pk=delivery.pk).state == state
    assert Suspension.objects.exists() == is_suspended


def test_notify_inbound_and_its_token(notify, reached, bruno):
    give(citizen=reached(bruno), purpose=Purpose.REMINDERS, channel=Channel.SMS, wording="Oui", by=bruno)
    said = {"id": "i1", "source_number": bruno.citizen.phone.as_e164.strip("+"), "message": "STOP"}
    for token in ("", "faux", SECRET + "x"):
        assert notify(said, token).status_code == 403
    assert Consent.objects.in_force().exists() and nothing_written()
    assert notify(said).status_code == 204 and not Consent.objects.in_force().exists()


# -- Twilio ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def twilio(settings):
    settings.SMS_URL = "twilio+https://AC1:token@api.example/Messages.json"
    return twilio_call


@pytest.mark.parametrize(
    ("status", "code", "state", "is_suspended"),
    [
        ("delivered", "", "accepted", False),
        ("undelivered", "30005", "bounced", True),
        ("undelivered", "30003", "bounced", False),
        ("failed", "30006", "bounced", True),
        ("sent", "", "accepted", False),
    ],
)
def test_twilio_statuses(twilio, left, bruno, status, code, state, is_suspended):
    delivery = left(bruno, Channel.SMS, reference="SM1")
    said = {"MessageSid": "SM1", "MessageStatus": status, "To": "+1418"} | ({"ErrorCode": code} if code else {})
    assert twilio(said).status_code == 204
    handle_events()
    assert Delivery.objects.get(pk=delivery.pk).state == state
    assert Suspension.objects.exists() == is_suspended


def test_twilio_inbound_its_signature_and_its_own_stop(twilio, left, bruno):
    left(bruno, Channel.SMS, reference="SM1")
    choice = {"citizen": bruno.citizen, "purpose": Purpose.REMINDERS, "channel": Channel.SMS}
    give(**choice, wording="Oui", by=bruno)
    said = {"MessageSid": "SM9", "From": bruno.citizen.phone.as_e164, "Body": "Stop", "Extra": ""}
    assert twilio(said, secret="autre").status_code == 403 and Consent.objects.in_force().exists()
    assert twilio(said).status_code == 204 and not Consent.objects.in_force().exists()
    give(**choice, wording="Oui, encore", by=bruno)
    twilio({"MessageSid": "SM1", "MessageStatus": "failed", "ErrorCode": "21610"})
    handle_events()
    assert not Consent.objects.in_force().exists()


def test_the_example_of_twilios_own_documentation():
    """The signature of a known request, so that a mistake shared by code and test is seen."""
    parameters = {
        "CallSid": ["CA1234567890ABCDE"],
        "Caller": ["+14158675309"],
        "Digits": ["1234"],
        "From": ["+14158675309"],
        "To": ["+18005551212"],
    }
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    theirs = "RSOYDt4T1cUTdK1PDd93/VVr8B8="
    assert signatures.is_twilio(secret="12345", url=url, parameters=parameters, signature=theirs)
    assert not signatures.is_twilio(secret="12346", url=url, parameters=parameters, signature=theirs)


@pytest.mark.django_db
@pytest.mark.parametrize("written", ["\ud800", "a\x00b", "9" * 5000, "2026-02-30"])
@pytest.mark.parametrize("name", ["id", "from", "text", "reference", "status", "code"])
def test_no_word_of_a_provider_fails(written, name):
    """Half of a surrogate pair travels in JSON («\\ud800») and PostgreSQL refuses it."""
    said = {"id": "e1", "from": "+14185550122", "text": "ARRÊT"} | {name: written}
    event = {"id": "e2", "reference": "r", "status": "failed", "code": "1"} | {name: written}
    for path, body in ((SMS, said), (SMS, {"events": [event]}), (EMAIL, {"events": [event | {"event": "bounced"}]})):
        assert call(path, body).status_code < 500
