"""What a helper may write: where the mandate lets them, and nowhere else."""

import uuid

import pytest

from messaging.threads.actions import NotCovered, write
from messaging.threads.models import Thread
from portal.access.visibility import Visibility, forget_visibility
from portal.dossiers.actions import open_dossier
from portal.people.models import Citizen
from portal.same_people.models import SamePerson

pytestmark = pytest.mark.django_db


def message(team, **more) -> dict:
    return {"team": team.pk, "subject": "Question", "body": "Bonjour", "key": str(uuid.uuid4()), **more}


def test_a_conversation_begins_with_an_organization_of_the_scope_only(helping, amelie, saaq, saaq_team, ramq):
    (_mandate, place), other = helping(is_limited=True, organization_ids=[saaq.pk]), ramq.teams.first()
    assert str(other.pk) not in place.get("/messages/nouveau/").content.decode()
    refused = place.post("/messages/nouveau/", message(other, citizen=amelie.citizen.pk))
    assert refused.status_code == 422 and not Thread.objects.exists()
    assert place.post("/messages/nouveau/", message(saaq_team, citizen=amelie.citizen.pk)).status_code == 302


def test_limited_to_one_dossier_one_writes_about_it_only(helping, amelie, saaq_team):
    one, other = (
        open_dossier(by=None, citizen=amelie.citizen, team=saaq_team, number=number, title="x") for number in ("1", "2")
    )
    (_mandate, place), asked = helping(is_limited=True, dossier_ids=[one.pk]), {"citizen": amelie.citizen.pk}
    refused = place.post("/messages/nouveau/", message(saaq_team, **asked))
    assert "choisissez celui dont vous parlez" in refused.content.decode()
    assert place.post("/messages/nouveau/", message(saaq_team, dossier=other.pk, **asked)).status_code == 422
    assert not Thread.objects.exists()
    assert place.post("/messages/nouveau/", message(saaq_team, dossier=one.pk, **asked)).status_code == 302


def test_of_a_part_of_a_file_nothing_is_deposited(helping, saaq):
    _mandate, place = helping(is_limited=True, organization_ids=[saaq.pk])
    assert place.get("/documents/deposer/").status_code == 404
    assert "Déposer un document" not in place.get("/documents/").content.decode()


@pytest.mark.parametrize("page", ["/messages/nouveau/", "/documents/deposer/"])
def test_who_may_only_read_is_told_before_typing(helping, page):
    _mandate, place = helping(may_act=False)
    answer = place.get(page)
    assert answer.status_code == 403 and "Vous pouvez lire ce dossier" in answer.content.decode()
    assert "Écrire un message" not in place.get("/messages/").content.decode()
    assert "sans pouvoir écrire" in place.get("/espace/").content.decode()


def test_who_may_only_read_is_shown_no_form(helping, amelie, saaq_team):
    thread = write(by=amelie, citizen=amelie.citizen, team=saaq_team, subject="x", body="x", key=uuid.uuid4())
    _mandate, place = helping(may_act=False)
    page = place.get(thread.get_absolute_url()).content.decode()
    assert "Répondre" not in page and "r-reads-only" in page


def test_the_action_refuses_what_a_page_forgot(helping, amelie, bruno, saaq, ramq):
    helping(is_limited=True, organization_ids=[saaq.pk])
    forget_visibility(bruno)
    with pytest.raises(NotCovered):
        write(by=bruno, citizen=amelie.citizen, team=ramq.teams.first(), subject="x", body="x", key=uuid.uuid4())


def test_two_mandates_for_one_person_add_up(helping, amelie, bruno, saaq, saaq_team, ramq):
    helping(may_act=False)
    _mandate, place = helping(is_limited=True, organization_ids=[saaq.pk])
    assert place.get("/rappels/preferences/").status_code == 200, "reads everything"
    asked = {"citizen": amelie.citizen.pk}
    assert place.post("/messages/nouveau/", message(ramq.teams.first(), **asked)).status_code == 422
    assert place.post("/messages/nouveau/", message(saaq_team, **asked)).status_code == 302


def test_another_registration_is_opened_as_far_as_the_mandate_goes(helping, amelie, bruno, saaq, ramq, saaq_team):
    other = Citizen.objects.create(given_name="Amélie", family_name="Tremblay")
    SamePerson.objects.create(citizen=other, same_as=amelie.citizen, joined_by=amelie)
    helping(is_limited=True, organization_ids=[ramq.pk])
    forget_visibility(bruno)
    mine = Visibility(bruno)
    assert other.pk in mine.reached_ids and other.pk not in mine.citizen_ids
    assert mine.acts_for_ids == {amelie.citizen.pk} and other.pk not in mine.people_ids
    hers = Visibility(amelie)
    assert hers.citizen_ids == {amelie.citizen.pk, other.pk} and not hers.represented_ids | hers.acts_for_ids


def test_nobody_enters_her_own_place(amelie, signed_in):
    assert signed_in(amelie, place=amelie.citizen).get("/espace/").status_code == 404


def test_a_helper_does_not_write_a_birth(helping):
    _mandate, place = helping()
    assert place.get("/rappels/preferences/naissance/").status_code == 404


def test_in_a_place_only_what_is_covered_is_offered(helping, saaq):
    _mandate, place = helping(is_limited=True, organization_ids=[saaq.pk])
    page = place.get("/messages/a-qui/")
    assert {organization.code for organization, _services in page.context["all"]} == {"saaq"}
    assert not page.context["sorting"]
