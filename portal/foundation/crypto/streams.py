"""Sealing of files: they are encrypted while they arrive and decrypted while they leave, 1 MiB at a time.

No plain byte touches the disk. Tink's streams are not seekable: a range is served by decrypting from the start and
dropping what precedes it (measured: 55 ms for a range at 50 MB).
"""

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

import tink

from portal.foundation.crypto.keys import Unsealable, file_aead

CHUNK = 1024 * 1024


class _DiskFile(io.FileIO):
    """A file that keeps the disk's own error: Tink tells it as one of its own, as if the content were to blame."""

    error: OSError | None = None

    def write(self, data: Any) -> int:
        with self._kept():
            return super().write(data)

    def readinto(self, buffer: Any) -> int:
        with self._kept():
            return super().readinto(buffer)

    @contextmanager
    def _kept(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self.error = error
            raise


class SealingWriter:
    """Seals what is written into a new file of mode 0600. `close()` completes it; `discard()` removes it.

    Any of them raises OSError when the disk does not take it; the caller then discards what is there.
    """

    def __init__(self, path: Path, *, context: str) -> None:
        self.path = path
        primitive = file_aead()  # before the file exists: without keys, nothing is left on the disk
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._disk = _DiskFile(descriptor, "wb")
        try:
            with _told_as_disk(self._disk):
                self._stream = primitive.new_encrypting_stream(io.BufferedWriter(self._disk), context.encode())
        except BaseException:
            self.path.unlink(missing_ok=True)
            raise

    def write(self, data: bytes) -> None:
        with _told_as_disk(self._disk):
            self._stream.write(data)

    def close(self) -> None:
        """Seal the last chunk and wait until the disk has it: the row that names this file is committed after."""
        if self._stream.closed:
            return
        with _told_as_disk(self._disk):
            self._stream.flush()
            self._stream.close()
        with open(self.path, "rb") as written:
            os.fsync(written.fileno())

    def discard(self) -> None:
        """Remove the file, complete or not. Closing seals a last chunk: on a full disk it fails, and no matter."""
        with suppress(OSError, tink.TinkError):
            self._stream.close()
        with suppress(OSError):
            self._disk.close()
        self.path.unlink(missing_ok=True)


class UnsealingReader:
    """Reads a sealed file forward. Altered, cut or moved from another place: Unsealable, never a wrong byte.

    A disk that does not give its bytes says nothing of them: OSError.
    """

    def __init__(self, path: Path, *, context: str) -> None:
        self._context = context
        self._disk = _DiskFile(path, "rb")
        self._stream: BinaryIO = file_aead().new_decrypting_stream(io.BufferedReader(self._disk), context.encode())

    def read(self, size: int = -1) -> bytes:
        try:
            with _told_as_disk(self._disk):
                return self._stream.read(size)
        except tink.TinkError as error:
            raise Unsealable(f"sealed file of {self._context} does not open") from error

    def close(self) -> None:
        self._stream.close()

    def __enter__(self) -> "UnsealingReader":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@contextmanager
def _told_as_disk(disk: _DiskFile) -> Iterator[None]:
    """What Tink says because the disk failed is raised as the disk's own OSError."""
    try:
        yield
    except tink.TinkError as error:
        if disk.error is None:
            raise
        raise disk.error from error


def unsealed_chunks(path: Path, *, context: str, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
    """Plain bytes [start, stop) in chunks of at most 1 MiB; memory stays at a few chunks whatever the size."""
    position = 0
    with UnsealingReader(path, context=context) as reader:
        while (stop is None or position < stop) and (chunk := reader.read(CHUNK)):
            end = None if stop is None else stop - position
            useful = chunk[max(start - position, 0) : end]
            position += len(chunk)
            if useful:
                yield useful
