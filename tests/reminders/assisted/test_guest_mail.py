"""«Envoi sécurisé»: an agent writes to somebody whom they serve and who has no account."""

import datetime as dt
import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from messaging.guest_mail import proofs
from messaging.guest_mail.models import GuestShipment
from portal.clock import today
from portal.people.models import Citizen
from portal.person_access.actions import register
from reminders.assisted.deaths import note_death
from tests.portal.documents import corpus

pytestmark = pytest.mark.django_db
EMAIL = "gaston@exemple.example"


@pytest.fixture
def gaston(saaq_team, saaq_agent) -> Citizen:
    return register(given_name="Gaston", family_name="Sansespace", team=saaq_team, email=EMAIL, by=saaq_agent)


@pytest.fixture
def page(gaston) -> str:
    return f"/gestion/assisted/servedperson/{gaston.pk}/envoi/"


def message(team, **more) -> dict:
    day = (today() + dt.timedelta(days=10)).isoformat()
    written = {"team": team.pk, "subject": "Votre avis", "body": "Bonjour", "key": str(uuid.uuid4())}
    return {**written, "email": EMAIL, "proof": "text", "phone": "418 555-0123", "last_day": day, **more}


def test_from_the_page_of_the_person_to_the_shipment(page, gaston, saaq_team, saaq_agent, signed_in):
    agent = signed_in(saaq_agent)
    assert page in agent.get(f"/gestion/assisted/servedperson/{gaston.pk}/change/").content.decode()
    assert f'value="{EMAIL}"' in agent.get(page).content.decode()
    paper = SimpleUploadedFile("avis.pdf", corpus.pdf(), "application/pdf")
    answer = agent.post(page, message(saaq_team, documents=paper), follow=True)
    shipment = GuestShipment.objects.get()
    assert answer.redirect_chain == [(f"/gestion/guest_mail/guestshipment/{shipment.pk}/change/", 302)]
    words = answer.content.decode()
    assert shipment.shown_reference in words and "envoyé, pas encore ouvert" in words.lower()
    listed = agent.get("/gestion/guest_mail/guestshipment/").content.decode()
    assert "Gaston Sansespace" in listed and "Écrire à une personne sans compte" in listed
    talk = agent.get(f"/gestion/threads/thread/{shipment.thread_id}/change/").content.decode()
    assert "avis.pdf" in talk and "un courriel neutre part à chaque réponse" in talk
    assert "Rien ne sortira du portail" not in talk


def test_a_secret_is_shown_once(page, saaq_team, saaq_agent, signed_in):
    agent, once = signed_in(saaq_agent), message(saaq_team, proof="secret", phone="")
    secret = re.search(r'r-secret">([0-9A-Z-]{11})<', agent.post(page, once).content.decode())[1]
    shipment = GuestShipment.objects.get()
    assert shipment.proof == GuestShipment.Proof.SECRET and agent.post(page, once).status_code == 302
    own = f"/gestion/guest_mail/guestshipment/{shipment.pk}/change/"
    assert secret not in agent.get(own).content.decode()
    assert proofs.open_with(shipment=shipment, typed=secret, by=None)
    another = re.search(r'r-secret">([0-9A-Z-]{11})<', agent.post(own, {"act": "secret"}).content.decode())[1]
    assert another != secret and proofs.open_with(shipment=shipment, typed=another, by=None)


def test_buttons_of_a_shipment(page, saaq_team, saaq_agent, signed_in):
    agent = signed_in(saaq_agent)
    agent.post(page, message(saaq_team))
    own = f"/gestion/guest_mail/guestshipment/{GuestShipment.objects.get().pk}/change/"
    assert "part de nouveau" in agent.post(own, {"act": "again"}, follow=True).content.decode()
    for act in ("secret", "", "nothing"):
        assert "Choisissez un des boutons" in agent.post(own, {"act": act}, follow=True).content.decode()
    assert "C’est retiré" in agent.post(own, {"act": "withdraw"}, follow=True).content.decode()
    assert "déjà terminé" in agent.post(own, {"act": "again"}, follow=True).content.decode()
    assert GuestShipment.objects.get().state == GuestShipment.State.WITHDRAWN


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"email": "x"}, "nom@exemple.ca"),
        ({"proof": ""}, "Choisissez comment"),
        ({"phone": ""}, "Écrivez son numéro de cellulaire"),
        ({"phone": "418 555-0123 poste 4"}, "texto"),
        ({"last_day": "2001-01-01"}, "Cette date est passée"),
        ({"last_day": (today() + dt.timedelta(days=90)).isoformat()}, "soixante jours au plus"),
    ],
)
def test_what_is_wrong_is_said(given, said, page, saaq_team, saaq_agent, signed_in):
    refused = signed_in(saaq_agent).post(page, message(saaq_team, **given))
    assert refused.status_code == 422 and said in refused.content.decode()
    assert not GuestShipment.objects.exists()


def test_who_has_a_space_or_is_served_by_others_has_no_such_page(page, amelie, saaq_team, people, signed_in):
    for name in ("diane", "emile", "benoit"):
        assert signed_in(people[name]).post(page, message(saaq_team)).status_code in {403, 404}, name
    hers = f"/gestion/assisted/servedperson/{amelie.citizen.pk}/envoi/"
    assert signed_in(people["alain"]).get(hers).status_code == 404
    assert not GuestShipment.objects.exists()


def test_to_whom_died_nothing_is_sent(page, gaston, saaq_team, saaq_agent, signed_in):
    note_death(citizen=gaston, died_on=today(), by=saaq_agent)
    answer = signed_in(saaq_agent).post(page, message(saaq_team))
    assert answer.status_code == 422 and "Un décès est noté" in answer.content.decode()
