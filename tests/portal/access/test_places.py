"""Whoever does not act for a person learns nothing from an address in her place, not even her name: the page says the
same as of a person that does not exist."""

import re
import uuid

import pytest
from django.test import Client

from portal.mandates.actions import end, give

pytestmark = pytest.mark.django_db
NOT_A_THREAD = "00000000-0000-4000-8000-000000000000"
PAGES = ["espace/", "messages/", f"messages/{NOT_A_THREAD}/", "n-existe-pas/", "dossiers/x\\y/", "admin/", "%00/"]
NAMES = ("Amélie", "Tremblay", "None", "Espace d", "Vous agissez", "Vous lisez")


@pytest.fixture
def shown(amelie):
    """`shown(client, page)`: what a page of Amélie's place says, without what differs at each request."""

    def read(client: Client, page: str, person: object = None) -> tuple[int, str]:
        place = f"/pour/{person or amelie.citizen.pk}/"
        answer = client.get(f"{place}{page}")
        words = answer.content.decode()
        assert f'href="{place}' not in words, "an error of nobody's place leads into it"
        said = re.sub(r'(nonce|value|content)="[^"]*"|[0-9a-f]{32,}|Numéro[^<]*|/pour/[^"&]*', "", words)
        return answer.status_code, said

    return read


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["nobody", "stranger", "agent"])
def test_a_stranger_reads_no_name(shown, who, page, bruno, saaq_agent, signed_in):
    client = Client() if who == "nobody" else signed_in(bruno if who == "stranger" else saaq_agent)
    answer = shown(client, page)
    assert not [name for name in NAMES if name in answer[1]]
    assert answer == shown(client, page, uuid.uuid4()), "as of a person that does not exist"


@pytest.mark.parametrize("page", PAGES)
def test_who_once_acted_reads_no_name(shown, amelie, bruno, signed_in, page):
    mandate = give(citizen=amelie.citizen, holder=bruno, kind="helper", by=bruno)
    end(mandate=mandate, by=amelie)
    assert not [name for name in NAMES if name in shown(signed_in(bruno), page)[1]]


def test_a_form_without_its_session_names_nobody(amelie):
    client = Client(enforce_csrf_checks=True)
    answer = client.post(f"/pour/{amelie.citizen.pk}/messages/nouveau/", {"body": "Bonjour"})
    assert answer.status_code == 403 and "Amélie" not in answer.content.decode()


def test_who_acts_for_her_stays_in_her_place_when_a_page_does_not_exist(amelie, bruno, signed_in):
    give(citizen=amelie.citizen, holder=bruno, kind="helper", by=bruno)
    page = signed_in(bruno, place=amelie.citizen).get(f"/messages/{uuid.uuid4()}/")
    assert page.status_code == 404 and "Vous agissez pour" in page.content.decode()


@pytest.mark.parametrize("may_act", [True, False])
def test_what_was_typed_is_given_back_when_access_ended_or_only_reads(amelie, bruno, signed_in, may_act):
    mandate = give(citizen=amelie.citizen, holder=bruno, kind="helper", by=bruno, may_act=may_act)
    place = signed_in(bruno, place=amelie.citizen)
    if may_act:
        end(mandate=mandate, by=amelie)
    typed = {"body": "Écrit <entre-temps>,\nsur deux lignes", "subject": "Un sujet", "key": str(uuid.uuid4())}
    page = place.post("/messages/nouveau/", typed).content.decode()
    assert "Rien n’a été envoyé." in page
    assert "Écrit &lt;entre-temps&gt;,\nsur deux lignes" in page and "Un sujet" in page and typed["key"] not in page
