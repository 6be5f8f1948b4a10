"""Documents and dossiers in «gestion»: the team's, read-only."""

import pytest

from portal.dossiers.actions import open_dossier
from tests.portal.documents import corpus
from tests.portal.documents.deposits import accepted
from tests.queries import growth

pytestmark = pytest.mark.django_db
DOCUMENTS, DOSSIERS = "/gestion/documents/document/", "/gestion/dossiers/dossier/"


def test_an_agent_sees_states_and_reasons(amelie, saaq_agent, saaq_team, signed_in) -> None:
    client = signed_in(saaq_agent)
    refused = accepted(amelie, team=saaq_team, name="code.pdf", data=corpus.encrypted_pdf())
    page = client.get(DOCUMENTS).content.decode()
    assert "code.pdf" in page and "refusé" in page
    assert "mot de passe" in client.get(f"{DOCUMENTS}{refused.pk}/change/").content.decode()


def test_others_see_nothing(amelie, people, saaq_team, signed_in) -> None:
    document = accepted(amelie, team=saaq_team, name="preuve-canari.pdf")
    dossier = open_dossier(by=None, citizen=amelie.citizen, team=saaq_team, number="A-1", title="Canari")
    for key in ["benoit", "diane", "emile", "steve", "olga"]:
        client = signed_in(people[key])
        for url in (DOCUMENTS, DOSSIERS, f"{DOCUMENTS}{document.pk}/change/", f"{DOSSIERS}{dossier.pk}/change/"):
            response = client.get(url)
            assert response.status_code in {200, 302, 403, 404} and b"anari" not in response.content, (key, url)


def test_a_dossier_is_found_by_its_number(amelie, bruno, saaq_agent, saaq_team, signed_in) -> None:
    for number, person in (("A-1", amelie), ("A-2", bruno)):
        open_dossier(by=None, citizen=person.citizen, team=saaq_team, number=number, title=f"Titre {number}")
    page = signed_in(saaq_agent).post(f"{DOSSIERS}chercher/", {"words": "A-2"}, follow=True).content.decode()
    assert "Titre A-2" in page and "Titre A-1" not in page


def test_queries_do_not_grow(amelie, saaq_agent, saaq_team, signed_in) -> None:
    client = signed_in(saaq_agent)
    accepted(amelie, team=saaq_team)
    with growth(client, DOCUMENTS) as documents, growth(client, DOSSIERS) as dossiers:
        for number in range(12):
            accepted(amelie, team=saaq_team)
            open_dossier(by=None, citizen=amelie.citizen, team=saaq_team, number=str(number), title="x")
    assert documents.before == documents.after <= 9
    assert dossiers.after <= 9
