"""Files that nobody should send, and two people at one file: an answer in words, and no file stops the others."""

import io
import zipfile

import pytest
from django.urls import reverse
from openpyxl import Workbook

from portal.audit.models import AuditEvent
from reminders.sheets import actions
from reminders.sheets.actions import accept, check_sheet, drop, receive_sheet, sweep
from reminders.sheets.models import Sheet
from reminders.sheets.reading import HEADS
from tests.reminders.imported_deadlines.conftest import agreed, kind  # noqa: F401
from tests.reminders.sheets.test_sheets import SOON, csv_of, given, line  # noqa: F401

pytestmark = pytest.mark.django_db
PART, BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
_LONG = b"9" * 5000


def xlsx(change=lambda name, content: content, *, rows=(("R-1", "permis-conduire-paiement", 12, SOON),)) -> bytes:
    """A spreadsheet of which each part went through `change`; a part of which nothing is left is not there."""
    book, out, altered = Workbook(), io.BytesIO(), io.BytesIO()
    for row in (HEADS[:4], *rows):
        book.active.append(row)
    book.save(out)
    with zipfile.ZipFile(out) as before, zipfile.ZipFile(altered, "w") as after:
        for name in before.namelist():
            content = change(name, before.read(name))
            if content:
                after.writestr(name, content)
    return altered.getvalue()


def on(part: str, action):
    return lambda name, content: action(content) if name == part else content


def declaring(entity: bytes):
    """The reference of the first row is an entity."""
    return lambda content: b"<!DOCTYPE x [" + entity + b"]>" + content.replace(b"R-1", b"&a;")


_GROWING = b"".join(
    b'<!ENTITY %c "%b">' % (name, b"&%c;" % before * 9 if before else b"a" * 99)
    for before, name in zip(b"\0" + b"zyxwvut", b"zyxwvut" + b"a", strict=True)
)
HOSTILE = {
    "cut in the middle": on(PART, lambda content: content[: len(content) // 2]),
    "not XML": on(PART, lambda content: b"not XML"),
    "no sheet in it": on(PART, lambda content: b""),
    "a book without a sheet": on(BOOK, lambda content: content.split(b"<sheets>")[0] + b"<sheets/></workbook>"),
    "a number of five thousand digits": on(PART, lambda content: content.replace(b"<v>12<", b"<v>" + _LONG + b"<")),
    "a text that is not there": on(PART, lambda content: content.replace(b'"n"><v>12<', b'"s"><v>99999<')),
    "entities that grow": on(PART, declaring(_GROWING)),
    "a file of the machine": on(PART, declaring(b'<!ENTITY a SYSTEM "file:///etc/passwd">')),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_broken_spreadsheet_is_refused_in_words(given, name):  # noqa: F811
    sheet = check_sheet(sheet=given(xlsx(HOSTILE[name])))
    assert sheet.state == "refused" and sheet.refusal and sheet.content is None


def test_a_sound_one_is_not(given):  # noqa: F811
    """Otherwise the refusals above could come from anything."""
    assert check_sheet(sheet=given(xlsx())).good_rows == 1


def test_a_file_that_fails_does_not_hold_up_the_next(given, monkeypatch, caplog):  # noqa: F811
    first, second = given(csv_of([line(1)])), given(csv_of([line(2)]))
    check = actions.check_sheet

    def fails_on_the_first(*, sheet):
        if sheet.pk == first.pk:
            raise RuntimeError
        return check(sheet=sheet)

    monkeypatch.setattr(actions, "check_sheet", fails_on_the_first)
    assert sweep() == 1
    second.refresh_from_db()
    assert second.state == "checked" and str(first.pk) in caplog.text


@pytest.mark.parametrize("cell", [True, 1.5, -1, "", " ", "\u202eabc", "a" * 5000, 10**14])
def test_any_value_of_a_cell_is_judged(given, cell):  # noqa: F811
    sheet = check_sheet(sheet=given(xlsx(rows=[["R-1", "permis-conduire-paiement", "A-100", cell]])))
    assert (sheet.state, sheet.rows, sheet.bad_rows) == ("checked", 1, 1)


def test_what_is_to_correct_never_repeats_what_was_written(given):  # noqa: F811
    sheet = check_sheet(sheet=given(csv_of([line(1, client_number="CANARI" * 20, due_on="CANARI")])))
    assert sheet.problems.count() == 2 and "CANARI" not in str(list(sheet.problems.values()))


def test_dropped_by_one_while_another_receives_it_is_received(given, agreed, people):  # noqa: F811
    """Both opened the page when it was checked."""
    mine = check_sheet(sheet=given(csv_of([line(1), line(2)])))
    theirs = Sheet.objects.get(pk=mine.pk)
    accept(sheet=theirs, by=people["emile"])
    assert drop(sheet=mine, by=people["emile"]).state == "receiving"
    assert receive_sheet(sheet=Sheet.objects.get(pk=mine.pk)).state == "received"
    assert not AuditEvent.objects.filter(verb="sheet.dropped").exists()


def test_dropped_twice_it_is_told_once(given, people):  # noqa: F811
    sheet = check_sheet(sheet=given(csv_of([line(1)])))
    for one in (sheet, Sheet.objects.get(pk=sheet.pk)):
        drop(sheet=one, by=people["emile"])
    assert AuditEvent.objects.filter(verb="sheet.dropped").count() == 1


STATES = {
    "checking": lambda sheet: sheet,
    "checked": lambda sheet: check_sheet(sheet=sheet),
    "receiving": lambda sheet: accept(sheet=check_sheet(sheet=sheet), by=sheet.given_by),
    "received": lambda sheet: receive_sheet(sheet=accept(sheet=check_sheet(sheet=sheet), by=sheet.given_by)),
    "dropped": lambda sheet: drop(sheet=check_sheet(sheet=sheet), by=sheet.given_by),
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(
    ("action", "allowed", "after"), [("accept", "checked", "receiving"), ("drop", "checked", "dropped")]
)
def test_each_button_works_in_its_own_state_only(given, signed_in, people, agreed, state, action, allowed, after):  # noqa: F811
    sheet = STATES[state](given(csv_of([line(1)])))
    answer = signed_in(people["emile"]).post(reverse(f"admin:reminders_sheet_{action}", args=[sheet.pk]), follow=True)
    sheet.refresh_from_db()
    assert sheet.state == (after if state == "checked" else state)
    page = "abandonné. Rien n’a été reçu" in answer.content.decode()
    assert page == (action == "drop" and sheet.state == "dropped")


@pytest.mark.parametrize("fault", [MemoryError(), OSError(28, "No space left on device")], ids=["memory", "disk"])
def test_a_fault_of_ours_refuses_no_sheet(given, monkeypatch, fault):  # noqa: F811
    """The machine is short of something while it reads: the file stays, and the next sweep reads it."""
    sheet = given(xlsx())
    with monkeypatch.context() as short:

        def fails(*args: object, **kwargs: object) -> None:
            raise fault

        short.setattr("reminders.sheets.bounded._in_memory", fails)
        assert sweep() == 0
    sheet.refresh_from_db()
    assert sheet.state == Sheet.State.CHECKING and sheet.content
    assert sweep() == 1
    sheet.refresh_from_db()
    assert sheet.state == Sheet.State.CHECKED
