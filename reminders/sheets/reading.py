"""Reading CSV and XLSX row by row: pure, bounded, whatever the spreadsheet's language."""

import csv
import datetime as dt
import io
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook

from portal.catalogue.words import plain
from reminders.sheets import bounded

COLUMNS = ["reference", "kind", "client_number", "due_on", "due_time", "state", "invite_name", "invite_address"]
HEADS = ["référence", "type", "numéro de client", "date limite", "heure", "état", "nom à inviter", "adresse à inviter"]
_NAMES = {plain(name): column for column, name in zip(COLUMNS, HEADS, strict=True)} | {
    plain(column): column for column in COLUMNS
}
HEAD_OF = dict(zip(COLUMNS, HEADS, strict=True))
"""Column → the words over it in the template."""

MOST_ROWS = 200_000
MOST_BYTES = 20 * 1024 * 1024
_LONGEST_CELL = 500
_AHEAD = dt.timedelta(days=90)


class Unreadable(ValueError):
    """The whole file cannot be read; the message says what to do."""


def rows_of(content: bytes) -> Iterator[tuple[int, dict[str, Any]]]:
    """(line in the file, column → cell) for each row that is not empty.

    Raises Unreadable, perhaps on the way, and bounded.Interrupted when it is ours that the reading did not end."""
    lines = bounded.rows_of(content) if content.startswith(b"PK") else _csv(content)
    try:
        head = next(lines, None)
        if head is None:
            raise Unreadable(_("Ce fichier est vide : partez du modèle à télécharger."))
        columns = _columns(head)
        for line, cells in enumerate(lines, start=2):
            if line > MOST_ROWS + 1:
                raise Unreadable(_("Ce fichier a plus de 200 000 lignes : partagez-le en plusieurs."))
            if any(str(cell or "").strip() for cell in cells):
                yield line, {name: _bounded(cell) for name, cell in zip(columns, cells, strict=False) if name}
    except bounded.TooHeavy as error:
        raise Unreadable(
            _("Ce fichier demande trop de calculs pour être lu : partagez-le, ou enregistrez-le en CSV.")
        ) from error
    except (bounded.Damaged, csv.Error) as error:
        raise Unreadable(_("Ce fichier est abîmé : enregistrez-le de nouveau, en CSV ou en XLSX.")) from error


def _columns(head: list[Any]) -> list[str]:
    columns = [_NAMES.get(plain(str(cell or "")), "") for cell in head]
    missing = [name for column, name in zip(COLUMNS[:4], HEADS[:4], strict=True) if column not in columns]
    if missing:
        raise Unreadable(_("Il manque une colonne : %(names)s. Partez du modèle.") % {"names": ", ".join(missing)})
    return columns


def _bounded(cell: Any) -> Any:
    return cell[:_LONGEST_CELL] if isinstance(cell, str) else cell


def _csv(content: bytes) -> Iterator[list[str]]:
    """UTF-8, else the usual Windows alphabet; semicolons, commas or tabs."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise Unreadable(_("Ce n’est ni un fichier CSV ni un fichier XLSX."))
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    return iter(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def template_csv(codes: list[str], today: dt.date) -> bytes:
    """Heads, and one example row per kind of deadline of the organization."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(HEADS)
    writer.writerows(_examples(codes, today))
    return out.getvalue().encode("utf-8-sig")


def template_xlsx(codes: list[str], today: dt.date) -> bytes:
    book = Workbook()
    book.active.title = "echeances"
    for row in [HEADS, *_examples(codes, today)]:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _examples(codes: list[str], today: dt.date) -> list[list[str]]:
    """Of a date to come, whenever the template is taken: given back as it is, it is a good file."""
    due_on = (today + _AHEAD).isoformat()
    return [[f"EXEMPLE-{place}", code, "123456", due_on, "", "", "", ""] for place, code in enumerate(codes, start=1)]
