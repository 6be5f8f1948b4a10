"""Erasing a document, row and bytes, before it was read by another than its sender."""

import datetime as dt

from django.db import transaction

from portal.documents import store
from portal.documents.models import Document


class BeingChecked(Exception):
    """A worker is at this document: a moment later it can be erased."""


def erase(document: Document) -> None:
    """Erase a document that its caller holds (`select_for_update`) and journals. Raises BeingChecked while a worker
    reads it."""
    if document.claimed_until and document.claimed_until > dt.datetime.now(dt.UTC):  # a lease: the real clock
        raise BeingChecked
    key = document.storage_key
    document.delete()
    # Were it not erased now, the sweep of orphans would find it: no row names it.
    transaction.on_commit(lambda: store.erase(key), robust=True)
