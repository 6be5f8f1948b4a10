"""The citizen's page of a requested document: from «À faire» to sent, with or without mistakes."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from portal.documents.models import Document
from portal.requested_documents import actions
from portal.requested_documents.models import RequestedDocument
from tests.portal.documents import corpus
from tests.portal.requested_documents.conftest import CANARY
from tests.queries import growth

pytestmark = pytest.mark.django_db


def sent(data: bytes | None = None, name: str = "relevé.pdf") -> dict:
    return {"documents": SimpleUploadedFile(name, corpus.pdf() if data is None else data), "whole": "1"}


def test_from_to_do_to_sent(ask, amelie, signed_in) -> None:
    requested_document, client = ask(reason="Pour calculer la rente"), signed_in(amelie)
    space = client.get(reverse("pages:space")).content.decode()
    assert (
        "Envoyer une pièce demandée" in space
        and requested_document.get_absolute_url() in space
        and "au plus tard le" in space
    )
    page = client.get(requested_document.get_absolute_url()).content.decode()
    assert CANARY in page and "Pour calculer la rente" in page and "fichiers de 25 Mo chacun" in page
    response = client.post(requested_document.get_absolute_url(), sent(), follow=True)
    page = response.content.decode()
    assert "puis Permis de conduire pourra l’examiner." in page and "relevé.pdf" in page
    assert "en vérification" in page and "rien d’autre à faire" not in page
    assert "Reçu (PDF)" in page and "Envoyer la pièce" not in page and "Ajouter un fichier" in page
    assert "Envoyer une pièce demandée" not in client.get(reverse("pages:space")).content.decode()


@pytest.mark.parametrize(
    ("posted", "words"),
    [
        ({"whole": "1"}, "Choisissez le fichier à envoyer."),
        (sent(b""), "est vide"),
        (sent(corpus.SCRIPT, "page.html"), "ni un PDF"),
        (sent(b"%PDF-" + b"x" * 26 * 1024 * 1024), "dépasse 25 Mo"),
        ({"documents": SimpleUploadedFile("a.pdf", corpus.pdf())}, "coupé avant la fin"),
    ],
)
def test_mistakes_are_said_and_nothing_is_kept(ask, amelie, signed_in, posted, words) -> None:
    requested_document = ask()
    response = signed_in(amelie).post(requested_document.get_absolute_url(), posted)
    assert response.status_code == 422 and words in response.content.decode()
    assert not Document.objects.exists()


def test_a_second_click_is_told_kindly(ask, amelie, signed_in) -> None:
    requested_document, client = ask(), signed_in(amelie)
    client.post(requested_document.get_absolute_url(), sent())
    response = client.post(requested_document.get_absolute_url(), sent(), follow=True)
    assert "n’est plus attendue" in response.content.decode() and Document.objects.count() == 1


def test_refused_it_says_why_and_takes_another(ask, give, amelie, saaq_agent, signed_in) -> None:
    requested_document = actions.refuse(by=saaq_agent, request=give(ask()), because="<b>La page 2</b> manque.")
    client = signed_in(amelie)
    page = client.get(requested_document.get_absolute_url()).content.decode()
    assert "&lt;b&gt;La page 2&lt;/b&gt; manque." in page and "Envoyer une autre pièce" in page
    client.post(requested_document.get_absolute_url(), sent())
    requested_document.refresh_from_db()
    assert requested_document.state == "given"


def test_a_file_refused_by_the_checks_is_asked_again(ask, give, amelie, saaq_agent, signed_in) -> None:
    requested_document, client = give(ask(), data=corpus.encrypted_pdf()), signed_in(amelie)
    page = client.get(requested_document.get_absolute_url()).content.decode()
    assert "protégé par un mot de passe" in page and "à envoyer" in page and '<form class="r-form"' in page
    assert "envoyée" not in page and "rien d’autre à faire" not in page
    assert requested_document.get_absolute_url() in client.get(reverse("pages:space")).content.decode()
    agent = signed_in(saaq_agent)
    assert "Examiner une pièce" not in agent.get("/gestion/work_items/workitem/").content.decode()
    page = agent.get(requested_document.agent_url).content.decode()
    assert "peut en envoyer un autre" in page and "Ne plus demander" in page and 'id="refuser"' not in page
    assert (
        "envoyée"
        not in agent.get("/gestion/requested_documents/requesteddocument/")
        .content.decode()
        .split("<tbody")[1]
        .split("</tbody")[0]
    )


def test_a_representative_sends_for_the_person(ask, amelie, rachel, signed_in) -> None:
    requested_document = ask()
    signed_in(rachel, place=amelie.citizen).post(requested_document.get_absolute_url(), sent())
    document = Document.objects.get()
    assert (document.citizen, document.by) == (amelie.citizen, rachel)


def test_strangers_find_nothing(ask, people, signed_in) -> None:
    requested_document = ask()
    for key in ["bruno", "samir", "alain", "benoit", "diane", "emile", "olga"]:
        client = signed_in(people[key])
        assert client.get(requested_document.get_absolute_url()).status_code == 404, key
        assert client.post(requested_document.get_absolute_url(), sent()).status_code == 404, key
    assert Client().get(requested_document.get_absolute_url()).status_code == 302
    assert RequestedDocument.objects.get().state == "missing" and not Document.objects.exists()


def test_queries_of_the_page_and_of_to_do_do_not_grow(ask, give, amelie, signed_in) -> None:
    client, requested_document = signed_in(amelie), give(ask())
    ask(label="première")
    space = reverse("pages:space")
    with growth(client, requested_document.get_absolute_url()) as page, growth(client, space) as to_do:
        for number in range(12):
            ask(label=f"pièce {number}")
    assert page.before == page.after <= 9  # one of them: the notice of a requested document is read with it
    assert to_do.before == to_do.after
