"""Uploads are sealed while they arrive: no plain byte ever touches the disk, whatever the form.

Set as the project's only upload handler. A file that no action keeps is erased when the request ends.
"""

import hashlib
import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any, Self

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload

from portal.documents import limits, store
from portal.documents.depositors import may_deposit
from portal.documents.kinds import HEAD, FileKind, kind_of
from portal.documents.names import clean_name
from portal.foundation.crypto import KeysUnreadable
from portal.foundation.crypto.streams import CHUNK, SealingWriter, unsealed_chunks
from portal.installation.folder import NotOurs

logger = logging.getLogger(__name__)


def context_of(document_id: uuid.UUID, key: str) -> str:
    """The place to which a sealed file is bound: its document and its own key."""
    return f"documents_document.file:{document_id}:{key}"


class SealedUpload(UploadedFile):
    """A file received and already sealed. `problem` is the code of what makes it unacceptable, or empty.

    Erased by `close()` (Django calls it at the end of the request) unless an action called `keep()`.
    """

    size: int

    def __init__(self, name: str, *, refused: str = "") -> None:
        super().__init__(name=clean_name(name), size=0)
        self.document_id, self.key = uuid.uuid4(), store.new_key()
        self.problem, self._head = refused, b""
        self._hash, self._kept = hashlib.sha256(), False
        self._writer: SealingWriter | None = None
        self._known: tuple[str, FileKind] | None = None
        if not refused:
            with self._or_not_kept():
                self._writer = SealingWriter(store.place_for(self.key), context=self.context)

    @classmethod
    def again(cls, name: str, *, document_id: uuid.UUID, key: str, size: int, sha256: str, kind: FileKind) -> Self:
        """An upload received with an earlier request and kept since (`pending`): its bytes are in place already."""
        upload = cls(name, refused="kept")
        upload.document_id, upload.key, upload.problem, upload.size = document_id, key, "", size
        upload._known, upload._kept = (sha256, kind), True
        return upload

    @property
    def context(self) -> str:
        return context_of(self.document_id, self.key)

    @property
    def _sealing(self) -> SealingWriter:
        assert self._writer is not None  # made at once when nothing is refused
        return self._writer

    @property
    def kind(self) -> FileKind | None:
        return self._known[1] if self._known else kind_of(self._head)

    @property
    def sha256(self) -> str:
        return self._known[0] if self._known else self._hash.hexdigest()

    def feed(self, data: bytes) -> None:
        """Seal the next bytes; past the limit they are counted and dropped, so that the form can say so kindly."""
        if len(self._head) < HEAD:  # a chunk may be of one byte
            self._head += data[: HEAD - len(self._head)]
        self.size += len(data)
        if self.size > limits.FILE_BYTES and not self.problem:
            self.problem = "too_large"
            self._sealing.discard()
        if not self.problem:
            self._hash.update(data)
            with self._or_not_kept():
                self._sealing.write(data)

    def complete(self) -> None:
        if not self.problem:
            with self._or_not_kept():
                self._sealing.close()
        if not self.problem and not self.size:
            self.problem = "empty"

    @contextmanager
    def _or_not_kept(self) -> Iterator[None]:
        """A full disk, an absent folder, no keys: nothing stays of it, and the form says so with the text kept."""
        try:
            yield
        except (OSError, NotOurs, KeysUnreadable) as error:
            logger.error("an upload was not kept: %s", error)
            self.problem = "not_kept"
            if self._writer:
                self._writer.discard()

    @property
    def refused_because(self) -> str:
        """The code of what makes it unacceptable as a document, or empty."""
        return self.problem or ("" if self.kind else "wrong_type")

    @property
    def good_kind(self) -> FileKind:
        """Return the kind of an upload of which nothing is refused."""
        kind = self.kind
        assert kind is not None
        return kind

    def keep(self) -> None:
        self._kept = True

    def close(self) -> None:
        if self._writer and not self._kept:
            self._writer.discard()

    @property
    def file(self) -> BytesIO:
        """The content in memory (25 MB at most), for forms that read the file at once, such as imports."""
        if not hasattr(self, "_content"):
            self._content = BytesIO(b"".join(unsealed_chunks(store.path_of(self.key), context=self.context)))
        return self._content

    @file.setter
    def file(self, value: Any) -> None:
        """`File.__init__` sets it; ours is read from the sealed file."""


def seal_upload(name: str, data: bytes) -> SealedUpload:
    """A received file from bytes at hand (letters, seeds, tests)."""
    upload = SealedUpload(name)
    upload.feed(data)
    upload.complete()
    return upload


class SealingUploadHandler(FileUploadHandler):
    """Receives 1 MiB at a time and seals it, from those who `may_deposit`."""

    chunk_size = CHUNK

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._count = 0

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *args: Any, **kwargs: Any) -> None:
        self._body_is_absurd = content_length > limits.BODY_BYTES

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self._body_is_absurd:
            raise StopUpload(connection_reset=True)
        if not may_deposit(self.request):
            raise SkipFile
        self._count += 1
        refused = "too_many" if self._count > limits.FILES_A_DEPOSIT else ""
        self.file = SealedUpload(self.file_name or "", refused=refused)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.file.feed(raw_data)

    def file_complete(self, file_size: int) -> SealedUpload:
        self.file.complete()
        return self.file

    def upload_interrupted(self) -> None:
        if hasattr(self, "file"):
            self.file.close()
