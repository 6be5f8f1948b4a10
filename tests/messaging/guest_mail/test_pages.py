"""/document: from the reference to the answer, without an account; and nothing of it for anybody else."""

import uuid

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from messaging.guest_mail import actions, proofs
from messaging.guest_mail.models import GuestShipment
from messaging.threads import actions as threads
from messaging.threads.models import Message
from portal.audit.models import AuditEvent
from portal.documents.models import Document
from portal.documents.screening import screen
from portal.work_items.actions import open_item
from portal.work_items.models import WorkItem
from tests.messaging.guest_mail.conftest import CANARY, open_in
from tests.portal.documents import corpus

pytestmark = pytest.mark.django_db
READ = "/document/lire/"


def document_of(shipment: GuestShipment) -> Document:
    return Document.objects.get(messages__thread=shipment.thread, origin="agent")


def answer(**more) -> dict:
    return {"body": "Voici ma réponse", "key": str(uuid.uuid4()), **more}


def words(response) -> str:
    return response.content.decode()


def test_she_reads_downloads_and_answers_with_a_file(opened, shipment) -> None:
    page = words(opened.get(READ))
    assert CANARY in page and f"/document/fichier/{document_of(shipment).pk}/" in page
    taken = opened.get(f"/document/fichier/{document_of(shipment).pk}/")
    assert b"".join(taken.streaming_content).startswith(b"%PDF") and "attachment" in taken["Content-Disposition"]
    assert document_of(shipment).first_read_at and document_of(shipment).first_read_by is None
    event = AuditEvent.objects.get(verb="document.opened")
    assert (event.by_id, event.detail) == (None, {"guest_shipment": str(shipment.pk)})
    paper = SimpleUploadedFile("bail.pdf", corpus.pdf(), "application/pdf")
    assert opened.post(READ, answer(documents=paper))["Location"] == READ
    written = Message.objects.get(is_without_account=True)
    assert screen(document_id=written.documents.get().pk).is_available
    page = words(opened.get(READ))
    assert "Voici ma réponse" in page and "bail.pdf" in page and "Votre réponse est envoyée" in page


@pytest.mark.parametrize("path", ["/document/", "/document/code/", READ, "/document/termine/"])
def test_the_telephone_is_on_every_page(path, opened, shipment, code_of) -> None:
    client = opened if path == READ else Client()
    if path == "/document/code/":
        client.post("/document/", {"reference": shipment.shown_reference})
    assert settings.HELP_PHONE[-4:] in words(client.get(path)).replace("\u00a0", " ")


def test_an_unknown_reference_opens_no_second_page(shipment, texts) -> None:
    client = Client()
    refused = client.post("/document/", {"reference": "AAAAA-AAAAA"})
    assert refused.status_code == 422 and "Nous ne trouvons pas" in words(refused) and not texts
    assert client.get("/document/code/")["Location"] == "/document/"


def test_references_are_tried_twenty_times_a_quarter_of_an_hour(shipment) -> None:
    client = Client()
    answers = [client.post("/document/", {"reference": "AAAAA-AAAAA"}).status_code for _ in range(21)]
    assert answers == [422] * 20 + [429]


def test_a_wrong_code_is_said_and_another_is_asked_for(shipment, texts, code_of) -> None:
    client = Client()
    client.post("/document/", {"reference": shipment.shown_reference})
    former = code_of()
    refused = client.post("/document/code/", {"code": "999999" if former != "999999" else "111111"})
    assert refused.status_code == 422 and "Ce n’est pas le bon code" in words(refused)
    client.post("/document/code/", {"another": "1"})
    assert len(texts) == 2
    assert client.post("/document/code/", {"code": code_of()})["Location"] == READ


def test_what_was_sent_by_a_secret_asks_for_it(send) -> None:
    shipment, secret = send(phone="")
    client = Client()
    client.post("/document/", {"reference": shipment.shown_reference})
    assert "mot de passe dit au téléphone" in words(client.get("/document/code/"))
    assert client.post("/document/code/", {"code": "AAAAA-AAAAA"}).status_code == 422
    assert client.post("/document/code/", {"code": secret})["Location"] == READ


def everybody_else(signed_in, people, send, code_of) -> dict[str, Client]:
    """A stranger, who got no further than the reference too; a guest of another shipment; accounts."""
    other_guest, half_way = Client(), Client()
    open_in(other_guest, send()[0], code_of)
    half_way.post("/document/", {"reference": GuestShipment.objects.order_by("sent_at").first().shown_reference})
    names = ("amelie", "bruno", "alain", "benoit", "diane", "emile", "olga")
    accounts = {name: signed_in(people[name]) for name in names}
    return {"stranger": Client(), "half way": half_way, "other guest": other_guest, **accounts}


def test_nobody_else_reads_it_through_these_pages(shipment, signed_in, people, send, code_of) -> None:
    document = f"/document/fichier/{document_of(shipment).pk}/"
    for name, client in everybody_else(signed_in, people, send, code_of).items():
        assert client.get(document).status_code == 404, name
        if name != "other guest":
            assert client.get(READ)["Location"] == "/document/", name
            assert client.post(READ, answer())["Location"] == "/document/", name
    assert not Message.objects.filter(thread=shipment.thread, is_without_account=True).exists()


def test_in_gestion_only_its_team_sees_it(shipment, signed_in, people) -> None:
    page = f"/gestion/guest_mail/guestshipment/{shipment.pk}/change/"
    for name in ("benoit", "diane", "emile", "olga", "amelie"):
        client = signed_in(people[name])
        assert client.get(page).status_code == 404, name
        assert client.post(page, {"act": "withdraw"}).status_code == 404, name
    assert signed_in(people["alain"]).get(page).status_code == 200
    assert GuestShipment.objects.get(pk=shipment.pk).is_in_force


