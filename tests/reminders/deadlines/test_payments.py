"""A payment to a person: announced, made, late, not received; what it says each time, and what to do."""

import datetime as dt

import pytest

from portal.clock import today
from portal.consents.actions import give
from portal.consents.models import Channel, Purpose
from portal.webhooks import actions as webhooks
from portal.work_items.models import WorkItem
from reminders.deadlines.actions import CannotBeMissed, mark_missed, reopen
from reminders.deadlines.models import Deadline
from reminders.deliveries.release import release_due
from reminders.imported_deadlines.actions import receive
from reminders.imported_deadlines.models import ImportedDeadline
from reminders.imported_deadlines.rows import ImportedRow, check
from reminders.inbox.actions import mark_read
from reminders.inbox.models import InboxItem
from reminders.kinds.models import DeadlineKind, ReminderStep
from reminders.preferences.wordings import wording_of
from tests.portal.webhooks.receiving import receiver, subscribed
from tests.reminders.deliveries.conftest import four_channels, noon
from tests.reminders.imported_deadlines.conftest import agreed, kind

__all__ = ["agreed", "four_channels", "kind", "noon", "receiver", "subscribed"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("four_channels")]
STEPS = {
    ("opened", 0): "Un versement est annoncé pour le {date}. {where}",
    ("date", -2): "Un versement est prévu le {date}. {where}",
    ("date", 5): "Le versement du {date} devrait être arrivé. S’il manque, quoi faire : {where}",
    ("done", 0): "Le versement du {date} a été fait. {where}",
    ("missed", 0): "Le versement du {date} est en retard ou n’est pas reçu. Quoi faire : {where}",
}


@pytest.fixture
def payment(agreed, amelie, kind, saaq_team, noon) -> DeadlineKind:
    """A kind of payment with its five notices; Amélie reads them in her inbox."""
    wording = wording_of(Purpose.REMINDERS, Channel.INBOX)
    give(citizen=amelie.citizen, purpose=Purpose.REMINDERS, channel=Channel.INBOX, wording=wording, by=amelie)
    kind.steps.all().delete()
    for (moment, offset), text in STEPS.items():
        ReminderStep.objects.create(kind=kind, moment=moment, offset_days=offset, text_fr=text)
    kind.nature, kind.team = DeadlineKind.Nature.PAYOUT, saaq_team
    kind.procedure_fr = ["Vérifier le compte donné pour le dépôt", "Appeler après cinq jours"]
    kind.save()
    return kind


@pytest.fixture
def says(payment, saaq):
    """`says("done")`: what the organization sends of the payment `P-1`, due in five days from the first noon."""
    first = today() + dt.timedelta(days=5)

    def send(state: str, days: int = 0) -> Deadline:
        row = ImportedRow("P-1", payment, "A-100", first + dt.timedelta(days=days), None, state)
        receive(organization=saaq, rows=[row], by=None, origin="import")
        release_due()
        return ImportedDeadline.objects.select_related("deadline__kind", "deadline__citizen").get().deadline

    return send


def all_read(amelie) -> None:
    """What came before is no part of what a page reads."""
    for item in InboxItem.objects.select_related("citizen"):
        mark_read(item=item, by=amelie)


def moments() -> list[str]:
    """The moments of the notices that are in the inbox, in their order."""
    items = InboxItem.objects.order_by("created_at", "pk").select_related("reminder__step")
    return [f"{item.reminder.step.moment}{item.reminder.step.offset_days:+d}" for item in items]


def test_announced_reminded_made(says, noon):
    says("open")
    noon(days=3)
    release_due()
    noon(days=5)
    says("done")
    noon(days=12)
    release_due()
    assert moments() == ["opened+0", "date-2", "done+0"]


def test_nothing_said_after_its_day_the_person_reads_what_to_do(says, noon):
    says("open")
    noon(days=10)
    release_due()
    assert moments()[-1] == "date+5"


