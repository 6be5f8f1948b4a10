"""Reading CSV and XLSX row by row: pure, bounded, whatever the spreadsheet's language."""

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from portal.foundation.formats.cells import Problem
from portal.foundation.lazily import Lazily
from portal.imports import bounded
from portal.imports.columns import OF_THE_ROW, Columns, Search
from portal.imports.signatures import is_book, other_kind
from portal.imports.texts import DELIMITERS, declared_delimiter, decoded, records

openpyxl = Lazily("openpyxl")

MOST_BYTES = 20 * 1024 * 1024
_LONGEST_CELL = 500
_SWALLOWED = Problem(OF_THE_ROW, "")
"""A row inside an open quote: counted; the words are said once, where the quote is."""


class UnreadableFile(ValueError):
    """The whole file cannot be read; the message says what to do."""


def rows_of(content: bytes, columns: Columns, most: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """(line in the file, column → cell) for each row that is not empty; `OF_THE_ROW` → a problem of the whole row.
    `most`: rows of a file.

    Raises UnreadableFile, perhaps on the way, and bounded.Interrupted when it is ours that the reading did not end."""
    if words := other_kind(content):
        raise UnreadableFile(words)
    try:
        yield from _rows_of_parts(
            bounded.rows_of(content) if is_book(content) else _csv(content, columns), columns, most
        )
    except bounded.TooHeavy as error:
        raise UnreadableFile(
            _("Ce fichier demande trop de calculs pour être lu\u00a0: partagez-le, ou enregistrez-le en CSV.")
        ) from error
    except (bounded.Damaged, csv.Error, UnicodeDecodeError) as error:
        raise UnreadableFile(_("Ce fichier est abîmé\u00a0: enregistrez-le de nouveau, en CSV ou en XLSX.")) from error


def _rows_of_parts(
    cells: Iterable[tuple[str | None, list[Any]]], columns: Columns, most: int
) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of the only sheet that has the heads: below others, when the first ones instruct or explain."""
    search, read = Search(columns), ""
    for title, part in groupby(cells, key=itemgetter(0)):
        lines = enumerate((row for _title, row in part), start=1)
        names = search.head_in(lines)
        if names is None:
            continue
        rows = _rows(names, lines, most, is_csv=title is None)
        if not read:
            yield from rows
            read = f"«\u00a0{title}\u00a0»"
        elif next(rows, None):
            words = _("Deux feuilles ont ces colonnes, %(first)s et %(second)s\u00a0: une par fichier.")
            raise UnreadableFile(words % {"first": read, "second": f"«\u00a0{title}\u00a0»"})
    if not read:
        raise UnreadableFile(search.words)


def _rows(
    columns: list[str], lines: Iterator[tuple[int, list[Any]]], most: int, *, is_csv: bool
) -> Iterator[tuple[int, dict[str, Any]]]:
    swallowed = count = 0
    for line, cells in lines:
        line += swallowed
        if not any(str(cell if cell is not None else "").strip() for cell in cells):
            continue
        if not is_csv:  # a book ends a row at its last filled cell
            cells = cells + [None] * (len(columns) - len(cells))
        data = {name: _bounded(cell) for name, cell in zip(columns, cells, strict=False) if name}
        inner = _rows_inside(columns, cells) if is_csv else []
        if inner:
            data[OF_THE_ROW] = _open_quote(line, len(inner))
        elif is_csv and any(cell.strip() for cell in cells[len(columns) :]):
            data[OF_THE_ROW] = _too_many_cells()
        swallowed_here = [(line + place, {OF_THE_ROW: _SWALLOWED}) for place, _row in enumerate(inner, start=1)]
        for row in [(line, data), *swallowed_here]:
            count += 1
            if count > most:
                words = _("Ce fichier a plus de %(most)s lignes\u00a0: partagez-le en plusieurs.")
                raise UnreadableFile(words % {"most": number_format(most, force_grouping=True)})
            yield row
        swallowed += len(inner)


def _rows_inside(columns: list[str], cells: list[str]) -> list[str]:
    """The rows of the file that a cell holds, because a quote was left open; an address on several lines holds none."""
    needed = max(len(columns) - 1, 3)
    lines = (line for cell in cells for line in cell.splitlines()[1:])
    return [line for line in lines if max(map(line.count, DELIMITERS)) >= needed]


def _open_quote(line: int, count: int) -> Problem:
    words = _(
        "Un guillemet ouvert à cette ligne n’est pas fermé\u00a0: il avale les lignes %(first)d à %(last)d. "
        "Fermez-le ou retirez-le."
    )
    return Problem(OF_THE_ROW, words % {"first": line + 1, "last": line + count})


def _too_many_cells() -> Problem:
    words = _("Cette ligne a plus de cases que d’en-têtes\u00a0: mettez entre guillemets celle qui a le séparateur.")
    return Problem(OF_THE_ROW, words)


def _bounded(cell: Any) -> Any:
    """Longer than any cell may be: cut, it is still refused."""
    return cell[:_LONGEST_CELL] if isinstance(cell, str) else cell


def _csv(content: bytes, columns: Columns) -> Iterator[tuple[None, list[str]]]:
    """The separator is the one under which the heads are found; else the most frequent of the first line."""
    delimiter, text = declared_delimiter(decoded(content))
    if "\x00" in text:
        raise UnreadableFile(_("Ce n’est ni un fichier CSV ni un fichier XLSX."))
    if not delimiter:
        first = next(iter(text.split("\n", 1)))
        usual = sorted(DELIMITERS, key=first.count, reverse=True)
        delimiter = next((one for one in usual if Search(columns).head_in(enumerate(records(text, one)))), usual[0])
    return ((None, cells) for cells in records(text, delimiter))


def template_csv(rows: Iterable[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def template_xlsx(rows: Iterable[list[str]]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()
