"""A spreadsheet costs its own process, not the worker; a reading of ours that is cut short refuses nobody's file."""

import io
import time
import zipfile

import pytest
from openpyxl import Workbook

from portal.imports import actions, book, bounded
from portal.imports.models import ImportFile
from portal.imports.reading import UnreadableFile
from reminders.deadlines.models import Deadline
from reminders.kinds.models import DeadlineKind
from tests.reminders.imported_deadlines.conftest import agreed, kind  # noqa: F401
from tests.reminders.imported_deadlines.test_files import HEADS, csv_of, given, line, rows_read, thousand  # noqa: F401

pytestmark = pytest.mark.django_db


def xlsx(rows: list[list]) -> bytes:
    out = io.BytesIO()
    made = Workbook()
    for row in rows:
        made.active.append(row)
    made.save(out)
    return out.getvalue()


def bomb() -> bytes:
    """A small file of a very long shared string."""
    out, small = io.BytesIO(), xlsx([HEADS])
    with zipfile.ZipFile(io.BytesIO(small)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, before.read(name))
        after.writestr("xl/bomb.xml", b"a" * (book.MOST_UNPACKED + 1))
    return out.getvalue()


def test_cells_come_back_as_they_were() -> None:
    row = ["é", 12, 1.5, None, True]
    assert next(bounded.rows_of(xlsx([row]))) == ("Sheet", row)


def test_what_unpacks_beyond_reason_is_refused_in_words() -> None:
    with pytest.raises(UnreadableFile, match="trop de calculs"):
        rows_read(bomb())


def test_a_book_that_takes_too_much_memory_ends_its_own_process(monkeypatch) -> None:
    monkeypatch.setattr(bounded, "_judge", lambda code, real=bounded._judge: real(book.TOO_HEAVY))
    with pytest.raises(UnreadableFile, match="trop de calculs"):
        rows_read(xlsx([HEADS]))


def test_a_reader_who_stops_leaves_no_process_behind() -> None:
    rows = bounded.rows_of(xlsx([[number] for number in range(50_000)]))
    next(rows)
    started = time.monotonic()
    rows.close()
    assert time.monotonic() - started < 5


def test_a_reading_cut_short_is_tried_again_then_the_file_is_given_back(given, monkeypatch) -> None:  # noqa: F811
    import_file = given(xlsx([HEADS]))
    monkeypatch.setattr(bounded, "SECONDS", 0)  # killed at once: as by the system
    for _ in range(actions.MOST_TRIES - 1):
        actions.sweep()
    import_file.refresh_from_db()
    assert import_file.state == ImportFile.State.CHECKING
    actions.sweep()
    import_file.refresh_from_db()
    assert (import_file.state, import_file.content) == (ImportFile.State.REFUSED, None)
    assert "de notre côté" in import_file.refusal


def test_an_interrupted_file_is_read_by_the_next_sweep(given, monkeypatch) -> None:  # noqa: F811
    import_file = given(xlsx([HEADS]))
    with monkeypatch.context() as cut:
        cut.setattr(bounded, "SECONDS", 0)
        actions.sweep()
    actions.sweep()
    import_file.refresh_from_db()
    assert import_file.state == ImportFile.State.CHECKED


def test_rows_that_became_wrong_are_counted_and_listed(given, thousand, people) -> None:  # noqa: F811
    import_file = actions.check_file(import_file=given(thousand))
    actions.accept(import_file=import_file, by=people["emile"])
    DeadlineKind.objects.filter(code="permis-conduire-paiement").update(state="retired")
    import_file = actions.receive_file(import_file=import_file)
    assert import_file.counts == {}
    assert import_file.bad_rows + import_file.bad_since == import_file.rows
    assert import_file.problems.count() > import_file.bad_rows
    assert not Deadline.objects.filter(origin=Deadline.Origin.IMPORT).exists()


def test_what_was_shown_as_refused_is_not_received_later(given, people, kind) -> None:  # noqa: F811
    DeadlineKind.objects.filter(pk=kind.pk).update(code="pas-encore")
    import_file = actions.check_file(import_file=given(csv_of([line(1)])))
    DeadlineKind.objects.filter(pk=kind.pk).update(code="permis-conduire-paiement")
    actions.accept(import_file=import_file, by=people["emile"])
    import_file = actions.receive_file(import_file=import_file)
    assert (import_file.bad_rows, import_file.bad_since, import_file.counts) == (1, 0, {})
