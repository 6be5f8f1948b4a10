"""E-mail through a real SMTP dialogue on loopback."""

import email

import pytest

from portal.channels import ChannelError
from portal.channels.email import send, session

MESSAGE = {
    "to": "amelie@relais.example",
    "subject": "Été à Québec",
    "text": "Déjà vu",
    "message_id": "<stable@relais.example>",
}


def test_it_is_multipart_with_the_given_id_and_nothing_that_tracks(relay):
    send(**MESSAGE, html="<p>Déjà vu</p>")
    message = email.message_from_bytes(relay.contents[0], policy=email.policy.default)
    assert message["Message-ID"] == "<stable@relais.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Subject"] == "Été à Québec"
    assert message.get_content_type() == "multipart/alternative"
    assert message.get_body("plain").get_content().strip() == "Déjà vu"
    assert b"http" not in relay.contents[0] and b"<img" not in relay.contents[0]


@pytest.mark.parametrize(
    ("when", "answer", "permanent"),
    [
        ("RCPT", "550 inconnu", True),
        ("RCPT", "450 plus tard", False),
        ("DATA", "554 refusé", True),
        ("DATA", "451 plus tard", False),
    ],
)
def test_the_relay_s_code_says_whether_to_try_again(relay, when, answer, permanent):
    relay.answers[when] = answer
    with pytest.raises(ChannelError) as caught:
        send(**MESSAGE)
    assert (caught.value.code, caught.value.permanent) == (answer[:3], permanent)


def test_no_relay_is_temporary(settings, relay):
    settings.EMAIL_PORT = 9
    with pytest.raises(ChannelError) as caught:
        send(**MESSAGE)
    assert caught.value.code == "unreachable" and not caught.value.permanent


def test_a_refused_password_does_not_condemn_the_address(settings, relay):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "relais", "faux"
    with pytest.raises(ChannelError) as caught:
        send(**MESSAGE)
    assert not caught.value.permanent


def test_a_session_uses_one_connection_and_survives_a_refusal(relay):
    relay.answers["DATA"] = "451 plus tard"
    with session() as through:
        with pytest.raises(ChannelError):
            send(**MESSAGE, through=through)
        for _ in range(3):
            send(**MESSAGE, through=through)
    assert len(relay.contents) == 3 and relay.connections == 2


def test_a_header_cannot_be_smuggled(relay):
    with pytest.raises(ValueError, match="Header values can't contain newlines"):
        send(**MESSAGE | {"subject": "Bonjour\nBcc: autre@relais.example"})
    assert not relay.contents
