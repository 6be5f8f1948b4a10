"""Files that nobody should send, and two people at one file: an answer in words, and no file stops the others."""

import io
import zipfile

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from openpyxl import Workbook

from portal.access.permissions import Role
from portal.access.visibility import forget_visibility
from portal.audit.models import AuditEvent
from portal.imports import actions
from portal.imports.actions import accept, check_file, drop, receive_file, sweep
from portal.imports.models import ImportFile, ImportProblem
from portal.staff.roles import give_role
from tests.reminders.imported_deadlines.conftest import agreed, kind  # noqa: F401
from tests.reminders.imported_deadlines.test_files import HEADS, SOON, csv_of, given, line  # noqa: F401

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
    import_file = check_file(import_file=given(xlsx(HOSTILE[name])))
    assert import_file.state == "refused" and import_file.refusal and import_file.content is None


def test_a_sound_one_is_not(given):  # noqa: F811
    """Otherwise the refusals above could come from anything."""
    assert check_file(import_file=given(xlsx())).good_rows == 1


def test_a_file_that_fails_does_not_hold_up_the_next(given, monkeypatch, caplog):  # noqa: F811
    first, second = given(csv_of([line(1)])), given(csv_of([line(2)]))
    check = actions.check_file

    def fails_on_the_first(*, import_file):
        if import_file.pk == first.pk:
            raise RuntimeError
        return check(import_file=import_file)

    monkeypatch.setattr(actions, "check_file", fails_on_the_first)
    assert sweep() == 1
    second.refresh_from_db()
    assert second.state == "checked" and str(first.pk) in caplog.text


@pytest.mark.parametrize("cell", [True, 1.5, -1, "", " ", "\u202eabc", "a" * 5000, 10**14])
def test_any_value_of_a_cell_is_judged(given, cell):  # noqa: F811
    import_file = check_file(import_file=given(xlsx(rows=[["R-1", "permis-conduire-paiement", "A-100", cell]])))
    assert (import_file.state, import_file.rows, import_file.bad_rows) == ("checked", 1, 1)


def test_what_is_to_correct_never_repeats_what_was_written(given):  # noqa: F811
    import_file = check_file(import_file=given(csv_of([line(1, client_number="CANARI" * 20, due_on="CANARI")])))
    assert import_file.problems.count() == 2 and "CANARI" not in str(list(import_file.problems.values()))


def test_dropped_by_one_while_another_receives_it_is_received(given, agreed, people):  # noqa: F811
    """Both opened the page when it was checked."""
    mine = check_file(import_file=given(csv_of([line(1), line(2)])))
    theirs = ImportFile.objects.get(pk=mine.pk)
    accept(import_file=theirs, by=people["emile"])
    assert drop(import_file=mine, by=people["emile"]).state == "receiving"
    assert receive_file(import_file=ImportFile.objects.get(pk=mine.pk)).state == "received"
    assert not AuditEvent.objects.filter(verb="import_file.dropped").exists()


def test_killed_before_its_last_state_is_written_its_journal_has_one_line(given, agreed, people, monkeypatch):  # noqa: F811
    def gone(*args, **kwargs):
        raise ConnectionError("the worker is gone")

    held = check_file(import_file=given(csv_of([line(1)])))
    accept(import_file=held, by=people["emile"])
    with monkeypatch.context() as cut, pytest.raises(ConnectionError):
        cut.setattr(actions, "_settle", gone)
        receive_file(import_file=held)
    receive_file(import_file=held)
    assert ImportFile.objects.get().state == "received"
    assert AuditEvent.objects.filter(verb="import_file.received").count() == 1


def test_dropped_twice_it_is_told_once(given, people):  # noqa: F811
    import_file = check_file(import_file=given(csv_of([line(1)])))
    for one in (import_file, ImportFile.objects.get(pk=import_file.pk)):
        drop(import_file=one, by=people["emile"])
    assert AuditEvent.objects.filter(verb="import_file.dropped").count() == 1


STATES = {
    "checking": lambda import_file: import_file,
    "checked": lambda import_file: check_file(import_file=import_file),
    "receiving": lambda import_file: accept(import_file=check_file(import_file=import_file), by=import_file.given_by),
    "received": lambda import_file: receive_file(
        import_file=accept(import_file=check_file(import_file=import_file), by=import_file.given_by)
    ),
    "dropped": lambda import_file: drop(import_file=check_file(import_file=import_file), by=import_file.given_by),
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(
    ("action", "allowed", "after"), [("accept", "checked", "receiving"), ("drop", "checked", "dropped")]
)
def test_each_button_works_in_its_own_state_only(given, signed_in, people, agreed, state, action, allowed, after):  # noqa: F811
    import_file = STATES[state](given(csv_of([line(1)])))
    answer = signed_in(people["emile"]).post(
        reverse(f"admin:imported_deadlines_deadlinefile_{action}", args=[import_file.pk]), follow=True
    )
    import_file.refresh_from_db()
    assert import_file.state == (after if state == "checked" else state)
    page = "abandonné. Rien n’a été reçu" in answer.content.decode()
    assert page == (action == "drop" and import_file.state == "dropped")


@pytest.mark.parametrize("fault", [MemoryError(), OSError(28, "No space left on device")], ids=["memory", "disk"])
def test_a_fault_of_ours_refuses_no_sheet(given, monkeypatch, fault):  # noqa: F811
    """The machine is short of something while it reads: the file stays, and the next sweep reads it."""
    import_file = given(xlsx())
    with monkeypatch.context() as short:

        def fails(*args: object, **kwargs: object) -> None:
            raise fault

        short.setattr("portal.imports.bounded._in_memory", fails)
        assert sweep() == 0
    import_file.refresh_from_db()
    assert import_file.state == ImportFile.State.CHECKING and import_file.content
    assert sweep() == 1
    import_file.refresh_from_db()
    assert import_file.state == ImportFile.State.CHECKED


def test_it_is_received_in_the_name_of_who_said_so(given, agreed, people, saaq):  # noqa: F811
    """One deposits, another decides: what comes of it is the second one's."""
    give_role(user=people["daniel"], role=Role.ADMINISTRATOR, organization=saaq, by=None)
    forget_visibility(second_administrator := people["daniel"])
    import_file = accept(import_file=check_file(import_file=given(csv_of([line(1)]))), by=second_administrator)
    assert receive_file(import_file=import_file).state == "received"
    received = AuditEvent.objects.filter(verb__in=["import_file.received", "imported_deadlines.received"])
    assert {event.by_id for event in received} == {second_administrator.pk}


@pytest.mark.parametrize("key", ["emile", "daniel"])
def test_what_is_to_correct_is_seen_by_who_sees_the_file(given, people, key):  # noqa: F811
    check_file(import_file=given(csv_of([line(1, due_on="hier")])))
    seen = ImportProblem.objects.visible_to(people[key])
    assert seen.exists() == ImportFile.objects.visible_to(people[key]).exists() == (key == "emile")


def test_nobody_receives_what_is_not_theirs(given, people):  # noqa: F811
    import_file = check_file(import_file=given(csv_of([line(1)])))
    with pytest.raises(PermissionDenied):
        accept(import_file=import_file, by=people["daniel"])
