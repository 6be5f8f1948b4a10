"""What organizations send: once, changed, closed, waiting for somebody, never by name."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.audit.models import AuditEvent
from portal.client_numbers.actions import NumberTaken, end
from portal.client_numbers.models import digest_of
from portal.clock import today
from reminders.deadlines.actions import open_deadline
from reminders.deadlines.models import Deadline
from reminders.imported_deadlines.actions import link, receive
from reminders.imported_deadlines.models import ImportedDeadline
from reminders.imported_deadlines.rows import ImportedRow, check
from reminders.reminders.models import Reminder
from reminders.reminders.places import hour_in_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(kind, saaq):
    def one(reference="r1", number="A 100", days=60, state="open", time=None, **more):
        row = ImportedRow(reference, kind, number, today() + dt.timedelta(days=days), time, state, **more)
        return receive(organization=saaq, rows=[row], by=None, origin=Deadline.Origin.IMPORT)

    return one


def test_a_known_person_gets_a_planned_deadline(agreed, send, amelie):
    assert send().results == {"r1": "created"}
    deadline = Deadline.objects.get(citizen=amelie.citizen, origin="import")
    assert not deadline.renews
    assert Reminder.objects.filter(deadline=deadline, state="planned").count() == deadline.kind.steps.count()
    assert ImportedDeadline.objects.get().deadline == deadline


def test_the_same_again_changes_nothing(agreed, send):
    send()
    before = list(Reminder.objects.values_list("pk", "due_at"))
    assert send().results == {"r1": "unchanged"}
    assert list(Reminder.objects.values_list("pk", "due_at")) == before
    assert Deadline.objects.filter(origin="import").count() == 1


def test_another_date_moves_and_plans_again(agreed, send):
    send()
    assert send(days=90).results == {"r1": "changed"}
    deadline = Deadline.objects.get(origin="import")
    assert deadline.due_on == today() + dt.timedelta(days=90)
    assert set(Reminder.objects.filter(state="planned").values_list("due_on", flat=True)) == {deadline.due_on}


@pytest.mark.parametrize("state", ["done", "cancelled"])
def test_closing_stops_the_ladder_and_reopening_resumes(agreed, send, state):
    send()
    send(state=state)
    deadline = Deadline.objects.get(origin="import")
    assert (deadline.state, deadline.closed_by) == (state, None)
    assert not Reminder.objects.filter(state="planned").exists()
    send()
    deadline.refresh_from_db()
    assert deadline.is_open
    assert Reminder.objects.filter(state="planned").exists()


def test_an_unknown_number_waits_for_its_person(kind, send, saaq, bruno):
    assert send(number="B-7").unmatched == {"r1"}
    assert not Deadline.objects.filter(origin="import").exists()
    assert [one.reference for one in ImportedDeadline.objects.unmatched()] == ["r1"]
    link(citizen=bruno.citizen, organization=saaq, number="b7", how="code", by=bruno)
    assert Deadline.objects.get(origin="import").citizen == bruno.citizen
    assert not ImportedDeadline.objects.unmatched().exists()


def test_a_number_is_one_person_s(agreed, saaq, bruno):
    with pytest.raises(NumberTaken):
        link(citizen=bruno.citizen, organization=saaq, number="a100", how="code", by=bruno)


def test_the_same_number_of_another_organization_is_another(agreed, ramq, bruno):
    assert (
        link(citizen=bruno.citizen, organization=ramq, number="A-100", how="agent", by=bruno).citizen == bruno.citizen
    )


def test_an_ended_number_brings_nothing_more(agreed, send, amelie):
    end(number=agreed, by=amelie)
    assert send().unmatched == {"r1"}


def test_what_the_person_follows_already_is_joined(agreed, send, kind, amelie):
    mine = open_deadline(citizen=amelie.citizen, kind=kind, due_on=today() + dt.timedelta(days=60), by=amelie)
    send()
    assert ImportedDeadline.objects.get().deadline == mine
    assert Deadline.objects.filter(citizen=amelie.citizen, kind=kind).count() == 1


def test_a_corrected_number_leaves_the_first_person(agreed, send, saaq, amelie, bruno):
    send()
    link(citizen=bruno.citizen, organization=saaq, number="B-7", how="agent", by=bruno)
    send(number="B-7", may_renumber=True)
    states = {one.citizen_id: one.state for one in Deadline.objects.filter(origin="import")}
    assert states == {amelie.citizen.pk: "cancelled", bruno.citizen.pk: "open"}
    assert ImportedDeadline.objects.get().client_number == "B-7"


def test_done_before_it_was_known_opens_nothing(agreed, send):
    send(state="done")
    assert not Deadline.objects.filter(origin="import").exists()


def test_the_number_is_sealed(agreed, send):
    send(number="CANARI-991")
    raw = ImportedDeadline.objects.extra(select={"raw": "client_number"}).values_list("raw", "digest").get()
    assert b"CANARI" not in bytes(raw[0])
    assert "CANARI" not in raw[1]


def test_one_journal_row_per_batch(agreed, kind, saaq):
    rows = [ImportedRow(f"r{n}", kind, "A-100", today() + dt.timedelta(days=30 + n), None, "open") for n in range(50)]
    before = AuditEvent.objects.count()
    receive(organization=saaq, rows=rows, by=None, origin="import")
    assert AuditEvent.objects.count() == before + 1


def test_a_batch_costs_the_same_queries(agreed, kind, saaq, django_assert_max_num_queries):
    def rows(start, count):
        return [
            ImportedRow(f"q{start + n}", kind, "A-100", today() + dt.timedelta(days=30 + start + n), None, "open")
            for n in range(count)
        ]

    for start, count in ((0, 5), (5, 300)):
        with django_assert_max_num_queries(24):
            receive(organization=saaq, rows=rows(start, count), by=None, origin="import")


def test_digests_forgive_spaces_and_capitals(saaq, ramq):
    assert digest_of(saaq.pk, "ab-12 3") == digest_of(saaq.pk, "AB123") != digest_of(ramq.pk, "AB123")


@settings(max_examples=60)
@given(
    st.dictionaries(
        st.sampled_from(["reference", "kind", "client_number", "due_on", "due_time", "state"]), st.text(max_size=20)
    )
)
def test_any_text_is_a_row_or_problems_in_words(cells):
    row, problems = check(cells, {}, dt.date(2026, 11, 22))
    assert row is None
    assert all(
        problem.words and problem.column in {"reference", "kind", "client_number", "due_on", "due_time", "state"}
        for problem in problems
    )
    assert problems


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("due_on", "31/03/2027"),
        ("due_on", "2027-02-30"),
        ("due_on", "1999-01-01"),
        ("due_on", "9999-12-31"),
        ("due_on", ""),
        ("due_time", "25:00"),
        ("due_time", "midi"),
        ("due_time", "14:30Z"),
        ("due_time", "14:30-05:00"),
        ("state", "perhaps"),
        ("kind", "nonsense"),
        ("reference", ""),
        ("reference", "x" * 81),
        ("reference", "a\u202eb"),
        ("client_number", "---"),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "America/Toronto"),  # without an hour
    ],
)
def test_each_bad_value_is_told_in_its_column(kind, column, value):
    good = {"reference": "r", "kind": kind.code, "client_number": "1", "due_on": "2027-03-31", "state": ""}
    row, problems = check(good | {column: value}, {kind.code: kind}, dt.date(2026, 11, 22))
    assert row is None
    assert [problem.column for problem in problems] == [column]


@pytest.mark.parametrize(
    ("written", "zone"),
    [
        ("America/Halifax", "America/Halifax"),
        (" america/halifax ", "America/Halifax"),
        ("Îles-de-la-Madeleine", "America/Halifax"),
        ("iles de la madeleine", "America/Halifax"),
        ("Basse-Côte-Nord", "America/Blanc-Sablon"),
        ("heure de l'Est", "America/Toronto"),
        ("", ""),
    ],
)
def test_the_zone_of_one_hour_is_a_name_or_a_place_of_quebec(kind, written, zone):
    good = {"reference": "r", "kind": kind.code, "client_number": "1", "due_on": "2027-03-31", "due_time": "14:30"}
    row, problems = check(good | {"time_zone": written}, {kind.code: kind}, dt.date(2026, 11, 22))
    assert problems == [] and row.time_zone == zone


def test_a_zone_that_does_not_exist_is_named(kind):
    data = {"reference": "r", "kind": kind.code, "client_number": "1", "due_on": "2027-03-31", "due_time": "14:30"}
    _row, problems = check(data | {"time_zone": "Pays des merveilles"}, {kind.code: kind}, dt.date(2026, 11, 22))
    assert "Pays des merveilles" in problems[0].words and "America/Halifax" in problems[0].words


def test_the_page_names_the_place_of_that_hour(agreed, send, amelie):
    hour = dt.time(14, 30)
    send(time=hour, time_zone="America/Halifax")
    deadline = Deadline.objects.get(origin="import")
    assert hour_in_words(deadline) == "14\u00a0h\u00a030, heure de l’Atlantique (13\u00a0h\u00a030 chez vous)"
    assert send(time=hour, time_zone="America/Halifax").results == {"r1": "unchanged"}
    assert send(time=hour).results == {"r1": "changed"}, "back to the organization's own place"
    deadline.refresh_from_db()
    assert (deadline.time_zone, deadline.sequence, hour_in_words(deadline)) == ("", 1, "14\u00a0h\u00a030")
