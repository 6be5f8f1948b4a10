"""From the queue to the post office and back: each step once."""

import datetime as dt

import pytest
from django.db import transaction

from portal.audit.models import AuditEvent
from portal.clock import now, today
from portal.consents.actions import withdraw
from portal.consents.models import Channel, Purpose
from portal.organizations.models import Organization
from portal.people.actions import register_without_account
from portal.people.models import Citizen, User
from portal.printing import actions as printing
from reminders.deadlines.models import Deadline
from reminders.deliveries.models import Delivery
from reminders.letters import actions
from reminders.letters import printing as queue_of_letters
from reminders.letters.adapter import LetterAdapter
from reminders.letters.models import Letter, LetterBatch
from reminders.letters.sheets import _told
from reminders.suspensions.models import Suspension
from tests.reminders.paper import agree, delivery_of, reminder_of
from tests.together import at_once


def test_handed_over_twice_it_is_one_letter(georgette, licence):
    delivery = delivery_of(georgette, Channel.LETTER, reminder_of(georgette, licence))
    for _ in range(2):
        LetterAdapter().write_rows([delivery], at=now())
    letter = Letter.objects.get(delivery=delivery)
    assert (letter.state, letter.citizen, letter.organization) == ("queued", georgette, licence.organization)


def test_what_the_transaction_undoes_leaves_no_letter(georgette, licence):
    delivery = delivery_of(georgette, Channel.LETTER, reminder_of(georgette, licence))
    with pytest.raises(RuntimeError), transaction.atomic():
        LetterAdapter().write_rows([delivery], at=now())
        raise RuntimeError
    assert not Letter.objects.exists()


def test_a_batch_takes_the_oldest_and_no_more_than_its_size(georgette, queued, operator):
    letters = [queued(georgette, days=days) for days in (10, 11, 12)]
    batch = printing.prepare(printable="letters", by=operator, largest=2)
    assert list(batch.letters.order_by("place")) == letters[:2]
    assert batch.letters.get(place=1).address == georgette.postal_address
    assert list(Letter.objects.queued()) == letters[2:]
    assert str(batch.letters.get(place=2)) == f"Lettre {batch.number}-002"


def test_a_batch_of_one_organization_leaves_the_others(georgette, queued, operator, ramq):
    mine = queued(georgette)
    with pytest.raises(printing.NothingToPrint):
        printing.prepare(printable="letters", organization_id=ramq.pk, by=operator)
    batch = printing.prepare(printable="letters", organization_id=mine.organization_id, by=operator)
    assert batch.organization == mine.organization


def test_prepared_twice_it_is_one_batch(georgette, queued, operator):
    queued(georgette)
    printing.prepare(printable="letters", by=operator)
    with pytest.raises(printing.NothingToPrint):
        printing.prepare(printable="letters", by=operator)
    assert LetterBatch.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda citizen, by: Deadline.objects.update(state="done", closed_at=now(), closed_by=by), "useless"),
        (lambda citizen, by: Deadline.objects.update(paused_at=now(), paused_by=by), "useless"),
        (
            lambda citizen, by: withdraw(citizen=citizen, purpose=Purpose.REMINDERS, channel=Channel.LETTER, by=by),
            "consent",
        ),
        (lambda citizen, by: Citizen.objects.filter(pk=citizen.pk).update(postal_address=""), "contact"),
        (
            lambda citizen, by: Suspension.objects.create(
                citizen=citizen, channel=Channel.LETTER, address=citizen.postal_address, reason="returned"
            ),
            "suspended",
        ),
    ],
    ids=["done", "paused", "withdrawn", "no address", "suspended"],
)
def test_what_is_no_longer_wanted_is_not_printed(georgette, queued, operator, change, code):
    letter = queued(georgette)
    change(georgette, operator)
    with pytest.raises(printing.NothingToPrint):
        printing.prepare(printable="letters", by=operator)
    letter.refresh_from_db()
    assert (letter.state, letter.delivery.state, letter.delivery.code) == ("cancelled", "cancelled", code)


def test_those_that_leave_the_queue_are_counted_with_their_reason(georgette, queued, operator):
    queued(georgette, days=10), queued(georgette, days=20)
    Deadline.objects.filter(due_on=today() + dt.timedelta(days=10)).update(
        state="done", closed_at=now(), closed_by=operator
    )
    batch = printing.prepare(printable="letters", by=operator)
    assert batch.letters.count() == 1 and batch.passed_over == {"useless": 1}
    assert LetterBatch.objects.count() == 1


