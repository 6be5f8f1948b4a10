"""SMS through a real HTTP gateway on loopback, in each shape."""

import base64
import json
from urllib.parse import parse_qs

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.foundation.channels import ChannelError, sms
from portal.foundation.channels.codes import is_number_undeliverable
from portal.foundation.channels.sms import parse, segments, send

MESSAGE = {"to": "+14185550111", "text": "Votre code : 123456", "reference": "ref-1"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 1),
        ("é" * 160, 1),
        ("é" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("ê" * 70, 1),
        ("ê" * 71, 2),
        ("ê" * 134, 2),
        ("ê" * 135, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("Rappel : payer « bientôt »", 1),
    ],
)
def test_segments_are_counted_as_they_are_billed(text, expected):
    assert segments(text) == expected


def basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def test_notify(gateway, settings):
    settings.SMS_URL = f"notify+http://service:cle-1@127.0.0.1:{gateway.port}/v2/notifications/sms?template=modele"
    assert send(**MESSAGE) == "n-1"
    path, headers, body = gateway.asked[0]
    assert path == "/v2/notifications/sms" and headers["Authorization"] == "ApiKey-v1 cle-1"
    assert json.loads(body) == {
        "phone_number": "+14185550111",
        "template_id": "modele",
        "personalisation": {"text": "Votre code : 123456"},
        "reference": "ref-1",
    }


def test_twilio(gateway, settings):
    gateway.body = {"sid": "SM1"}
    settings.SMS_URL = f"twilio+http://AC1:jeton@127.0.0.1:{gateway.port}/2010-04-01/Accounts/AC1/Messages.json"
    assert send(**MESSAGE) == "SM1"
    path, headers, body = gateway.asked[0]
    assert headers["Authorization"] == basic("AC1", "jeton")
    assert parse_qs(body.decode()) == {"To": ["+14185550111"], "From": ["Relais"], "Body": ["Votre code : 123456"]}


def test_plain(gateway, settings):
    settings.SMS_URL = f"plain+http://relais:un%40mot@127.0.0.1:{gateway.port}/sms"
    assert send(**MESSAGE) == "n-1"
    _, headers, body = gateway.asked[0]
    assert headers["Authorization"] == basic("relais", "un@mot") and headers["Idempotency-Key"] == "ref-1"
    assert json.loads(body)["reference"] == "ref-1"


@pytest.fixture
def plain(gateway, settings):
    settings.SMS_URL = f"plain+http://relais:secret@127.0.0.1:{gateway.port}/sms"
    return gateway


@pytest.mark.parametrize(
    ("status", "permanent"),
    [(400, True), (422, True), (401, False), (403, False), (429, False), (500, False), (503, False)],
)
def test_the_status_says_whether_to_try_again(plain, status, permanent):
    plain.status = status
    with pytest.raises(ChannelError) as caught:
        send(**MESSAGE)
    assert (caught.value.code, caught.value.permanent) == (str(status), permanent)
    assert not caught.value.uncertain


DAYS = 24 * 3600


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("120", 120),
        ("0", 0),
        ("9" * 9, 7 * DAYS),
        ("9" * 400, 7 * DAYS),
        ("-5", None),
        ("1.5", None),
        ("\u00b2", None),
        ("Wed, 21 Oct 2026 07:28:00 GMT", None),
        ("", None),
    ],
)
def test_retry_after_is_told_whatever_a_provider_writes(plain, written, seconds):
    """A number too large for a date would stop the sender, and with it everybody's messages."""
    plain.status, plain.headers = 429, {"Retry-After": written}
    with pytest.raises(ChannelError) as caught:
        send(**MESSAGE)
    result = caught.value.retry_after
    assert (None if result is None else result.total_seconds()) == seconds


def test_a_silence_is_uncertain(plain, monkeypatch):
    monkeypatch.setattr(sms, "TIMEOUT", (1, 0.1))
    plain.pause = 0.4
    with pytest.raises(ChannelError) as caught:
        send(**MESSAGE)
    assert caught.value.uncertain and not caught.value.permanent


def test_a_closed_door_is_certain(settings):
    settings.SMS_URL = "plain+http://relais:secret@127.0.0.1:9/sms"
    with pytest.raises(ChannelError) as caught:
        send(**MESSAGE)
    assert not caught.value.uncertain


@pytest.mark.parametrize("url", ["", "http://host/sms", "plain+ftp://host", "other+https://host"])
def test_an_unknown_shape_is_refused_loudly(url):
    with pytest.raises(ImproperlyConfigured):
        parse(url)


def test_no_gateway_is_temporary(settings):
    settings.SMS_URL = ""
    with pytest.raises(ChannelError) as caught:
        send(**MESSAGE)
    assert caught.value.code == "unconfigured" and not caught.value.permanent


@pytest.mark.parametrize(
    ("shape", "status", "body", "condemned"),
    [
        ("twilio", 400, {"code": 21211}, True),
        ("twilio", 400, {"code": 21602}, False),
        ("twilio", 503, {"code": 21211}, False),
        ("notify", 400, {"errors": [{"error": "ValidationError", "message": "phone_number Not enough digits"}]}, True),
        (
            "notify",
            400,
            {"errors": [{"error": "ValidationError", "message": "phone_number is required"}]},
            False,
        ),
        ("notify", 400, {"errors": [{"error": "BadRequestError", "message": "Missing personalisation: text"}]}, False),
        ("notify", 400, {"errors": "no"}, False),
        ("plain", 422, {"error": "undeliverable"}, True),
        ("plain", 400, {"error": "text"}, False),
        ("plain", 400, ["no"], False),
    ],
)
def test_only_what_is_said_of_the_number_condemns_it(shape, status, body, condemned):
    assert is_number_undeliverable(shape, status, json.dumps(body).encode()) is condemned
    assert not is_number_undeliverable(shape, status, b"\xff")
