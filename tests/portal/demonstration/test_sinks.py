"""The sinks receive what real clients send, in the shapes of real providers, and fail on request."""

import json
import smtplib
import threading
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
import requests

from portal.demonstration import gateway, mail
from portal.demonstration.sent import latest
from portal.launch.ports import free_port


@pytest.fixture
def smtp_port(tmp_path: Path) -> Iterator[int]:
    controller = mail.serve(tmp_path, free_port())
    yield controller.port
    controller.stop()


@pytest.fixture
def sms(tmp_path: Path) -> Iterator[str]:
    server = gateway.serve(tmp_path, 0)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def control(folder: Path, **wishes: dict) -> None:
    (folder / "control.json").write_text(json.dumps(wishes))


def a_message() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = (
        "relais@relais.example",
        "amelie@relais.example",
        "Un avis à lire",
    )
    message["Message-ID"] = "<1@relais.example>"
    message.set_content("Quelque chose vous attend dans Relais.")
    message.add_alternative("<p>Quelque chose vous attend dans Relais.</p>", subtype="html")
    return message


def test_an_e_mail_is_kept_whole_and_private(tmp_path: Path, smtp_port: int) -> None:
    with smtplib.SMTP("127.0.0.1", smtp_port) as client:
        client.send_message(a_message())
    (sent,) = latest(tmp_path)
    assert (sent.kind, sent.to, sent.subject) == ("email", "amelie@relais.example", "Un avis à lire")
    assert sent.text.strip() == "Quelque chose vous attend dans Relais."
    assert "<p>" in sent.html
    assert sent.reference == "<1@relais.example>"
    assert all(path.stat().st_mode & 0o077 == 0 for path in (tmp_path / "sent").iterdir())


def test_mail_is_refused_as_often_as_asked(tmp_path: Path, smtp_port: int) -> None:
    control(tmp_path, smtp={"reply": "451 4.3.0 Plus tard", "times": 1})
    with smtplib.SMTP("127.0.0.1", smtp_port) as client:
        with pytest.raises(smtplib.SMTPDataError) as refused:
            client.send_message(a_message())
        assert refused.value.smtp_code == 451
        client.send_message(a_message())
    assert len(latest(tmp_path)) == 1


def test_mail_is_accepted_then_the_line_cut(tmp_path: Path, smtp_port: int) -> None:
    control(tmp_path, smtp={"cut": True, "times": 1})
    with pytest.raises(smtplib.SMTPServerDisconnected), smtplib.SMTP("127.0.0.1", smtp_port) as client:
        client.send_message(a_message())
    assert len(latest(tmp_path)) == 1


def test_notify_answers_201_with_an_identifier(tmp_path: Path, sms: str) -> None:
    body = {"phone_number": "+14185550111", "personalisation": {"text": "Votre code : 123456"}, "reference": "r1"}
    answer = requests.post(f"{sms}/v2/notifications/sms", json=body, timeout=5)
    (sent,) = latest(tmp_path)
    assert answer.status_code == 201
    assert answer.json()["id"].replace("-", "") == sent.id
    assert (sent.to, sent.text, sent.reference) == ("+14185550111", "Votre code : 123456", "r1")


def test_twilio_and_plain_shapes_are_spoken(tmp_path: Path, sms: str) -> None:
    form = {"To": "+14185550111", "From": "Relais", "Body": "é"}
    twilio = requests.post(f"{sms}/2010-04-01/Accounts/AC1/Messages.json", data=form, timeout=5)
    plain = requests.post(f"{sms}/", json={"to": "+14185550112", "text": "à"}, timeout=5)
    assert twilio.json()["status"] == "queued"
    assert plain.json()["id"]
    assert {sent.text for sent in latest(tmp_path)} == {"é", "à"}


def test_the_gateway_fails_as_asked(tmp_path: Path, sms: str) -> None:
    control(tmp_path, sms={"status": 503, "retry_after": 30})
    answer = requests.post(f"{sms}/", json={"to": "+14185550112", "text": "à"}, timeout=5)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert latest(tmp_path) == []


def test_the_gateway_accepts_then_hangs_up(tmp_path: Path, sms: str) -> None:
    control(tmp_path, sms={"cut": True})
    with pytest.raises(requests.ConnectionError):
        requests.post(f"{sms}/", json={"to": "+14185550112", "text": "à"}, timeout=5)
    assert len(latest(tmp_path)) == 1


def test_nonsense_is_refused(tmp_path: Path, sms: str) -> None:
    assert requests.post(f"{sms}/v2/notifications/sms", data="{", timeout=5).status_code == 400
    assert requests.post(f"{sms}/v2/notifications/sms", json=[], timeout=5).status_code == 400
    assert latest(tmp_path) == []
