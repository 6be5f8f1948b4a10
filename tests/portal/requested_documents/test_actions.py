"""A requested piece, from asked to settled: what each action leaves behind, once."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from portal import clock
from portal.audit.models import AuditEvent
from portal.documents.models import Document
from portal.documents.rescue import give_up
from portal.documents.uploads import seal_upload
from portal.dossiers.actions import open_dossier
from portal.foundation.crypto import Unsealable
from portal.notices.models import Notice
from portal.requested_documents import actions
from portal.requested_documents.models import RequestedDocument
from portal.work_items.models import WorkItem
from tests.portal.documents import corpus
from tests.portal.requested_documents.conftest import CANARY

pytestmark = pytest.mark.django_db


def open_items(requested_document) -> list[WorkItem]:
    return list(WorkItem.objects.open().about(requested_document))


def test_asking_is_a_dated_task_a_notice_and_a_journal_row(ask, amelie, saaq_agent, saaq) -> None:
    requested_document = ask(due_on=dt.date(2030, 7, 1))
    (item,) = open_items(requested_document)
    assert (item.kind, item.citizen, item.why) == ("requests.give", amelie.citizen, saaq.name_fr)
    assert item.due_at == dt.datetime(2030, 7, 2, 3, 59, tzinfo=dt.UTC)  # 23 h 59 in Montréal
    assert (
        item.sentence == "Envoyer une pièce demandée"
        and item.get_absolute_url() == requested_document.get_absolute_url()
    )
    notice = Notice.objects.get()
    assert (notice.kind, notice.citizen, notice.subject_id) == ("request", amelie.citizen, requested_document.pk)
    event = AuditEvent.objects.get(verb="request.asked")
    assert (event.by_id, event.citizen_id) == (saaq_agent.pk, amelie.citizen.pk)
    assert event.sentence == "a demandé une pièce"


def test_asked_twice_while_awaited_is_one(ask, give, amelie, saaq_team) -> None:
    dossier = open_dossier(by=None, citizen=amelie.citizen, team=saaq_team, number="A-1", title="Permis")
    first = ask(about=dossier)
    assert ask(about=dossier) == first and ask(about=dossier, label="autre chose") != first and ask() != first
    give(first)
    assert ask(about=dossier) != first
    assert Notice.objects.count() == 4


def test_giving_closes_the_citizen_s_task_and_opens_the_team_s(ask, give, amelie, saaq_team) -> None:
    requested_document = give(ask())
    assert (requested_document.state, requested_document.given_by, requested_document.documents[0].team) == (
        "given",
        amelie,
        saaq_team,
    )
    (item,) = open_items(requested_document)
    assert (item.kind, item.team, item.sentence) == ("requests.examine", saaq_team, "Examiner une pièce reçue")
    assert item.get_absolute_url() == requested_document.agent_url


def test_given_twice_is_once(ask, give, amelie) -> None:
    requested_document = ask()
    give(requested_document)
    with pytest.raises(actions.NotAwaited):
        actions.give(by=amelie, request=requested_document, uploads=[seal_upload("b.pdf", corpus.pdf())])
    assert Document.objects.count() == 1


def test_accepted_nobody_has_anything_to_do(ask, give, saaq_agent) -> None:
    requested_document = actions.accept(by=saaq_agent, request=give(ask()))
    assert (
        requested_document.state == "accepted"
        and requested_document.settled_by == saaq_agent
        and not open_items(requested_document)
    )
    with pytest.raises(actions.NotAwaited):
        actions.refuse(by=saaq_agent, request=requested_document, because="trop tard")


def test_refused_because_it_is_awaited_again_with_its_date(ask, give, amelie, saaq_agent) -> None:
    requested_document = actions.refuse(by=saaq_agent, request=give(ask()), because="La page 2 manque.")
    (item,) = open_items(requested_document)
    assert (item.kind, item.citizen) == ("requests.give", amelie.citizen) and item.due_at
    assert Notice.objects.filter(kind="request").count() == 2
    again = give(requested_document)
    assert (again.state, again.because, again.settled_at) == ("given", None, None)
    assert Document.objects.count() == 2


def test_a_file_that_failed_its_checks_can_be_replaced_at_once(ask, give, saaq_agent) -> None:
    requested_document = give(ask(), data=corpus.encrypted_pdf())
    assert (
        requested_document.documents[0].state == "refused"
        and requested_document.awaits_citizen
        and not requested_document.can_be_examined
    )
    with pytest.raises(actions.NotAwaited):
        actions.accept(by=saaq_agent, request=requested_document)
    assert give(requested_document).can_be_examined


def test_a_file_that_failed_its_checks_is_expected_again_and_told(ask, give, amelie) -> None:
    requested_document = give(ask(due_on=dt.date(2030, 7, 1)), data=corpus.encrypted_pdf())
    (item,) = open_items(requested_document)
    assert (item.kind, item.citizen) == ("requests.give", amelie.citizen)
    assert item.due_at == dt.datetime(2030, 7, 2, 3, 59, tzinfo=dt.UTC)
    assert Notice.objects.filter(kind="request", subject_id=requested_document.pk).count() == 2
    assert requested_document in RequestedDocument.objects.awaited()
    (item,) = open_items(give(requested_document))
    assert item.kind == "requests.examine"


def test_a_file_that_the_operation_gave_up_is_expected_again(ask, amelie, people) -> None:
    requested_document = actions.give(by=amelie, request=ask(), uploads=[seal_upload("a.pdf", corpus.pdf())])
    held = {"state": "held", "held_because": "fault", "held_since": clock.now()}
    Document.objects.filter(pk=requested_document.documents[0].pk).update(**held)
    give_up(by=people["olga"], document=requested_document.documents[0], because="damaged")
    (item,) = open_items(requested_document)
    assert item.kind == "requests.give" and Notice.objects.filter(kind="request").count() == 2


def test_a_requested_document_whose_file_was_refused_may_be_cancelled(ask, give, saaq_agent) -> None:
    requested_document = actions.cancel(by=saaq_agent, request=give(ask(), data=corpus.encrypted_pdf()))
    assert requested_document.state == "cancelled" and not open_items(requested_document)


def test_a_requested_document_no_longer_needed(ask, saaq_agent) -> None:
    requested_document = actions.cancel(by=saaq_agent, request=ask())
    assert (
        requested_document.state == "cancelled"
        and not open_items(requested_document)
        and not requested_document.awaits_citizen
    )


def test_late_from_the_day_after(ask, clock_offset) -> None:
    requested_document = ask()
    clock_offset(days=9)
    assert not requested_document.is_late
    clock_offset(days=11)
    assert requested_document.is_late and open_items(requested_document)[0].is_late


def test_each_sees_their_own(ask, amelie, rachel, people) -> None:
    requested_document = ask()
    seeing = {
        key
        for key, user in people.items()
        if RequestedDocument.objects.visible_to(user).filter(pk=requested_document.pk)
    }
    assert seeing == {"amelie", "rachel", "alain", "aicha", "sylvie"}


def test_words_are_sealed_to_their_row(ask, give, saaq_agent) -> None:
    requested_document = actions.refuse(by=saaq_agent, request=give(ask(reason=CANARY)), because=CANARY)
    other = ask(label="autre")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT label, reason, because FROM requested_documents_requesteddocument WHERE id = %s",
            [requested_document.pk],
        )
        assert all(b"canari" not in bytes(value) for value in cursor.fetchone())
    RequestedDocument.objects.filter(pk=other.pk).update(
        label=RequestedDocument.objects.values_list("label").get(pk=requested_document.pk)[0]
    )
    with pytest.raises(Unsealable):
        _ = RequestedDocument.objects.get(pk=other.pk).label


@pytest.mark.parametrize("state", ["given", "accepted", "refused", "cancelled"])
def test_a_state_without_its_facts_cannot_be_written(ask, state) -> None:
    requested_document = ask()
    with pytest.raises(IntegrityError), transaction.atomic():
        RequestedDocument.objects.filter(pk=requested_document.pk).update(state=state)


def test_a_failed_action_leaves_nothing(ask, amelie, monkeypatch) -> None:
    requested_document = ask()

    def broken(*args, **kwargs) -> None:
        raise RuntimeError

    monkeypatch.setattr(actions, "record", broken)
    with pytest.raises(RuntimeError):
        actions.give(by=amelie, request=requested_document, uploads=[seal_upload("a.pdf", corpus.pdf())])
    assert not Document.objects.exists() and open_items(requested_document)[0].kind == "requests.give"