def test_late_then_announced_again_then_made(says, noon, signed_in, amelie):
    says("open")
    noon(days=6)
    late = says("missed")
    all_read(amelie)
    page = signed_in(amelie).get(late.get_absolute_url()).content.decode()
    assert "versement en retard" in page and "Vérifier le compte" in page and "Appeler après cinq jours" in page
    assert not WorkItem.objects.filter(kind="deadlines.not_received").exists()
    again = says("open", days=8)
    assert again.pk == late.pk and again.is_open and again.due_on > late.due_on
    noon(days=11)
    release_due()
    says("done", days=8)
    assert moments() == ["opened+0", "missed+0", "date-2", "done+0"]


def test_late_then_made(says, noon):
    says("open")
    noon(days=6)
    says("missed")
    assert says("done").state == "done" and moments()[-1] == "done+0"


def test_made_and_not_received_a_team_looks_for_it(says, noon, signed_in, amelie, saaq_team, receiver, subscribed):
    says("open")
    noon(days=5)
    made = says("done")
    all_read(amelie)
    client = signed_in(amelie)
    page = client.get(made.get_absolute_url()).content.decode()
    assert "versement fait" in page and "Je ne l’ai pas reçu" in page
    answer = client.post(f"{made.get_absolute_url()}manque/", follow=True).content.decode()
    assert "son équipe cherche ce versement" in answer and "Vérifier le compte" in answer
    made.refresh_from_db()
    assert (made.state, made.closed_by) == ("missed", amelie)
    task = WorkItem.objects.get(kind="deadlines.not_received")
    assert task.team == saaq_team and task.done_at is None
    release_due()
    assert moments()[-1] == "missed+0"
    webhooks.sweep()
    heard = [(one["type"], one["data"]["reference"]) for one in receiver.received]
    assert ("deadline.missed", "P-1") in heard
    says("open", days=8)
    task.refresh_from_db()
    assert task.done_at is not None


def test_twice_is_once_and_received_after_all(says, noon, amelie):
    says("open")
    noon(days=5)
    made = says("done")
    for _ in range(2):
        mark_missed(deadline=Deadline.objects.with_kind().get(pk=made.pk), by=amelie)
    assert WorkItem.objects.filter(kind="deadlines.not_received").count() == 1
    reopen(deadline=Deadline.objects.with_kind().get(pk=made.pk), by=amelie)
    assert not WorkItem.objects.open().filter(kind="deadlines.not_received").exists()


def test_not_before_its_day(says, noon, amelie):
    with pytest.raises(CannotBeMissed):
        mark_missed(deadline=says("open"), by=amelie)


def test_what_a_person_keeps_for_herself_asks_nobody(payment, followed, noon, amelie):
    mine = followed(amelie, days=1, kind=payment, channels=())
    noon(days=2)
    mark_missed(deadline=Deadline.objects.with_kind().get(pk=mine.pk), by=amelie)
    assert Deadline.objects.get(pk=mine.pk).state == "missed" and not WorkItem.objects.exists()


def test_an_agent_notes_it_for_a_person(says, noon, signed_in, saaq_agent):
    says("open")
    noon(days=5)
    made = says("done")
    page = f"/gestion/deadlines/deadline/{made.pk}/change/"
    client = signed_in(saaq_agent)
    assert "Versement non reçu" in client.get(page).content.decode()
    client.post(page, {"act": "not_received", "sure": "1"})
    made.refresh_from_db()
    assert (made.state, made.closed_by) == ("missed", saaq_agent)


@pytest.mark.parametrize("state", ["missed", "late", "En retard", "non versé"])
def test_only_appointments_and_payments_are_late_by_word(payment, state):
    record = {"reference": "P", "kind": payment.code, "client_number": "A-100", "due_on": str(today()), "state": state}
    row, problems = check(record, {payment.code: payment}, today())
    assert row is not None and row.state == "missed" and not problems
    payment.nature = DeadlineKind.Nature.EXPIRY
    row, problems = check(record, {payment.code: payment}, today())
    assert row is None and problems[0].column == "state"