def test_the_opening_is_of_one_browser_and_of_half_an_hour(opened, shipment, clock_offset) -> None:
    assert Client().get(READ)["Location"] == "/document/"
    clock_offset(minutes=31)
    closed = opened.get(READ, follow=True)
    assert "La page s’est fermée" in words(closed)
    assert opened.get(f"/document/fichier/{document_of(shipment).pk}/").status_code == 404


def test_it_goes_on_while_one_reads_two_hours_at_most(opened, clock_offset) -> None:
    for minutes in (20, 40, 60, 80, 100):
        clock_offset(minutes=minutes)
        assert opened.get(READ).status_code == 200, minutes
    clock_offset(minutes=121)
    assert opened.get(READ)["Location"] == "/document/"


def test_what_was_typed_too_late_is_given_back(opened, clock_offset) -> None:
    clock_offset(minutes=45)
    late = opened.post(READ, answer(body="Une longue réponse"))
    assert late.status_code == 403 and "Une longue réponse" in words(late) and "copiez-le" in words(late)
    assert not Message.objects.filter(is_without_account=True).exists()


def test_a_call_proposed_about_an_answer_is_void_once_it_is_read(opened, shipment, saaq_agent, saaq_team) -> None:
    threads.reply(by=saaq_agent, thread=shipment.thread, author_kind="agent", body="Alors?", key=uuid.uuid4())
    open_item(kind=threads.CALL, subject=shipment.thread, by=None, team=saaq_team)
    opened.get(READ)
    assert not WorkItem.objects.open().filter(kind=threads.CALL).exists()


def test_withdrawn_it_closes_under_the_reader(opened, shipment, saaq_agent) -> None:
    actions.withdraw(shipment=shipment, by=saaq_agent)
    assert opened.get(READ)["Location"] == "/document/"
    assert opened.get(f"/document/fichier/{document_of(shipment).pk}/").status_code == 404


def test_closed_by_its_person_nothing_opens_it(opened, shipment, texts) -> None:
    assert opened.post("/document/fermer/")["Location"] == "/document/termine/"
    sent = len(texts)
    again = opened.post("/document/", {"reference": shipment.shown_reference}, follow=True)
    assert again.status_code == 410 and "n’est plus ouvert" in words(again) and len(texts) == sent


def test_after_the_last_day_the_page_says_whom_to_call(shipment, clock_offset, texts) -> None:
    clock_offset(days=15)
    over = Client().post("/document/", {"reference": shipment.shown_reference}, follow=True)
    assert over.status_code == 410 and settings.HELP_PHONE[-4:] in words(over) and not texts
    assert CANARY not in words(over) and "SAAQ" not in words(over)


def test_files_come_in_only_while_it_is_open(shipment, opened, monkeypatch) -> None:
    paper = SimpleUploadedFile("x.pdf", corpus.pdf(), "application/pdf")
    stranger = Client()
    stranger.post(READ, answer(documents=paper))
    stranger.post("/document/", {"reference": "AAAAA-AAAAA", "documents": paper})
    assert Document.objects.filter(origin="citizen", citizen=shipment.thread.citizen).count() == 0


@pytest.mark.parametrize("name", sorted(corpus.REFUSED))
def test_hostile_files_are_refused_through_this_door_too(name, opened, shipment) -> None:
    data = corpus.REFUSED[name]
    content = data[0] if isinstance(data, tuple) else data
    content = content() if callable(content) else content
    sent = opened.post(READ, answer(documents=SimpleUploadedFile(f"{name}.pdf", content, "application/pdf")))
    given = Document.objects.filter(origin="citizen", citizen=shipment.thread.citizen).first()
    assert given or sent.status_code == 422
    if given is None:
        return
    screened = screen(document_id=given.pk)
    assert screened is None or screened.state == Document.State.REFUSED
    assert opened.get(f"/document/fichier/{given.pk}/").status_code == 404


def test_an_error_asks_for_the_files_again(opened) -> None:
    paper = SimpleUploadedFile("bail.pdf", corpus.pdf(), "application/pdf")
    refused = opened.post(READ, answer(body="", documents=paper))
    assert refused.status_code == 422 and "Choisissez de nouveau vos fichiers" in words(refused)
    assert not Document.objects.filter(name__isnull=False, origin="citizen", by=None, citizen__user=None).exists()


def test_sent_twice_it_is_one_answer(opened) -> None:
    once = answer()
    assert [opened.post(READ, once).status_code for _ in range(2)] == [302, 302]
    assert Message.objects.filter(is_without_account=True).count() == 1


def test_the_page_costs_as_many_queries_with_many_messages(opened, shipment, django_assert_max_num_queries) -> None:
    for number in range(20):
        actions.answer(shipment=shipment, body=str(number), key=uuid.uuid4(), uploads=(), by=None)
    opened.get(READ)
    with django_assert_max_num_queries(14):
        opened.get(READ)


def test_nothing_of_it_is_in_a_log(opened, shipment, caplog, code_of) -> None:
    with caplog.at_level("DEBUG"):
        opened.get(READ)
        opened.post("/document/", {"reference": shipment.shown_reference})
        opened.post("/document/code/", {"code": "1"})
    for word in (CANARY, shipment.reference, shipment.shown_reference, shipment.email, shipment.phone, code_of()):
        assert word not in caplog.text, word


def test_enough_tries_are_said(shipment, code_of) -> None:
    client = Client()
    client.post("/document/", {"reference": shipment.shown_reference})
    wrong = "999999" if code_of() != "999999" else "111111"
    answers = [client.post("/document/code/", {"code": wrong}) for _ in range(proofs.MOST_TRIES_A_CODE + 1)]
    assert "Trop d’essais" in words(answers[-1])
