"""A file of dossiers: template, trial, receiving, report; by the one mechanism of imports."""

import html

import pytest

from portal.client_numbers.actions import agree
from portal.dossiers.actions import open_dossier
from portal.dossiers.models import Dossier
from portal.imported_dossiers.models import DossierFile, ImportedDossier
from portal.imports import actions
from portal.imports.models import ImportFile
from portal.notices.models import Notice

pytestmark = pytest.mark.django_db
LIST = "/gestion/imported_dossiers/dossierfile/"
HEADS = "numéro;genre;numéro de client;étape;état;promis pour le;titre;mot à la personne;décision;raison;recours"


def csv_of(*lines: str) -> bytes:
    return ("\n".join([HEADS, *lines]) + "\n").encode()


@pytest.fixture
def given(saaq, saaq_administrator, licence):
    def deposit(*lines: str) -> ImportFile:
        key = DossierFile._meta.label_lower
        file = actions.give(noun=key, organization=saaq, name="a.csv", content=csv_of(*lines), by=saaq_administrator)
        actions.sweep()
        file.refresh_from_db()
        return file

    return deposit


def received(file: ImportFile, by) -> ImportFile:
    actions.accept(import_file=file, by=by)
    actions.sweep()
    file.refresh_from_db()
    return file


def test_the_template_given_back_is_a_good_file(signed_in, saaq_administrator, licence, saaq):
    client = signed_in(saaq_administrator)
    template = client.get(f"{LIST}modele.csv").content
    file = actions.give(
        noun=DossierFile._meta.label_lower, organization=saaq, name="m.csv", content=template, by=saaq_administrator
    )
    actions.sweep()
    file.refresh_from_db()
    assert (file.state, file.bad_rows) == ("checked", 0) and file.rows >= 1


def test_the_codes_of_each_type_are_where_the_file_is_prepared(signed_in, saaq_administrator, licence):
    client = signed_in(saaq_administrator)
    page = html.unescape(client.get(f"{LIST}deposer/").content.decode())
    codes = [*licence.stages, *licence.reasons, *licence.remedies]
    assert codes and all(f"<code>{one['code']}</code>" in page for one in codes)
    assert licence.stage("etude").name_fr in page
    heads, example = client.get(f"{LIST}modele.csv").content.decode("utf-8-sig").splitlines()[:2]
    assert "ouvert ou terminé" in heads and licence.stages[0]["code"] in example


def test_dossiers_are_opened_moved_and_wait(given, agreed, saaq_administrator, signed_in):
    file = given(
        "D-1;permis-conduire;A-100;etude;;;Permis;Bonjour.", "D-2;permis-conduire;Z-9", "D-3;permis-conduire;A-100;rien"
    )
    assert (file.rows, file.bad_rows) == (3, 1) and not Dossier.objects.filter(number="D-1").exists()
    page = signed_in(saaq_administrator).get(f"{LIST}{file.pk}/change/").content.decode()
    assert "pas d’étape de ce code" in page
    done = received(file, saaq_administrator)
    assert done.state == "received"
    assert {name: count for name, count in done.counts.items() if count} == {"created": 2, "unmatched": 1}
    assert Dossier.objects.get(number="D-1").stage == "etude"
    waiting = signed_in(saaq_administrator).get("/gestion/imported_dossiers/importeddossier/").content.decode()
    assert "D-2" in waiting and "D-1" not in waiting
    again = received(given("D-1;permis-conduire;A-100;etude;;;Permis;Bonjour."), saaq_administrator)
    assert not again.counts.get("created") and not again.counts.get("changed")


def test_twice_in_a_file_is_a_problem_of_both_lines(given):
    assert given("D-1;permis-conduire;A-100", "D-1;permis-conduire;A-100;etude").bad_rows == 2


def test_what_cannot_be_received_any_more_is_listed(given, saaq, bruno, agreed, saaq_team, saaq_administrator, licence):
    file = given("D-1;permis-conduire;A-100", "D-2;permis-conduire;A-100")
    open_dossier(by=None, citizen=bruno.citizen, team=saaq_team, number="D-1", dossier_type=licence)
    done = received(file, saaq_administrator)
    assert done.state == "received" and done.counts["created"] == 1
    assert "une autre personne" in str(list(done.problems.values_list("words", flat=True)))


def test_the_journal_and_the_person_behind_a_waiting_one(given, amelie, saaq, saaq_administrator):
    received(given("D-2;permis-conduire;Z-9"), saaq_administrator)
    assert ImportedDossier.objects.waiting().count() == 1
    agree(citizen=amelie.citizen, organization=saaq, number="Z-9", how="agent", by=amelie)
    assert not ImportedDossier.objects.waiting().exists()
    assert Dossier.objects.get(number="D-2").citizen == amelie.citizen


@pytest.mark.parametrize("key", ["alain", "sylvie", "olga", "daniel"])
def test_nobody_else_deposits_for_an_organization(signed_in, people, saaq, key):
    answer = signed_in(people[key]).post(f"{LIST}deposer/", {"organization": str(saaq.pk)})
    assert answer.status_code in (200, 302, 403, 404) and not ImportFile.objects.exists()


SECTION = "/gestion/imported_dossiers/importeddossier/"


def test_an_agent_links_the_number_with_the_person(given, amelie, saaq_agent, saaq_team, signed_in, saaq_administrator):
    """Searched among those that their teams serve, asked twice; the person reads that it was done."""
    open_dossier(by=None, citizen=amelie.citizen, team=saaq_team, number="AUTRE", title="Autre")
    received(given("D-2;permis-conduire;Z-9;etude"), saaq_administrator)
    page = f"{SECTION}{ImportedDossier.objects.get().pk}/"
    client = signed_in(saaq_agent)
    assert "D-2" in client.get(f"{page}change/").content.decode()
    found = client.post(f"{page}chercher/", {"words": amelie.citizen.family_name}, follow=True).content.decode()
    assert str(amelie.citizen) in found
    asked = client.post(f"{page}relier/", {"citizen": str(amelie.citizen.pk)}).content.decode()
    assert "Z-9" in asked and not Dossier.objects.filter(number="D-2").exists()
    client.post(f"{page}relier/", {"citizen": str(amelie.citizen.pk), "confirmed": "1"})
    assert Dossier.objects.get(number="D-2").citizen == amelie.citizen
    assert Notice.objects.filter(citizen=amelie.citizen, kind="number_linked").count() == 1
    assert client.get(f"{page}change/").status_code == 404


def test_nobody_links_somebody_whom_they_do_not_serve(given, bruno, saaq_agent, signed_in, saaq_administrator, people):
    received(given("D-2;permis-conduire;Z-9"), saaq_administrator)
    page = f"{SECTION}{ImportedDossier.objects.get().pk}/relier/"
    asked = {"citizen": str(bruno.citizen.pk), "confirmed": "1"}
    for user in (saaq_agent, saaq_administrator, people["steve"], people["olga"]):
        assert signed_in(user).post(page, asked).status_code in (302, 403, 404)
    assert ImportedDossier.objects.waiting().exists()
