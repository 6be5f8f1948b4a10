"""Encryption at rest: every sealed column and every sealed file passes here, and only here.

What is sealed is bound to its place (a table, a column and a row; a document): moved elsewhere, it no longer opens.
The keys live in one file outside the database (setting ENCRYPTION_KEYS).
"""

from portal.foundation.crypto.keys import KeysUnreadable, Unsealable
from portal.foundation.crypto.sealing import seal_bytes, unseal_bytes

__all__ = ["KeysUnreadable", "Unsealable", "seal_bytes", "unseal_bytes"]
