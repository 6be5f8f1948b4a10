"""The package: a zip written from its first byte to its last, without being held in memory.

`donnees.json`, its schema, a page to read first, and the files. A row is read, written and forgotten; a file passes by
1 MiB at a time.
"""

import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from portal import clock
from portal.data_exports.reading import ExportSubject, files_of, journal_of, lines_of
from portal.data_exports.schema import schema
from portal.documents import store
from portal.documents.models import Document
from portal.foundation.crypto import Unsealable
from portal.foundation.crypto.streams import unsealed_chunks

DATA, SCHEMA, READ_ME, FILES = "donnees.json", "schema.json", "LISEZ-MOI.txt", "fichiers"
Note = Callable[[], None]
"""Called after each part and each file: how far the work is."""


class Sink(Protocol):
    def write(self, data: bytes) -> Any: ...


class _Forward:
    """A sink as `zipfile` wants one: it counts, and never goes back."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    def write(self, data: bytes) -> int:
        self._sink.write(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""


def steps_of(subject: ExportSubject) -> int:
    """Return how many times `note` will be called."""
    return len(subject.parts) + 1 + files_of(subject).count()


def write_package(subject: ExportSubject, sink: Sink, *, note: Note = lambda: None) -> None:
    """Write all that is kept of somebody. A file that does not open is named in the page to read first."""
    with zipfile.ZipFile(_Forward(sink), "w", zipfile.ZIP_DEFLATED) as package:  # type: ignore[call-overload]
        files, lost = _write_files(package, subject, note)
        counted: dict[str, int] = {}
        _write(package, DATA, _json(subject, files, note, counted))
        _write(package, SCHEMA, [json.dumps(schema(), ensure_ascii=False, indent=1)])
        titles = {part.name: part.title for part in subject.parts} | {"journal": _("Qui a fait quoi, et quand")}
        held = [(titles[name], name, count) for name, count in counted.items() if count]
        words = {"made_at": clock.now(), "files": len(files), "lost": lost, "held": held, "phone": settings.HELP_PHONE}
        _write(package, READ_ME, [render_to_string("portal/data_exports/read_me.txt", words)])


def _write_files(package: zipfile.ZipFile, subject: ExportSubject, note: Note) -> tuple[dict[UUID, str], list[str]]:
    places: dict[UUID, str] = {}
    lost: list[str] = []
    for document in files_of(subject).iterator(chunk_size=100):
        place = f"{FILES}/{document.pk}/{document.served_name}"
        try:
            _write(package, place, _chunks(document), compressed=False)
        except (Unsealable, OSError):
            lost.append(document.name)
        else:
            places[document.pk] = place
        note()
    return places, lost


def _chunks(document: Document) -> Iterator[bytes]:
    return unsealed_chunks(store.path_of(document.storage_key), context=document.context)


def _write(package: zipfile.ZipFile, name: str, parts: Iterable[str | bytes], *, compressed: bool = True) -> None:
    entry = zipfile.ZipInfo(name, date_time=clock.now().timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
    with package.open(entry, "w", force_zip64=True) as file:
        for part in parts:
            file.write(part.encode() if isinstance(part, str) else part)


def _json(subject: ExportSubject, files: dict[UUID, str], note: Note, counted: dict[str, int]) -> Iterator[str]:
    """`counted` is filled with the number of lines of each array."""
    yield '{"made_at": ' + _said(clock.now().isoformat())
    for part in subject.parts:
        yield from _array(part.name, lines_of(part, subject, files), counted)
        note()
    yield from _array("journal", journal_of(subject) if subject.citizen_ids else (), counted)
    note()
    yield "\n}\n"


def _array(name: str, lines: Iterable[dict[str, Any]], counted: dict[str, int]) -> Iterator[str]:
    yield f",\n{_said(name)}: ["
    counted[name] = 0
    for line in lines:
        yield f"{',' if counted[name] else ''}\n {_said(line)}"
        counted[name] += 1
    yield "]"


def _said(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
