"""«Dire ce que c’est»: the kind and the dates of a document; the list by kind; a document kept for later."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from portal import clock
from portal.access.visibility import forget_visibility
from portal.audit.models import AuditEvent
from portal.document_types.actions import retire
from portal.document_types.models import DocumentType
from portal.documents import actions, store
from portal.documents.actions import NotDescribable, describe
from portal.documents.models import Document
from portal.documents.screening import screen
from portal.documents.uploads import seal_upload
from portal.mandates.actions import declare_child, revoke
from portal.mandates.models import Mandate
from tests.portal.documents import corpus
from tests.portal.documents.deposits import accepted, deposit
from tests.queries import growth

pytestmark = pytest.mark.django_db
LIST, DEPOSIT = reverse("documents:list"), reverse("documents:deposit")


@pytest.fixture
def lease(people) -> DocumentType:
    return DocumentType.objects.get(code="bail")


@pytest.fixture
def document(amelie, saaq_team) -> Document:
    return accepted(amelie, team=saaq_team, name="bail 2026.pdf")


def page_of(document: Document) -> str:
    return reverse("documents:page", args=[document.pk])


def event_count() -> int:
    return AuditEvent.objects.filter(verb="document.described").count()


def file(name: str = "bail.pdf", data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, corpus.pdf() if data is None else data)


def sent(user, **more) -> dict:
    return {"document": file(), "citizen": user.citizen.pk, "whole": "1"} | more


# -- saying what it is


def test_said_twice_it_is_told_once(amelie, document, lease, saaq) -> None:
    words = {"document_type": lease, "issued_on": dt.date(2026, 7, 1)}
    described = describe(by=amelie, document=describe(by=amelie, document=document, words=words), words=words)
    assert (described.document_type, described.type_said_by, described.dated_on) == (
        lease,
        amelie,
        dt.date(2026, 7, 1),
    )
    event = AuditEvent.objects.get(verb="document.described")
    assert (event.citizen_id, event.organization_id, event.detail) == (amelie.citizen.pk, saaq.pk, {})
    assert event.sentence == "a dit ce qu’est un document"


def test_taken_back_nothing_is_left_of_who_said_it(amelie, document, lease) -> None:
    describe(by=amelie, document=document, words={"document_type": lease})
    back = describe(by=amelie, document=document, words={"document_type": None})
    assert (back.document_type, back.type_said_at, back.type_said_by) == (
        None,
        None,
        None,
    ) and event_count() == 2


def test_a_refused_file_is_not_described_but_may_be_undescribed(amelie, saaq_team, lease) -> None:
    document = deposit(amelie, team=saaq_team, data=corpus.encrypted_pdf())
    describe(by=amelie, document=document, words={"document_type": lease})
    assert screen(document_id=document.pk).state == "refused"
    with pytest.raises(NotDescribable):
        describe(by=amelie, document=document, words={"issued_on": dt.date(2026, 1, 1)})
    assert describe(by=amelie, document=document, words={"document_type": None}).document_type is None


def test_a_failed_journal_undoes_the_action(amelie, document, lease, monkeypatch) -> None:
    def broken(*args, **kwargs) -> None:
        raise RuntimeError

    monkeypatch.setattr(actions, "record", broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        describe(by=amelie, document=document, words={"document_type": lease})
    document.refresh_from_db()
    assert document.document_type is None


def test_half_a_fact_cannot_be_written(document, lease, amelie) -> None:
    for half in (
        {"document_type": lease},
        {"type_said_by": amelie},
        {"document_type": lease, "type_said_by": amelie},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Document.objects.filter(pk=document.pk).update(**half)


# -- the page of a document


def test_the_page_says_what_is_known_and_takes_what_it_is(amelie, document, signed_in) -> None:
    client = signed_in(amelie)
    page = client.get(page_of(document)).content.decode()
    assert "bail 2026.pdf" in page and "Dire ce que c’est" in page and "Permis de conduire" in page
    posted = {"document_type": "bail", "issued_on": "2026-07-01", "expires_on": "2027-06-30"}
    page = client.post(page_of(document), posted, follow=True).content.decode()
    assert "C’est noté." in page and "Bail, relevé 31" in page
    assert "daté du" in page and "expire le" in page and ">Corriger<" in page
    page = client.get(page_of(document)).content.decode()
    assert '<option value="bail" selected>' in page and 'value="2026-07-01"' in page
    client.post(page_of(document), posted)
    assert event_count() == 1


@pytest.mark.parametrize(
    ("posted", "words"),
    [
        ({"document_type": "licorne"}, "plus proposé"),
        ({"document_type": "bail\x00"}, "plus proposé"),
        ({"document_type": "x" * 5000}, "plus proposé"),
        ({"issued_on": "hier"}, "2027-03-31"),
        ({"issued_on": "0001-01-01"}, "Vérifiez l’année"),
        ({"issued_on": "2999-01-01"}, "pas encore arrivée"),
        ({"issued_on": "2026-07-01", "expires_on": "2026-06-30"}, "expirer avant sa date"),
        ({"expires_on": "99999-01-01"}, "2027-03-31"),
    ],
)
def test_nonsense_is_said_and_nothing_is_written(amelie, document, signed_in, posted, words) -> None:
    response = signed_in(amelie).post(page_of(document), posted)
    assert response.status_code == 422 and words in response.content.decode() and event_count() == 0


def test_a_kind_retired_meanwhile_is_refused_kindly_and_kept_where_it_was(
    amelie, document, lease, operator, signed_in
) -> None:
    client = signed_in(amelie)
    retire(document_type=lease, by=operator)
    response = client.post(page_of(document), {"document_type": "bail"})
    assert response.status_code == 422 and "n’est plus proposé" in response.content.decode()
    describe(by=amelie, document=document, words={"document_type": lease})
    assert client.post(page_of(document), {"document_type": "bail", "issued_on": "2026-01-05"}).status_code == 302
    document.refresh_from_db()
    assert (document.document_type, document.issued_on) == (lease, dt.date(2026, 1, 5))


def test_a_refused_document_offers_no_form_and_a_late_one_is_told(amelie, saaq_team, signed_in) -> None:
    refused = accepted(amelie, team=saaq_team, data=corpus.encrypted_pdf())
    client = signed_in(amelie)
    assert 'name="document_type"' not in client.get(page_of(refused)).content.decode()
    response = client.post(page_of(refused), {"document_type": "bail"}, follow=True)
    assert "Ce fichier a été refusé." in response.content.decode() and event_count() == 0


def test_strangers_find_no_page_and_change_nothing(people, document, signed_in) -> None:
    for key in ["bruno", "samir", "alain", "benoit", "diane", "emile", "olga"]:
        client = signed_in(people[key])
        assert client.get(page_of(document)).status_code == 404, key
        assert client.post(page_of(document), {"document_type": "bail"}).status_code == 404, key
    assert Client().get(page_of(document)).status_code == 302 and event_count() == 0


def test_a_representative_says_it_while_the_mandate_lasts(rachel, amelie, document, signed_in) -> None:
    client = signed_in(rachel, place=amelie.citizen)
    assert "Dossier d’Amélie" in client.get(page_of(document)).content.decode()
    client.post(page_of(document), {"document_type": "bail"})
    document.refresh_from_db()
    assert document.type_said_by == rachel
    revoke(mandate=Mandate.objects.get(holder=rachel, citizen=amelie.citizen), by=amelie)
    assert client.post(page_of(document), {"document_type": ""}).status_code == 404


# -- the list


def test_the_list_is_narrowed_by_kind(amelie, saaq_team, lease, document, signed_in) -> None:
    describe(by=amelie, document=document, words={"document_type": lease})
    accepted(amelie, team=saaq_team, name="autre chose.pdf", data=corpus.pdf(b"autre"))
    client = signed_in(amelie)
    page = client.get(LIST).content.decode()
    assert "Bail, relevé 31 ou compte de taxes (1)" in page and "À préciser (1)" in page
    page = client.get(LIST, {"genre": "bail"}).content.decode()
    assert "bail 2026.pdf" in page and "autre chose.pdf" not in page and "1 document : Bail" in page
    page = client.get(LIST, {"genre": "a-preciser"}).content.decode()
    assert "autre chose.pdf" in page and "bail 2026.pdf" not in page


@pytest.mark.parametrize("asked", ["licorne", "\x00", "x" * 3000, "' OR 1=1", "medical"])
def test_a_filter_of_nothing_shows_everything(amelie, document, signed_in, asked) -> None:
    assert "bail 2026.pdf" in signed_in(amelie).get(LIST, {"genre": asked}).content.decode()


def test_the_next_page_keeps_the_kind(amelie, saaq_team, lease, signed_in, monkeypatch) -> None:
    monkeypatch.setattr("portal.documents.views.DOCUMENTS_A_PAGE", 2)
    for number in range(3):
        one = deposit(amelie, team=saaq_team, name=f"bail {number}.pdf")
        describe(by=amelie, document=one, words={"document_type": lease})
    deposit(amelie, team=saaq_team, name="autre.pdf")
    client = signed_in(amelie)
    first = client.get(LIST, {"genre": "bail"})
    older = first.context["page"].older
    page = client.get(LIST + older)
    assert "bail 0.pdf" in page.content.decode() and "autre.pdf" not in page.content.decode()
    assert page.context["page"].newer == "?genre=bail"


def test_a_childs_document_is_shown_as_the_childs(amelie, saaq_team, signed_in) -> None:
    lea = declare_child(given_name="Léa", family_name="Roy", birth_date=dt.date(2020, 2, 29), by=amelie)
    accepted(amelie, team=saaq_team, citizen=lea, name="acte.pdf")
    assert "dossier de Léa Roy" in signed_in(amelie, place=lea).get(LIST).content.decode()


def test_an_empty_list_leads_to_a_deposit(bruno, signed_in) -> None:
    page = signed_in(bruno).get(LIST).content.decode()
    assert "Aucun document pour l’instant" in page and DEPOSIT in page and 'name="genre"' not in page


def test_queries_of_the_list_and_of_the_page_do_not_grow(amelie, saaq_team, lease, document, signed_in) -> None:
    describe(by=amelie, document=document, words={"document_type": lease})
    document_types = list(DocumentType.objects.all())
    client = signed_in(amelie)
    with growth(client, LIST) as listed, growth(client, page_of(document)) as page:
        for number in range(12):
            one = deposit(amelie, team=saaq_team, name=f"{number}.pdf")
            describe(by=amelie, document=one, words={"document_type": document_types[number]})
    assert listed.before == listed.after <= 8
    assert page.before == page.after <= 8


# -- a document kept for later


def test_a_paper_is_kept_and_no_organization_sees_it(amelie, people, signed_in) -> None:
    client = signed_in(amelie)
    page = client.get(DEPOSIT, {"genre": "bail"}).content.decode()
    assert '<option value="bail" selected>' in page and "n’est vu d’aucun organisme" in page
    page = client.post(
        DEPOSIT, sent(amelie, document_type="bail", issued_on="2026-07-01"), follow=True
    ).content.decode()
    assert "Votre document est déposé." in page and "Gardé dans votre espace" in page
    document = Document.objects.get()
    assert (document.citizen, document.team, document.document_type.code) == (amelie.citizen, None, "bail")
    screen(document_id=document.pk)
    for key in ["alain", "sylvie", "emile", "olga", "bruno"]:
        assert not Document.objects.visible_to(people[key]).exists(), key
    assert client.get(reverse("documents:receipt", args=[document.pk])).status_code == 200


def test_a_double_click_keeps_one(amelie, signed_in) -> None:
    client = signed_in(amelie)
    for _ in range(2):
        assert client.post(DEPOSIT, sent(amelie, document_type="bail")).status_code == 302
    assert Document.objects.count() == 1 and event_count() == 1
    assert AuditEvent.objects.filter(verb="document.received").count() == 1


def test_the_same_file_refused_before_is_taken_again(amelie) -> None:
    for _ in range(2):
        kept = actions.deposit(
            by=amelie, citizen=amelie.citizen, upload=seal_upload("a.pdf", corpus.encrypted_pdf()), words={}
        )
        screen(document_id=kept.pk)
    assert Document.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"document": ""}, "Choisissez le fichier à envoyer."),
        ({"whole": ""}, "coupé avant la fin"),
        ({"document_type": "licorne"}, "plus proposé"),
        ({"citizen": "0" * 32}, "agir pour cette personne"),
        ({"citizen": "\x00"}, "Un signe invisible"),
    ],
)
def test_a_deposit_that_cannot_be_is_explained(amelie, signed_in, changes, words) -> None:
    response = signed_in(amelie).post(DEPOSIT, sent(amelie) | changes)
    assert response.status_code == 422 and words in response.content.decode()
    assert not Document.objects.exists()


def test_nobody_deposits_in_a_strangers_file(amelie, bruno, rachel, saaq_agent, signed_in) -> None:
    assert signed_in(bruno).post(DEPOSIT, sent(amelie)).status_code == 422
    assert signed_in(saaq_agent).post(DEPOSIT, sent(amelie)).status_code == 404
    assert not Document.objects.exists()
    assert signed_in(rachel, place=amelie.citizen).post(DEPOSIT, sent(amelie)).status_code == 302
    assert Document.objects.get().by == rachel


def test_a_full_space_is_said_and_nothing_is_kept(amelie, signed_in, monkeypatch) -> None:
    monkeypatch.setattr("portal.documents.forms.has_room", lambda **kwargs: False)
    response = signed_in(amelie).post(DEPOSIT, sent(amelie))
    assert "espace de documents est plein" in response.content.decode() and not Document.objects.exists()


# -- what a person can show


def usable(user, *, of=None) -> dict[str, str]:
    citizen = (of or user).citizen
    found = Document.objects.usable_as_proof(user, clock.today(), citizen_id=citizen.pk)
    return {one.document_type.code: one.name for one in found}


def keep(user, name: str, document_type: DocumentType, **words) -> Document:
    upload = seal_upload(name, corpus.pdf(name.encode()))
    citizen = words.pop("citizen", user.citizen)
    kept = actions.deposit(by=user, citizen=citizen, upload=upload, words={"document_type": document_type, **words})
    return screen(document_id=kept.pk)


def test_the_best_of_each_kind(amelie, lease) -> None:
    keep(amelie, "vieux.pdf", lease, issued_on=dt.date(2024, 7, 1))
    keep(amelie, "bon.pdf", lease, issued_on=dt.date(2026, 7, 1))
    keep(amelie, "périmé.pdf", lease, issued_on=dt.date(2026, 8, 1), expires_on=dt.date(2026, 9, 1))
    keep(amelie, "revenus.pdf", DocumentType.objects.get(code="revenus"))
    assert usable(amelie) == {"bail": "bon.pdf", "revenus": "revenus.pdf"}


def test_neither_what_waits_nor_what_was_refused_nor_what_is_of_no_kind(amelie, lease, saaq_team, operator) -> None:
    waiting = deposit(amelie, team=saaq_team)
    describe(by=amelie, document=waiting, words={"document_type": lease})
    for state in ("received", "held"):
        why = {"held_because": "scanner", "held_since": clock.now()} if state == "held" else {}
        Document.objects.filter(pk=waiting.pk).update(state=state, **why)
        assert usable(amelie) == {}
    refused = deposit(amelie, team=saaq_team, data=corpus.encrypted_pdf())
    describe(by=amelie, document=refused, words={"document_type": lease})
    screen(document_id=refused.pk)
    accepted(amelie, team=saaq_team)
    assert usable(amelie) == {}
    assert screen(document_id=waiting.pk).is_available and usable(amelie)
    retire(document_type=lease, by=operator)
    assert usable(amelie) == {}


def test_only_ones_own_and_a_childs_paper_of_ones_child(amelie, bruno, rachel, lease) -> None:
    birth = DocumentType.objects.get(code="naissance-enfant")
    lea = declare_child(given_name="Léa", family_name="Roy", birth_date=dt.date(2020, 2, 29), by=amelie)
    keep(amelie, "acte.pdf", birth, citizen=lea)
    keep(amelie, "bail de Léa.pdf", lease, citizen=lea)
    keep(amelie, "bail.pdf", lease)
    assert usable(amelie) == {"naissance-enfant": "acte.pdf", "bail": "bail.pdf"}
    # A helper sees her documents, but they are not what the helper has; the child's are not the helper's to see.
    assert usable(rachel) == {} and usable(rachel, of=amelie) == {"bail": "bail.pdf"}
    assert usable(bruno) == usable(bruno, of=amelie) == {}
    revoke(mandate=Mandate.objects.get(holder=rachel, citizen=amelie.citizen), by=amelie)
    forget_visibility(rachel)
    assert usable(rachel, of=amelie) == {}
    revoke(mandate=Mandate.objects.get(citizen=lea), by=amelie)
    assert usable(amelie) == {"bail": "bail.pdf"}


# -- taken back


def discard_of(document: Document) -> str:
    return reverse("documents:discard", args=[document.pk])


def test_a_paper_kept_here_is_discarded_with_its_bytes(
    amelie, lease, signed_in, django_capture_on_commit_callbacks
) -> None:
    document, client = keep(amelie, "bail.pdf", lease), signed_in(amelie)
    assert "Retirer le document" in client.get(page_of(document)).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(discard_of(document), follow=True).content.decode()
    assert "Il n’en reste rien ici." in page and "bail.pdf" not in page
    assert not Document.objects.exists() and not store.path_of(document.storage_key).exists()
    event = AuditEvent.objects.get(verb="document.discarded")
    assert (event.by_id, event.subject_id) == (amelie.pk, str(document.pk))
    assert client.post(discard_of(document)).status_code == 404
    actions.discard(by=amelie, document=document)  # a second click that came through
    assert AuditEvent.objects.filter(verb="document.discarded").count() == 1


def test_what_a_team_received_is_not_discarded(amelie, document, signed_in) -> None:
    client = signed_in(amelie)
    assert "Retirer le document" not in client.get(page_of(document)).content.decode()
    assert client.post(discard_of(document)).status_code == 404
    actions.discard(by=amelie, document=document)
    assert Document.objects.filter(pk=document.pk).exists()


def test_nobody_else_discards_it(amelie, lease, people, signed_in) -> None:
    document = keep(amelie, "bail.pdf", lease)
    for key in ["bruno", "samir", "alain", "emile", "olga"]:
        assert signed_in(people[key]).post(discard_of(document)).status_code == 404, key
    assert signed_in(amelie).get(discard_of(document)).status_code == 405
    assert Document.objects.filter(pk=document.pk).exists()


def test_while_a_worker_reads_it_one_waits(amelie, lease, signed_in) -> None:
    document, client = keep(amelie, "bail.pdf", lease), signed_in(amelie)
    Document.objects.filter(pk=document.pk).update(claimed_until=dt.datetime.now(dt.UTC) + dt.timedelta(minutes=1))
    assert "dans une minute" in client.post(discard_of(document), follow=True).content.decode()
    assert Document.objects.filter(pk=document.pk).exists()


def test_the_kinds_are_explained(bruno, signed_in) -> None:
    assert "Remis par l’employeur à la fin d’un emploi." in signed_in(bruno).get(DEPOSIT).content.decode()
