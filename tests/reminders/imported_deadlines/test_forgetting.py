"""What waits for nobody is kept ninety days after its date, and not a day more."""

import datetime as dt

import pytest

from portal.audit.models import AuditEvent
from portal.client_numbers.actions import end
from portal.clock import today
from portal.organizations.models import Organization
from portal.retention import actions
from portal.retention.actions import sweep_model
from portal.retention.tasks import sweep_retention
from reminders.deadlines.models import Deadline
from reminders.imported_deadlines.actions import receive
from reminders.imported_deadlines.models import ImportedDeadline
from reminders.imported_deadlines.rows import ImportedRow

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(kind, saaq):
    def one(*rows: tuple[str, str, int], state="open") -> None:
        lines = [
            ImportedRow(reference, kind, number, today() + dt.timedelta(days=days), None, state)
            for reference, number, days in rows
        ]
        receive(organization=saaq, rows=lines, by=None, origin=Deadline.Origin.IMPORT)

    return one


def forget_unmatched() -> int:
    return sweep_model(model=ImportedDeadline)


def kept() -> set[str]:
    return set(ImportedDeadline.objects.values_list("reference", flat=True))


def test_ninety_days_after_its_date_it_is_erased(send, agreed, clock_offset):
    """Linked ones stay, whatever their age; so does what is still expected, or was a moment ago."""
    send(("old", "B-7", 0), ("eve", "B-7", 1), ("coming", "B-8", 400), ("linked", "A 100", 0))
    send(("done", "B-9", 0), state="done")
    clock_offset(days=90)
    assert forget_unmatched() == 0
    clock_offset(days=91)
    assert forget_unmatched() == 2 and kept() == {"eve", "coming", "linked"}
    assert forget_unmatched() == 0
    clock_offset(days=92)
    sweep_retention()
    assert kept() == {"coming", "linked"}


def test_the_journal_says_how_many_for_each_organization(send, kind, saaq, clock_offset, monkeypatch):
    monkeypatch.setattr(actions, "BATCH", 2)
    other = Organization.objects.exclude(pk=saaq.pk).order_by("pk").first()
    send(*((f"r{number}", "B-7", 0) for number in range(3)))
    row = ImportedRow("x", kind, "B-7", today(), None, "open")
    receive(organization=other, rows=[row], by=None, origin=Deadline.Origin.IMPORT)
    clock_offset(days=91)
    assert forget_unmatched() == 4
    events = AuditEvent.objects.filter(verb="retention.swept")
    counts = {saaq.pk: 0, other.pk: 0}
    for event in events:
        counts[event.organization_id] += event.detail["erased"]
        assert event.citizen_id is None
    assert counts == {saaq.pk: 3, other.pk: 1}


def test_said_again_after_that_it_waits_again(send, clock_offset):
    send(("r1", "B-7", 0))
    clock_offset(days=91)
    forget_unmatched()
    send(("r1", "B-7", 30))
    assert kept() == {"r1"} and ImportedDeadline.objects.get().client_number == "B-7"


def test_of_a_number_that_ended_nothing_new_is_a_deadline(send, agreed, amelie, clock_offset):
    """The organization goes on with its rows; the person is not linked any more."""
    send(("r1", "A 100", 40))
    end(number=agreed, by=amelie)
    send(("r1", "A 100", 50))
    imported_deadline = ImportedDeadline.objects.get()
    assert (imported_deadline.citizen_id, imported_deadline.deadline_id) == (None, None)
    clock_offset(days=141)
    assert forget_unmatched() == 1
