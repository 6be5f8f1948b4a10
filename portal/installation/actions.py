"""What is done to an installation: establish it, mark its folder, allow a large cleaning."""

import datetime as dt
import uuid

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.access.visibility import Account
from portal.audit import sentences
from portal.audit.actions import record
from portal.foundation.crypto import canary
from portal.installation import folder, restores
from portal.installation.models import Installation

sentences.register({"installation.orphans_allowed": _("a permis de mettre de côté des fichiers sans document")})
_SAMPLE = 20
_MORE = 20
"""Orphans that may have come since the operator looked."""


class FolderRefused(Exception):
    """This folder is not marked as this database's; the message says why and what to do."""


def establish(*, using: str = "default") -> Installation:
    """Make the row of this database and seal its canary, once. Raises KeysUnreadable."""
    known = Installation.objects.using(using).first()
    if known is not None:
        return known
    made = Installation(
        number=uuid.uuid4(),
        made_at=dt.datetime.now(dt.UTC),
        birthmark=restores.birthmark(using),
        is_demonstration=settings.DEMO,
    )
    sealed = canary.seal(made.canary_context)
    made.field_canary, made.file_canary, made.index_canary = sealed.fields, sealed.files, sealed.index
    made.save(using=using, force_insert=True)
    return made


def mark_folder(*, adopt: bool = False, using: str = "default") -> Installation:
    """Write the marker of this database in its folder, once. `adopt`: an operator knows that this is the folder, though
    nothing in it proves so. Raises FolderRefused, OSError."""
    installation = Installation.objects.using(using).get()
    place = folder.root()
    if not place.is_dir():
        raise FolderRefused(f"{place} does not exist: make it or mount it, then run: manage.py mark_folder")
    if (place / folder.MARKER).exists():
        if folder.state(installation.number) is not folder.FolderState.OURS:
            raise FolderRefused(f"{place} belongs to another installation: check DATA_DIR, then run the command again.")
    else:
        doubt = "" if adopt else _doubt(installation, using)
        if doubt:
            raise FolderRefused(
                f"{place} {doubt}. Is it mounted, and is it the right one? If it is, run: manage.py mark_folder --adopt"
            )
        folder.write_marker(installation.number)
    if installation.folder_marked_at is None:
        installation.folder_marked_at = dt.datetime.now(dt.UTC)
        installation.save(using=using, update_fields=["folder_marked_at"])
    return installation


def _doubt(installation: Installation, using: str) -> str:
    """Why a folder without marker may not be ours; empty when it is new as the database is, or holds its documents."""
    if installation.folder_marked_at:
        return "has lost the marker that it had"
    keys = apps.get_model("documents", "Document").objects.using(using).exclude(state="refused")
    recent = list(keys.order_by("-received_at", "-pk").values_list("storage_key", flat=True)[:_SAMPLE])
    held = {path.name for key in recent for path in folder.root().glob(f"documents/{key[:2]}/{key}")}
    if recent and not held:
        return "holds none of the last documents of this database"
    if not recent and any(folder.root().glob("documents/??/*")):
        return "holds documents, and this database knows none"
    return ""


@transaction.atomic
def allow_orphans(*, by: Account) -> bool:
    """Let the next cleaning set aside as many files as the last one found. False when nothing waits for that."""
    installation = Installation.objects.select_for_update().get()
    if not installation.orphans_found or installation.orphans_allowed >= installation.orphans_found:
        return False
    installation.orphans_allowed = installation.orphans_found + _MORE
    installation.save(update_fields=["orphans_allowed"])
    detail = {"count": installation.orphans_found}
    record("installation.orphans_allowed", by=by, subject=None, detail=detail)
    return True
