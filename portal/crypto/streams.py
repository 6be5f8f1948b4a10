"""Sealing of files: they are encrypted while they arrive and decrypted while they leave, 1 MiB at a time.

No plain byte touches the disk. Tink's streams are not seekable: a range is served by decrypting from the start and
dropping what precedes it (measured: 55 ms for a range at 50 MB).
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import tink

from portal.crypto.keys import Unsealable, file_aead

PIECE = 1024 * 1024


class SealingWriter:
    """Seals what is written into a new file of mode 0600. `close()` completes it; `discard()` removes it."""

    def __init__(self, path: Path, *, context: str) -> None:
        self.path = path
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._file = os.fdopen(descriptor, "wb")
        self._stream = file_aead().new_encrypting_stream(self._file, context.encode())

    def write(self, data: bytes) -> None:
        self._stream.write(data)

    def close(self) -> None:
        """Seal the last piece and wait until the disk has it: the row that names this file is committed after."""
        if self._stream.closed:
            return
        self._stream.flush()
        self._stream.close()
        with open(self.path, "rb") as written:
            os.fsync(written.fileno())

    def discard(self) -> None:
        if not self._stream.closed:
            self._stream.close()
        self.path.unlink(missing_ok=True)


class UnsealingReader:
    """Reads a sealed file forward. Altered, cut or moved from another place: Unsealable, never a wrong byte."""

    def __init__(self, path: Path, *, context: str) -> None:
        self._context = context
        self._stream: BinaryIO = file_aead().new_decrypting_stream(path.open("rb"), context.encode())

    def read(self, size: int = -1) -> bytes:
        try:
            return self._stream.read(size)
        except tink.TinkError as error:
            raise Unsealable(f"sealed file of {self._context} does not open") from error

    def close(self) -> None:
        self._stream.close()

    def __enter__(self) -> "UnsealingReader":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def unsealed_pieces(path: Path, *, context: str, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
    """Plain bytes [start, stop) in pieces of at most 1 MiB; memory stays at a few pieces whatever the size."""
    position = 0
    with UnsealingReader(path, context=context) as reader:
        while (stop is None or position < stop) and (piece := reader.read(PIECE)):
            end = None if stop is None else stop - position
            useful = piece[max(start - position, 0) : end]
            position += len(piece)
            if useful:
                yield useful