def test_printed_then_posted_once_each(georgette, queued, operator):
    letter = queued(georgette)
    batch = printing.prepare(printable="letters", by=operator)
    assert not printing.mark_posted(batch=batch, by=operator)  # not printed yet
    with pytest.raises(printing.NotDownloaded):
        printing.mark_printed(batch=batch, by=operator)
    printing.note_download(batch=batch, by=operator)
    assert printing.mark_printed(batch=batch, by=operator)
    assert not printing.mark_printed(batch=batch, by=operator)
    assert printing.mark_posted(batch=batch, by=operator)
    letter.refresh_from_db()
    batch.refresh_from_db()
    assert (letter.state, batch.state, batch.posted_by) == ("posted", "posted", operator)
    events = AuditEvent.objects.filter(verb__startswith="letter_batch.").order_by("pk").values_list("verb", flat=True)
    assert list(events) == [
        "letter_batch.made",
        "letter_batch.downloaded",
        "letter_batch.printed",
        "letter_batch.posted",
    ]


def test_the_letters_of_one_person_follow_each_other(georgette, queued, saaq_agent, operator):
    """Two letters of Georgette are one envelope; the page and the sheets say so, and name nobody."""
    other = register_without_account(
        given_name="Luc", family_name="Roy", postal_address="1, rue A\nLévis (Québec)  G6V 1A1", by=saaq_agent
    )
    agree(other, Channel.LETTER, saaq_agent)
    first, between, last = queued(georgette, days=40), queued(other, days=50), queued(georgette, days=60)
    batch = printing.prepare(printable="letters", by=operator)
    assert list(batch.letters.order_by("place")) == [first, last, between]
    sheets = _told(list(batch.letters.select_related("citizen", "delivery", "batch").order_by("place")), now())
    references = [sheet["reference"].split("\n")[1:] for sheet in sheets["letters"]]
    assert references == [["Feuille 1 de 2, même enveloppe"], ["Feuille 2 de 2, même enveloppe"], []]


def test_a_letter_that_returns_suspends_the_address_it_bore(georgette, queued, operator):
    letter = queued(georgette)
    with pytest.raises(actions.NotPosted):
        actions.mark_returned(letter=letter, by=operator)
    batch = printing.note_download(batch=printing.prepare(printable="letters", by=operator), by=operator)
    printing.mark_printed(batch=batch, by=operator)
    former = georgette.postal_address
    Citizen.objects.filter(pk=georgette.pk).update(postal_address="9, rue Neuve\nLévis (Québec)  G6V 1A1")
    for _ in range(2):
        letter = actions.mark_returned(letter=letter, by=operator)
    assert (letter.state, letter.returned_by) == ("returned", operator)
    suspension = Suspension.objects.get()
    assert (suspension.address, suspension.channel, suspension.reason) == (former, "letter", "returned")
    assert Delivery.objects.get(pk=letter.delivery_id).state == Delivery.State.BOUNCED
    assert AuditEvent.objects.filter(verb="letter.returned", citizen_id=georgette.pk).count() == 1


def test_a_returned_letter_stays_returned_when_its_batch_is_posted(georgette, queued, operator):
    letter = queued(georgette)
    batch = printing.note_download(batch=printing.prepare(printable="letters", by=operator), by=operator)
    printing.mark_printed(batch=batch, by=operator)
    letter.refresh_from_db()
    actions.mark_returned(letter=letter, by=operator)
    printing.mark_posted(batch=batch, by=operator)
    letter.refresh_from_db()
    assert letter.state == "returned"


@pytest.fixture
def committed(db) -> tuple[list[Delivery], User]:
    """Rows that every connection sees: three deliveries by letter, and an operator."""
    organization = Organization.objects.create(code="essai", name_fr="Essai")
    operator = User.objects.create_user("operatrice@relais.example")
    citizen = Citizen.objects.create(given_name="Jeanne", family_name="Roy", postal_address="1, rue A\nLévis")
    made = [
        delivery_of(citizen, Channel.LETTER, group=f"essai:{rank}", notice_ids=[organization.pk]) for rank in range(3)
    ]
    return made, operator


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_write_one_letter_each(committed):
    deliveries, _ = committed

    def write_rows() -> None:
        with transaction.atomic():
            LetterAdapter().write_rows(deliveries, at=now())

    assert at_once(write_rows, 4) == [None] * 4
    assert Letter.objects.count() == len(deliveries)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_operators_at_once_never_share_a_letter(committed, monkeypatch):
    deliveries, operator = committed
    LetterAdapter().write_rows(deliveries, at=now())
    monkeypatch.setattr(queue_of_letters, "_drop_unwanted", lambda letters: {})
    results = at_once(lambda: printing.prepare(printable="letters", by=operator), 3)
    assert sum(isinstance(one, LetterBatch) for one in results) == 1
    assert sum(isinstance(one, printing.NothingToPrint) for one in results) == 2
    assert Letter.objects.filter(batch=LetterBatch.objects.get()).count() == 3
