"""Giving again what is kept here: each file is sealed to its own document, so another document is another file."""

from portal.documents import store
from portal.documents.models import Document
from portal.documents.uploads import SealedUpload
from portal.foundation.crypto.streams import unsealed_chunks


def copy_of(document: Document) -> SealedUpload:
    """Seal the bytes of an available document again, as an upload that an action receives, or that `close` erases.

    Raises what `unsealed_chunks` does when they do not open (`holding.reason_of` says why)."""
    upload = SealedUpload(document.served_name)
    try:
        for chunk in unsealed_chunks(store.path_of(document.storage_key), context=document.context):
            upload.feed(chunk)
        upload.complete()
    except BaseException:
        upload.close()
        raise
    return upload
