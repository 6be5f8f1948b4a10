"""Rows that contradict each other: both are told, by their places, and neither is received."""

import datetime as dt
from dataclasses import replace

import pytest

from portal.audit.models import AuditEvent
from portal.client_numbers.models import ClientNumber
from portal.clock import today
from reminders.deadlines.models import Deadline
from reminders.imported_deadlines.actions import link, receive
from reminders.imported_deadlines.models import ImportedDeadline
from reminders.imported_deadlines.received import NumberChanged, ReferenceTwice
from reminders.imported_deadlines.rows import ImportedRow
from reminders.imported_deadlines.together import Together

HOME, ELSEWHERE = ("Zoé Roy", "1, rue A|Lévis (Québec)"), ("Zoé Roy", "9, rue B|Laval (Québec)")


def told_of(*rows):
    together = Together(lambda place: f"ligne {place}")
    return sorted(
        (place, one.column) for at, row in enumerate(rows, start=2) for place, one in together.against(at, row)
    )


def row(reference, number="A-1", invite=("", "")):
    return {
        "reference": reference,
        "client_number": number,
        "invite_name": invite[0],
        "invite_address": invite[1],
    }


def test_a_reference_twice_names_both_lines():
    together = Together(lambda place: f"ligne {place}")
    assert list(together.against(2, row("R-1"))) == []
    problems = list(together.against(9, row("R-1\u00a0", "B-2")))
    assert [(place, "ligne 2" in one.words, "ligne 9" in one.words) for place, one in problems] == [
        (9, True, False),
        (2, False, True),
    ]


def test_three_times_each_is_told_once():
    assert told_of(row("R"), row("R"), row("R")) == [(2, "reference"), (3, "reference"), (4, "reference")]


def test_rows_with_other_faults_count():
    assert told_of(row("R", number=""), row("R")) == [(2, "reference"), (3, "reference")]


def test_what_is_no_reference_is_told_by_its_own_check_only():
    assert told_of(row("N/A"), row("N/A"), row(""), row("")) == []


def test_one_number_with_two_addresses():
    assert told_of(row("r1", "A-1", HOME), row("r2", "a1", ELSEWHERE)) == [(2, "invite_name"), (3, "invite_name")]


@pytest.mark.parametrize(
    "same", [HOME, ("ZOE ROY", "1 rue A|Levis, (Québec)"), ("Zoé\u00a0Roy", "1, rue A\nLévis (Québec)"), ("", "")]
)
def test_the_same_person_written_otherwise_is_the_same(same):
    assert told_of(row("r1", "A-1", HOME), row("r2", "A 1", same)) == []


@pytest.mark.django_db
class ReceivingTests:
    @pytest.fixture
    def rows(self, kind):
        on = today() + dt.timedelta(days=60)
        return [ImportedRow("r1", kind, "A-100", on, None, "open"), ImportedRow("r2", kind, "B-7", on, None, "open")]

    @staticmethod
    def send(saaq, rows):
        return receive(organization=saaq, rows=rows, by=None, origin=Deadline.Origin.IMPORT)

    def test_two_rows_of_one_reference_are_never_received(self, saaq, rows):
        with pytest.raises(ReferenceTwice):
            self.send(saaq, [rows[0], replace(rows[1], reference="r1")])
        assert not ImportedDeadline.objects.exists()

    def test_another_number_under_a_known_reference_moves_nothing(self, agreed, saaq, rows, amelie):
        self.send(saaq, rows)
        changed = [replace(rows[0], client_number="C-3"), replace(rows[1], due_on=today() + dt.timedelta(days=90))]
        with pytest.raises(NumberChanged) as refused:
            self.send(saaq, changed)
        assert refused.value.references == {"r1"}
        assert Deadline.objects.get(origin="import").is_open
        assert set(ImportedDeadline.objects.values_list("due_on", flat=True)) == {rows[0].due_on}

    def test_on_purpose_it_is_counted_apart_and_journaled_for_both(self, agreed, saaq, rows, amelie, bruno):
        link(citizen=bruno.citizen, organization=saaq, number="C-3", how="agent", by=bruno)
        self.send(saaq, rows)
        result = self.send(saaq, [replace(rows[0], client_number="C-3", may_renumber=True)])
        assert result.results == {"r1": "renumbered"}
        events = AuditEvent.objects.filter(verb="imported_deadline.renumbered")
        assert set(events.values_list("citizen_id", flat=True)) == {amelie.citizen.pk, bruno.citizen.pk}
        counts = AuditEvent.objects.filter(verb="imported_deadlines.received").latest("pk").detail
        assert (counts["renumbered"], counts["changed"]) == (1, 0)

    def test_the_same_number_written_otherwise_is_no_other(self, saaq, rows):
        self.send(saaq, rows)
        assert self.send(saaq, [replace(rows[0], client_number="a\u00a0100")]).results == {"r1": "unchanged"}

    def test_a_number_kept_under_the_former_rule_is_not_opened_for_another(self, saaq, rows, amelie):
        """«123456.0» and «1234560» had one digest."""
        self.send(saaq, [replace(rows[0], client_number="123456.0")])
        link(citizen=amelie.citizen, organization=saaq, number="1234560", how="agent", by=amelie)
        ImportedDeadline.objects.update(digest=ClientNumber.objects.get().digest)
        ClientNumber.objects.all().delete()
        link(citizen=amelie.citizen, organization=saaq, number="1234560", how="agent", by=amelie)
        assert not Deadline.objects.filter(origin="import").exists()
