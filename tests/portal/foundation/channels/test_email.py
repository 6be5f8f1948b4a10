"""E-mail through a real SMTP dialogue on loopback."""

import email

import pytest
import requests
from anymail.exceptions import AnymailRequestsAPIError

from portal.foundation.channels import ChannelError
from portal.foundation.channels.email import as_channel_error, bare, encode, send

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


def test_a_header_cannot_be_smuggled(relay):
    with pytest.raises(ValueError, match="Header values can't contain newlines"):
        send(**MESSAGE | {"subject": "Bonjour\nBcc: autre@relais.example"})
    assert not relay.contents


def test_copies_of_an_encoded_message_differ_by_their_headers_only():
    encoded = encode(subject="Été à Québec", text="Déjà vu\n.un point\n", html="<p>Déjà vu</p>")
    one, two = (
        encoded.copy(to=f"{name}@relais.example", message_id=f"<{name}@x>", headers={"List-Unsubscribe": "<y>"})
        for name in ("amelie", "bruno")
    )
    assert one != two and one.partition(b"Date:")[2] == two.partition(b"Date:")[2]
    message = email.message_from_bytes(one.replace(b"\r\n..", b"\r\n."), policy=email.policy.default)
    assert message["To"] == "amelie@relais.example" and message["Message-ID"] == "<amelie@x>"
    assert message["Subject"] == "Été à Québec" and message["Date"] and message["Auto-Submitted"]
    assert message["List-Unsubscribe"] == "<y>"
    assert message.get_body("plain").get_content().split() == ["Déjà", "vu", ".un", "point"]
    assert b"\r\n.un" not in one and b"\n" not in one.replace(b"\r\n", b"")


def test_a_copy_cannot_smuggle_a_header_either():
    encoded = encode(subject="Bonjour", text="Bonjour")
    with pytest.raises(ValueError, match="Header values can't contain newlines"):
        encoded.copy(to="a@relais.example\nBcc: b@relais.example", message_id="<x@y>")


@pytest.mark.parametrize(
    ("when", "answer", "undeliverable"),
    [
        ("RCPT", "550 5.1.1 inconnu", True),
        ("DATA", "550 5.1.1 inconnu", True),
        ("RCPT", "550 5.7.1 politique", False),
        ("RCPT", "550 5.1.8 votre adresse", False),
        ("RCPT", "550 inconnu", False),
        ("RCPT", "450 5.1.1 plus tard", False),
    ],
)
def test_only_some_refusals_condemn_the_address(relay, when, answer, undeliverable):
    relay.answers[when] = answer
    with pytest.raises(ChannelError) as caught:
        send(**MESSAGE)
    assert caught.value.undeliverable is undeliverable


@pytest.mark.parametrize(
    "written",
    [
        "un@relais.example\r\nautre@relais.example",
        "un@relais.example\nBcc: autre@relais.example",
        "un@a.example,b@c.example",
        "a@b@c.example",
        "un",
        "@relais.example",
        "un@",
        "",
        "un@relais.example ",
        "<un@relais.example",
        "un@relais.example>",
        "Nom <un@relais.example> autre@relais.example",
    ],
)
def test_what_is_not_one_address_whole_is_refused(written):
    with pytest.raises(ChannelError) as caught:
        bare(written)
    assert (caught.value.code, caught.value.permanent, caught.value.undeliverable) == ("address", True, False)


class Answered:
    status_code = 504
    reason = "Gateway Timeout"
    text = ""


@pytest.mark.parametrize(
    ("cause", "code", "uncertain"),
    [
        (requests.ReadTimeout(), "timeout", True),
        (requests.ConnectTimeout(), "unreachable", False),
        (requests.ConnectionError("NewConnectionError: refused"), "unreachable", False),
        (requests.ConnectionError("aborted"), "cut", True),
        (None, "504", True),
    ],
)
def test_a_provider_that_does_not_answer_may_have_accepted(cause, code, uncertain):
    """Anymail raises a class made of its own and of what it met."""
    if cause is None:
        error = AnymailRequestsAPIError(response=Answered())
    else:
        error = type("Both", (AnymailRequestsAPIError, type(cause)), {})(str(cause))
    result = as_channel_error(error)
    assert (result.code, result.uncertain, result.permanent) == (code, uncertain, False)


def test_bare_addresses_are_ascii():
    assert bare("Relais <ne-pas-repondre@relais.example>") == b"ne-pas-repondre@relais.example"
    assert bare("a@café.example") == b"a@xn--caf-dma.example"
    with pytest.raises(ChannelError) as caught:
        bare("é@relais.example\n")
    assert caught.value.permanent
