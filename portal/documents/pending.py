"""`PendingUpload`: a file received with a form that was not accepted. It stays sealed, and the next try names it again.

A row belongs to the account that sent the file: nobody else may name it. Given, taken out or forgotten, its bytes go to
the document, or are erased.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence

from django.contrib.auth.signals import user_logged_out
from django.db import models, transaction
from django.dispatch import receiver

from portal import clock
from portal.documents import store
from portal.documents.models import PendingUpload
from portal.documents.uploads import SealedUpload
from portal.people.models import User

KEPT = dt.timedelta(hours=2)
"""After it a form is forgotten. A session without activity ends well before (`SESSION_LIMITS`)."""
MOST = 30
"""Of one account: beyond, the oldest are erased."""


@transaction.atomic
def keep(*, by: User, uploads: Sequence[SealedUpload]) -> list[PendingUpload]:
    """Keep good uploads for the next try of their form; those kept already stay as they are. Returns all of them."""
    rows = [
        PendingUpload.objects.get_or_create(
            pk=upload.document_id,
            defaults={
                "user": by,
                "name": upload.name,
                "content_type": upload.good_kind.value,
                "size": upload.size,
                "sha256": upload.sha256,
                "storage_key": upload.key,
            },
        )[0]
        for upload in uploads
    ]
    for upload in uploads:
        upload.keep()
    kept = PendingUpload.objects.filter(user=by).order_by("-received_at", "-pk")
    _erase(kept.exclude(pk__in=[row.pk for row in rows])[max(MOST - len(rows), 0) :])
    return rows


def named(*, by: User, keys: Iterable[str]) -> list[SealedUpload]:
    """The uploads of this account that a form names again, in the order in which they came."""
    known = [key for key in map(as_uuid, keys) if key]
    return [row.upload for row in PendingUpload.objects.filter(user=by, pk__in=known[:MOST])]


def given(*, upload: SealedUpload) -> None:
    """A document has taken it: the bytes are its own."""
    PendingUpload.objects.filter(pk=upload.document_id).delete()


def forget(*, by: User) -> None:
    """Erase what waits for a form of this account: it signs out."""
    _erase(PendingUpload.objects.filter(user=by))


def erase_old() -> int:
    """Erase what its form has forgotten; returns how many."""
    return _erase(PendingUpload.objects.filter(received_at__lt=clock.now() - KEPT))


def _erase(rows: models.QuerySet[PendingUpload]) -> int:
    """Rows first: a file whose row is gone is an orphan, a row whose file is gone would be a promise not kept.

    Only what this very statement deletes is erased: a document may be taking one of them at this moment.
    """
    erased = 0
    for row in list(rows.only("pk", "storage_key")):
        if PendingUpload.objects.filter(pk=row.pk).delete()[0]:
            _erase_on_commit(row.storage_key)
            erased += 1
    return erased


def as_uuid(key: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(key)
    except ValueError:
        return None


@receiver(user_logged_out, dispatch_uid="pending.signed_out")
def _signed_out(user: User | None, **more: object) -> None:
    if user is not None:
        forget(by=user)


def _erase_on_commit(key: str) -> None:
    transaction.on_commit(lambda: store.erase(key), robust=True)
