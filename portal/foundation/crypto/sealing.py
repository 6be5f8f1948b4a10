"""Sealing of short values: what goes into a column."""

import tink

from portal.foundation.crypto.keys import Unsealable, field_aead


def seal_bytes(plain: bytes, *, context: str) -> bytes:
    """Encrypt `plain` so that it opens only under the same `context` (its place: for instance table.column:pk)."""
    return field_aead().encrypt(plain, context.encode())


def unseal_bytes(sealed: bytes, *, context: str) -> bytes:
    """Give back what was sealed under `context`, or raise Unsealable: never garbage."""
    try:
        return field_aead().decrypt(sealed, context.encode())
    except tink.TinkError as error:
        raise Unsealable(f"sealed value of {context} does not open") from error
