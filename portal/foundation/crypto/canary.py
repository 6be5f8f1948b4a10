"""A known sentence under each key, kept in the database: it proves later that the key file is this database's own.

A key file that is valid and is not ours seals new values that nobody will open, and finds every old one damaged.
"""

import io
import secrets
from dataclasses import dataclass

import tink

from portal.foundation.crypto.indexing import keyed_digest
from portal.foundation.crypto.keys import KeysUnreadable, Unsealable, file_aead
from portal.foundation.crypto.sealing import seal_bytes, unseal_bytes

_SENTENCE = b"Relais opens what it sealed."
_WRONG = (
    "The key file named by ENCRYPTION_KEYS is not the one of this database: what is sealed in it does not open. "
    "Nothing was changed. Put the right key file back (it is kept apart from the database's backups), then start again."
)


@dataclass(frozen=True)
class Canary:
    """The sentence sealed by the key of columns, by that of files, and its digest under the key of searches."""

    fields: bytes
    files: bytes
    index: str


def seal(context: str) -> Canary:
    """Seal the sentence with the present keys. Raises KeysUnreadable."""
    kept = _Kept()
    with file_aead().new_encrypting_stream(kept, context.encode()) as stream:
        stream.write(_SENTENCE)
    return Canary(seal_bytes(_SENTENCE, context=context), kept.bytes, keyed_digest(context, context=context))


def prove(canary: Canary, context: str) -> None:
    """Raise KeysUnreadable, with what to do, unless the present keys open all three."""
    try:
        opened = unseal_bytes(canary.fields, context=context), _unsealed(canary.files, context)
    except (Unsealable, tink.TinkError) as error:
        raise KeysUnreadable(_WRONG) from error
    digest = keyed_digest(context, context=context)
    if opened != (_SENTENCE, _SENTENCE) or not secrets.compare_digest(digest, canary.index):
        raise KeysUnreadable(_WRONG)


def _unsealed(sealed: bytes, context: str) -> bytes:
    with file_aead().new_decrypting_stream(io.BytesIO(sealed), context.encode()) as stream:
        return stream.read()


class _Kept(io.BytesIO):
    """Keeps its bytes when the stream over it closes it."""

    bytes = b""

    def close(self) -> None:
        if not self.closed:
            self.bytes = self.getvalue()
        super().close()
