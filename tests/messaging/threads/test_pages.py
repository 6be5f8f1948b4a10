"""The citizen's pages: list, new message, conversation; bad input loses nothing that was typed."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from messaging.threads import actions
from messaging.threads.models import Message, Thread
from portal.documents.models import Document
from portal.documents.screening import screen
from portal.dossiers.actions import open_dossier
from tests.messaging.threads.conftest import CANARY
from tests.portal.documents import corpus
from tests.queries import growth

pytestmark = pytest.mark.django_db
INBOX, NEW = "/messages/", "/messages/nouveau/"


def form(amelie, saaq_team, **changes) -> dict:
    citizen = str(amelie.citizen.pk)
    filled = {"citizen": citizen, "team": saaq_team.pk, "subject": "Mon permis", "body": "Bonjour", "key": uuid.uuid4()}
    return {**filled, **changes}


def test_write_with_two_files(amelie, saaq_team, signed_in) -> None:
    files = [SimpleUploadedFile("preuve.pdf", corpus.pdf()), SimpleUploadedFile("photo.jpg", corpus.telling_jpeg())]
    client = signed_in(amelie)
    response = client.post(NEW, form(amelie, saaq_team, documents=files), follow=True)
    thread = Thread.objects.get()
    assert response.redirect_chain == [(thread.get_absolute_url(), 302)]
    page = response.content.decode()
    assert "Votre message est envoyé à Permis de conduire." in page and "en vérification" in page
    assert '<meta name="draft-done" content="message">' in page
    for document in Document.objects.all():
        screen(document_id=document.pk)
    page = client.get(thread.get_absolute_url()).content.decode()
    assert "draft-done" not in page
    for document in Document.objects.all():
        assert document.get_absolute_url() in page and document.served_name in page


def test_a_team_that_closes_meanwhile_is_told_and_the_text_is_kept(amelie, saaq_team, signed_in, monkeypatch) -> None:
    def closed(**given) -> None:
        raise actions.TeamClosed

    monkeypatch.setattr(actions, "write", closed)
    answer = signed_in(amelie).post(NEW, form(amelie, saaq_team, body="Un long texte"))
    page = answer.content.decode()
    assert answer.status_code == 422 and "Ce service ne reçoit pas de messages" in page and "Un long texte" in page


def test_double_click(amelie, saaq_team, signed_in) -> None:
    client, data = signed_in(amelie), form(amelie, saaq_team)
    first, second = (client.post(NEW, data) for _ in range(2))
    assert first.url == second.url and Message.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"body": "é" * 100_000}, "Votre message a 100000 caractères"),
        ({"body": " "}, "Écrivez votre message."),
        ({"subject": ""}, "Donnez un objet"),
        ({"subject": "x" * 151}, "dépasse 150 caractères"),
        ({"team": str(uuid.uuid4())}, "Ce service ne reçoit pas de messages"),
        ({"team": ""}, "Choisissez le service"),
        ({"citizen": str(uuid.uuid4())}, "écrire pour cette personne"),
        ({"key": ""}, "coupé avant la fin"),
        ({"key": "abc"}, "attendu"),
    ],
)
def test_mistakes_lose_nothing(amelie, saaq_team, signed_in, changes: dict, words: str) -> None:
    data = form(amelie, saaq_team, **{"body": "Un long texte", "subject": "Un objet", **changes})
    response = signed_in(amelie).post(NEW, data)
    page = response.content.decode()
    assert response.status_code == 422 and words in page
    assert data["body"].strip() in page and data["subject"] in page
    assert not Thread.objects.exists()


def test_a_lost_key_comes_back_fresh(amelie, saaq_team, signed_in) -> None:
    response = signed_in(amelie).post(NEW, form(amelie, saaq_team, key="abc"))
    again = response.context["form"]["key"].value()
    assert signed_in(amelie).post(NEW, form(amelie, saaq_team, key=again)).status_code == 302


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("film.pdf", b"%PDF-" + b"x" * 26 * 1024 * 1024, "dépasse 25 Mo"),
        ("vide.pdf", b"", "est vide"),
        ("page.html", corpus.SCRIPT, "ni un PDF"),
    ],
)
def test_wrong_files_are_named_and_the_text_is_kept(amelie, saaq_team, signed_in, name, data, words) -> None:
    files = [SimpleUploadedFile(name, data), SimpleUploadedFile("bon.pdf", corpus.pdf())]
    response = signed_in(amelie).post(NEW, form(amelie, saaq_team, body="Texte gardé", documents=files))
    page = response.content.decode()
    assert response.status_code == 422
    assert name in page and words in page and "Texte gardé" in page and "bon.pdf" in page and "déjà reçu" in page
    assert not Document.objects.exists()


def test_hostile_text_is_inert(amelie, saaq_team, signed_in) -> None:
    nasty = "<script>alert(1)</script>\u202e[clic](javascript:alert(1))\u0000 {{ 7|add:7 }}"
    client = signed_in(amelie)
    client.post(NEW, form(amelie, saaq_team, subject=nasty.replace("\u0000", ""), body=nasty))
    thread = Thread.objects.get()
    assert "\u202e" not in thread.subject
    for url in (INBOX, thread.get_absolute_url()):
        page = client.get(url).content.decode()
        assert "<script>alert" not in page and "&lt;script&gt;alert" in page


def test_reply_and_read(start, answer, amelie, signed_in) -> None:
    thread = start()
    answer(thread)
    client = signed_in(amelie)
    assert "1 non lu" in client.get(INBOX).content.decode()
    page = client.get(thread.get_absolute_url()).content.decode()
    assert CANARY in page and "Voici votre réponse." in page and "Alain Côté" in page
    assert "non lu" not in client.get(INBOX).content.decode()
    response = client.post(thread.get_absolute_url(), {"body": "Merci!", "key": uuid.uuid4()}, follow=True)
    assert "Merci!" in response.content.decode() and thread.messages.count() == 3


def test_a_representative_writes_in_the_name_of(amelie, rachel, saaq_team, signed_in) -> None:
    client = signed_in(rachel, place=amelie.citizen)
    client.post(NEW, form(amelie, saaq_team))
    thread = Thread.objects.get()
    assert thread.citizen == amelie.citizen
    assert "Rachel Roy, au nom d’Amélie Tremblay" in client.get(thread.get_absolute_url()).content.decode()
    assert "pour Amélie Tremblay" in client.get(INBOX).content.decode()


def test_a_dossier_must_be_of_the_same_team_and_person(amelie, bruno, saaq_team, ramq, signed_in) -> None:
    own = open_dossier(by=None, citizen=amelie.citizen, team=saaq_team, number="S-1", title="Permis")
    other = open_dossier(by=None, citizen=amelie.citizen, team=ramq.teams.first(), number="R-1", title="Carte")
    his = open_dossier(by=None, citizen=bruno.citizen, team=saaq_team, number="S-2", title="Permis")
    client = signed_in(amelie)
    assert "autre organisme" in client.post(NEW, form(amelie, saaq_team, dossier=other.pk)).content.decode()
    assert client.post(NEW, form(amelie, saaq_team, dossier=his.pk)).status_code == 422
    colleagues = saaq_team.organization.teams.exclude(pk=saaq_team.pk).first()
    elsewhere = client.post(NEW, form(amelie, colleagues, dossier=own.pk))
    assert elsewhere.status_code == 422 and str(saaq_team) in elsewhere.context["form"].errors["dossier"][0]
    client.post(NEW, form(amelie, saaq_team, dossier=own.pk))
    assert Thread.objects.get().dossier == own


def test_strangers_find_nothing(start, amelie, people, signed_in) -> None:
    url = start().get_absolute_url()
    for key in ["bruno", "samir", "alain", "benoit", "diane", "emile", "sylvie", "olga"]:
        client = signed_in(people[key])
        assert client.get(url).status_code == 404, key
        assert client.post(url, {"body": "x", "key": uuid.uuid4()}).status_code == 404, key
    assert Client().get(url).status_code == 302
    assert Message.objects.count() == 1


def test_nothing_is_posted_for_a_stranger(amelie, bruno, saaq_team, signed_in) -> None:
    response = signed_in(bruno).post(NEW, form(amelie, saaq_team))
    assert response.status_code == 422 and not Thread.objects.exists()


def test_a_closed_team_is_not_offered(amelie, saaq_team, signed_in) -> None:
    saaq_team.accepts_messages = False
    saaq_team.save()
    assert str(saaq_team.pk) not in signed_in(amelie).get(NEW).content.decode()


def test_queries_do_not_grow(start, answer, amelie, signed_in) -> None:
    client, thread = signed_in(amelie), start()
    with growth(client, INBOX) as inbox, growth(client, thread.get_absolute_url()) as page:
        for _ in range(20):
            start()
            answer(thread)
    assert inbox.before == inbox.after <= 8
    # Of which one for the banner of a suspended contact point, one for the question of that place, if there is one, one
    # for what this account has not read, and one for who read.
    assert page.before == page.after <= 12


def test_pages_of_the_inbox(start, amelie, signed_in) -> None:
    for number in range(45):
        start(subject=f"Numéro {number:02d}.")
    client, seen, url = signed_in(amelie), [], INBOX
    while url:
        page = client.get(url).context["page"]
        seen += [thread.subject for thread in page.rows]
        url = page.older and INBOX + page.older
    assert seen == [f"Numéro {number:02d}." for number in reversed(range(45))]
    assert client.get(INBOX + "?avant=nonsense").status_code == 200


def test_space_shows_unread_and_tasks(start, answer, amelie, signed_in) -> None:
    client = signed_in(amelie)
    assert "Écrire un message" in client.get(reverse("pages:space")).content.decode()
    answer(start())
    page = client.get(reverse("pages:space")).content.decode()
    assert "Objet canari" in page and "1 non lu" in page


def test_who_else_reads_the_messages_is_said_as_it_is(start, amelie, rachel, signed_in) -> None:
    """Rachel acts for Amélie: the page may not promise that nobody else reads."""
    thread = start()
    client = signed_in(rachel, place=amelie.citizen)
    page = client.get(INBOX).content.decode()
    assert thread.subject in page and "Personne d’autre" not in page and "le droit d’agir pour vous" in page
