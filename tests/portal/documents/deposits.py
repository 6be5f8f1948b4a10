"""Deposits as the product makes them, for tests."""

from portal.documents import store
from portal.documents.actions import receive
from portal.documents.models import Document
from portal.documents.screening import screen
from portal.documents.uploads import seal_upload
from tests.portal.documents import corpus


def deposit(by, *, team, name: str = "preuve.pdf", data: bytes | None = None, **options) -> Document:
    """A document received from a citizen, not screened yet."""
    citizen = options.pop("citizen", None) or by.citizen
    return receive(by=by, citizen=citizen, team=team, upload=seal_upload(name, data or corpus.pdf()), **options)


def accepted(by, *, team, **options) -> Document:
    return screen(document_id=deposit(by, team=team, **options).pk)


def stored(document: Document) -> bytes:
    """The sealed bytes on the disk."""
    return store.path_of(document.storage_key).read_bytes()
