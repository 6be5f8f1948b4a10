"""Read without an account, then kept in the space that its person opens: same browser, same confirmed address."""

import pytest
from django.test import Client

from messaging.guest_mail.models import GuestShipment
from portal.documents.models import Document
from portal.people.models import Citizen
from portal.person_access.models import PersonAccess
from portal.same_people.models import SamePerson
from tests.messaging.guest_mail.conftest import CANARY, EMAIL
from tests.portal.people.test_sign_in import code_in_last_mail

pytestmark = pytest.mark.django_db
NAMES = {"given_name": "Gaston", "family_name": "Sansespace", "password1": "quatre mots sans lien"}


def sign_up(client: Client, email: str = EMAIL) -> None:
    client.post("/compte/signup/", NAMES | {"email": email})
    client.post("/compte/confirm-email/", {"code": code_in_last_mail()})


def state() -> str:
    return GuestShipment.objects.get().state


def test_the_message_and_its_documents_are_in_the_space_that_was_opened(opened, guest, saaq_team) -> None:
    assert opened.post("/document/garder/")["Location"] == "/compte/signup/"
    sign_up(opened)
    assert state() == GuestShipment.State.KEPT
    own = Citizen.objects.get(user__email=EMAIL)
    assert SamePerson.objects.in_force().get().same_as == own
    assert PersonAccess.objects.get(citizen=own, team=saaq_team).proof == PersonAccess.Proof.MESSAGE
    thread = GuestShipment.objects.get().thread
    assert CANARY in opened.get(f"/messages/{thread.pk}/").content.decode()
    assert opened.get(Document.objects.get(messages__thread=thread).get_absolute_url()).status_code == 200
    assert opened.get("/document/lire/")["Location"] == "/document/"


def test_another_address_takes_nothing(opened) -> None:
    opened.post("/document/garder/")
    sign_up(opened, "autre@exemple.example")
    assert state() == GuestShipment.State.OPENED and not SamePerson.objects.exists()


def test_another_browser_takes_nothing(opened, shipment) -> None:
    opened.post("/document/garder/")
    sign_up(Client())
    assert state() == GuestShipment.State.OPENED and not SamePerson.objects.exists()
    other = Client()
    assert other.post("/document/garder/")["Location"] == "/document/"


def test_who_did_not_ask_keeps_it_where_it_is(opened) -> None:
    sign_up(opened)
    assert state() == GuestShipment.State.OPENED and not SamePerson.objects.exists()
    # Asked once signed in, it is done at once.
    assert opened.post("/document/garder/")["Location"] == "/messages/"
    assert state() == GuestShipment.State.KEPT


def test_somebody_signed_in_under_another_address_is_told(opened, amelie) -> None:
    opened.force_login(amelie)
    refused = opened.post("/document/garder/", follow=True)
    assert "pas été envoyé à l’adresse courriel de ce compte" in refused.content.decode()
    assert state() == GuestShipment.State.OPENED


def test_over_meanwhile_nothing_is_kept(opened, clock_offset) -> None:
    opened.post("/document/garder/")
    clock_offset(days=15)
    sign_up(opened)
    assert not SamePerson.objects.exists()
