"""A person without an account, and a message with a document that the team sends them."""

import uuid
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from messaging.guest_mail import actions
from messaging.guest_mail.models import GuestShipment
from messaging.guest_mail.periods import OPEN_FOR
from portal import clock
from portal.documents.models import Document
from portal.documents.screening import screen
from portal.documents.uploads import seal_upload
from portal.foundation.channels import sms
from portal.people.models import Citizen
from portal.person_access.actions import register
from tests.portal.documents import corpus

EMAIL, PHONE = "gaston@exemple.example", "+14185550123"
CANARY = "canari-guest-5b21"


@pytest.fixture(autouse=True)
def no_limit_reached_before():
    cache.clear()


@pytest.fixture(autouse=True)
def texts(monkeypatch) -> list[dict]:
    """What left by text message."""
    sent: list[dict] = []
    monkeypatch.setattr(sms, "send", lambda **values: sent.append(values) or "sms-1")
    return sent


@pytest.fixture
def guest(saaq_team, saaq_agent) -> Citizen:
    return register(given_name="Gaston", family_name="Sansespace", team=saaq_team, by=saaq_agent)


@pytest.fixture
def send(guest, saaq_team, saaq_agent) -> Callable[..., tuple[GuestShipment, str]]:
    """`send(phone="")`: the team writes, with a document."""

    def make(**given) -> tuple[GuestShipment, str]:
        message = {"subject": f"Objet {CANARY}", "body": f"Corps {CANARY}", "key": uuid.uuid4()}
        message["uploads"] = [seal_upload(f"{CANARY}.pdf", corpus.pdf())]
        to = {"citizen": guest, "team": saaq_team, "email": EMAIL, "phone": PHONE, "by": saaq_agent}
        return actions.send(**{**to, **message, "last_day": clock.today() + OPEN_FOR, **given})

    return make


@pytest.fixture
def shipment(send) -> GuestShipment:
    made = send()[0]
    screen(document_id=Document.objects.get(messages__thread=made.thread).pk)
    return made


@pytest.fixture
def code_of(texts) -> Callable[[], str]:
    """The code of the last text message."""
    return lambda: texts[-1]["text"].split("code est ")[1][:6]


@pytest.fixture
def opened(shipment, code_of) -> Client:
    """A browser that typed the reference, then the code."""
    client = Client()
    open_in(client, shipment, code_of)
    return client


def open_in(client: Client, shipment: GuestShipment, code_of: Callable[[], str]) -> None:
    assert client.post("/document/", {"reference": shipment.shown_reference.lower()}).status_code == 302
    assert client.post("/document/code/", {"code": code_of()})["Location"] == "/document/lire/"
