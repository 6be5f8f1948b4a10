"""Giving again what is kept here: each file is sealed to its own document, so another document is another file."""

from portal.documents import store
from portal.documents.models import Document
from portal.documents.uploads import SealedUpload
from portal.foundation.crypto.streams import unsealed_chunks


def copy_of(document: Document) -> SealedUpload:
    """Seal the bytes of an available document again, as an upload that an action receives, or that `close` erases.

    Raises Unsealable or OSError when they do not open, or cannot be written."""
    upload = SealedUpload(document.served_name)
    try:
        for chunk in unsealed_chunks(store.path_of(document.storage_key), context=document.context):
            upload.feed(chunk)
        upload.complete()
        if upload.refused_because:
            raise OSError(upload.refused_because)
    except BaseException:
        upload.close()
        raise
    return upload
