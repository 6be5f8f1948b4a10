"""The ZIP of a dossier, made as it leaves: the PDF, then each paper, a mebibyte at a time."""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from portal import clock
from portal.documents import store
from portal.documents.models import Document
from portal.foundation.crypto import Unsealable
from portal.foundation.crypto.streams import unsealed_chunks

PAPERS = "papiers"


class _Waiting:
    """What was written and has not left yet, for `zipfile`, which never goes back."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing else waits."""

    def leave(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)


def archive(name: str, pdf: bytes, documents: Sequence[Document]) -> Iterator[bytes]:
    """Yield the bytes. A paper that does not open is named in a page of the archive, and the others are there."""
    waiting, lost = _Waiting(), []
    package: Any = zipfile.ZipFile(waiting, "w")  # type: ignore[call-overload]
    yield from _entry(package, waiting, f"{name}.pdf", [pdf])
    for rank, document in enumerate(documents, 1):
        place = f"{PAPERS}/{rank:03d} {document.served_name}"
        try:
            yield from _entry(package, waiting, place, _chunks(document))
        except (Unsealable, OSError):
            lost.append(document.name)
    if lost:
        words = _("Ces papiers sont nommés dans le PDF, mais leurs fichiers ne s’ouvrent pas. Appelez-nous.")
        yield from _entry(package, waiting, "A-LIRE.txt", ["\n".join([words, *lost]).encode()])
    package.close()
    yield waiting.leave()


def _chunks(document: Document) -> Iterator[bytes]:
    return unsealed_chunks(store.path_of(document.storage_key), context=document.context)


def _entry(package: Any, waiting: _Waiting, name: str, parts: Iterable[bytes]) -> Iterator[bytes]:
    entry = zipfile.ZipInfo(name, date_time=clock.now().timetuple()[:6])
    with package.open(entry, "w", force_zip64=True) as file:
        for part in parts:
            file.write(part)
            yield waiting.leave()
    yield waiting.leave()
