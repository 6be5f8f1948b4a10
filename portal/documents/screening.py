"""The verdict on a document: claim and commit, examine with no transaction open, record and commit.

A worker killed anywhere leaves a row that the sweep takes again when its claim expires. A file is refused for what its
content proves and for nothing else: any fault of ours holds it (`holding`), however often it happens. A file is served
only once its row says so, and the row says so last.
"""

import datetime as dt
import hashlib
import logging
import time
import uuid
from typing import Any

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Least

from portal import clock
from portal.audit.actions import record
from portal.documents import after_refusal, store
from portal.documents.examination import FileVerdict, examine
from portal.documents.holding import FOR_ALL, MOST_ATTEMPTS, wait_after
from portal.documents.models import Document
from portal.documents.uploads import context_of
from portal.foundation.crypto import KeysUnreadable, Unsealable
from portal.foundation.crypto.streams import SealingWriter, unsealed_chunks
from portal.installation import folder, starting

logger = logging.getLogger(__name__)

CLAIM = dt.timedelta(minutes=2)
SWEEP = 50
LONGEST_SWEEP = 150.0
"""Seconds, below the limit of its task: slow files must not make the worker look killed."""
HELD_IN_A_ROW = 3


def screen(*, document_id: uuid.UUID | str) -> Document | None:
    """Give this document its verdict, or hold it; None when somebody else is at it or it has a verdict already."""
    now = _now()
    claim = now + CLAIM
    mine = Document.objects.to_screen(now).filter(pk=document_id)
    if not mine.update(claimed_until=claim, attempts=Least(F("attempts") + 1, Value(MOST_ATTEMPTS))):
        return None
    document = Document.objects.select_related("citizen", "team__organization").get(pk=document_id)
    verdict, rebuilt = _judge(document)
    if verdict.held:
        _hold(document, claim, verdict.held)
    else:
        _settle(document, claim, verdict, rebuilt)
    document.refresh_from_db()
    logger.info("document %s: %s %s", document.pk, document.state, document.held_because)
    return document


def sweep() -> int:
    """Screen what waits: missed bells, killed workers, and all that was held for a fault of ours.

    Returns how many got a verdict. Those tried least recently come first, so that one file on which we stumble does
    not stop the others; after three held in a row by what would hold every file, the rest waits.
    """
    if Document.objects.first_waiting() is None:
        return 0
    hold_what_was_dropped()
    waiting = Document.objects.to_screen(_now()).order_by(F("not_before").asc(nulls_first=True), "received_at")
    settled = held = 0
    over = time.monotonic() + LONGEST_SWEEP
    for document_id in waiting.values_list("pk", flat=True)[:SWEEP]:
        document = screen(document_id=document_id) if time.monotonic() < over else None
        if document is None:
            continue
        settled += document.state != Document.State.HELD
        held = held + 1 if document.held_because in FOR_ALL else 0
        if held == HELD_IN_A_ROW:
            logger.error("documents wait, none can be checked: %s", document.held_because)
            break
    return settled


def hold_what_was_dropped() -> int:
    """Hold each document whose worker did not come back before the end of its claim; returns how many.

    The first time it is tried again at once: workers are restarted. After that, longer and longer: it may be the file.
    """
    dropped = Document.objects.waiting().filter(claimed_until__lt=_now())
    rows = list(dropped.values_list("pk", "claimed_until", "attempts", "held_since"))
    for pk, claim, attempts, since in rows:
        wait = wait_after("worker", attempts) if attempts > 1 else dt.timedelta()
        held = {"state": Document.State.HELD, "held_because": "worker", "held_since": since or clock.now()}
        mine = Document.objects.waiting().filter(pk=pk, claimed_until=claim)
        mine.update(**held, claimed_until=None, not_before=_now() + wait)
    return len(rows)


def is_claimed(document: Document) -> bool:
    """A worker reads it now."""
    return document.claimed_until is not None and document.claimed_until > _now()


def _judge(document: Document) -> tuple[FileVerdict, dict]:
    """The verdict, and what changes on the row when a rebuilt file was sealed. Nothing that fails here decides."""
    try:
        data = b"".join(unsealed_chunks(store.path_of(document.storage_key), context=document.context))
        verdict = examine(data, document.content_type)
        return verdict, _seal_rebuilt(document, verdict) if verdict.rebuilt else {}
    except Exception as error:
        because = reason_of(error)
        logger.log(logging.ERROR, "document %s: %s", document.pk, because, exc_info=because == "fault")
        return FileVerdict(held=because), {}


def reason_of(error: Exception) -> str:
    """Which fault of ours kept us from a stored file: a code of `holding`."""
    if isinstance(error, KeysUnreadable):
        return "keys"
    if isinstance(error, folder.NotOurs) or folder.state() is not folder.FolderState.OURS:
        return "storage"  # what is not found there is not lost
    if isinstance(error, Unsealable):
        return "damaged" if starting.are_keys_ours() else "keys"
    if isinstance(error, FileNotFoundError):
        return "missing"
    if isinstance(error, OSError):
        return "full" if error.errno in folder.NO_ROOM else "storage"
    return "fault"


def _hold(document: Document, claim: dt.datetime, because: str) -> None:
    """Keep it for a later try, if the claim is still ours."""
    Document.objects.filter(pk=document.pk, claimed_until=claim).update(
        state=Document.State.HELD,
        held_because=because,
        held_since=document.held_since or clock.now(),
        claimed_until=None,
        not_before=_now() + wait_after(because, document.attempts),
    )


def _settle(document: Document, claim: dt.datetime, verdict: FileVerdict, rebuilt: dict) -> None:
    """Record the verdict if the claim is still ours; erase whichever file is no longer needed.

    When the database does not answer, nobody knows which of the two it names: both stay, and the other is an orphan.
    """
    received_key = document.storage_key
    with transaction.atomic():
        mine = Document.objects.filter(pk=document.pk, claimed_until=claim)
        ours = mine.update(**_changes(document, verdict) | rebuilt)
        if ours:
            _journal(document, verdict)
            if verdict.refused:
                after_refusal.follow(document)
    if ours and (rebuilt or verdict.refused):
        store.erase(received_key)
    elif rebuilt and not ours:
        store.erase(rebuilt["storage_key"])


def _seal_rebuilt(document: Document, verdict: FileVerdict) -> dict:
    """Seal the rebuilt file under a key of its own, and return what changes on the row. Leaves no part of it."""
    key = store.new_key()
    writer = SealingWriter(store.place_for(key), context=context_of(document.pk, key))
    try:
        writer.write(verdict.rebuilt)
        writer.close()
    except BaseException:
        writer.discard()
        raise
    return {
        "storage_key": key,
        "served_sha256": hashlib.sha256(verdict.rebuilt).hexdigest(),
        "size": len(verdict.rebuilt),
        "rebuilt_because": verdict.because,
    }


def _changes(document: Document, verdict: FileVerdict) -> dict:
    changes: dict[str, Any] = {"claimed_until": None, "not_before": None, "screened_at": clock.now()}
    changes |= {"held_because": "", "held_since": None}
    if verdict.refused:
        return changes | {"state": Document.State.REFUSED, "refused_because": verdict.refused}
    return changes | {
        "state": Document.State.AVAILABLE,
        "scan": Document.Scan.CLEAN if verdict.scanned else Document.Scan.NOT_SCANNED,
        "content_type": verdict.kind,
        "served_sha256": document.received_sha256,
    }


def _journal(document: Document, verdict: FileVerdict) -> None:
    record(
        "document.refused" if verdict.refused else "document.accepted",
        by=None,
        subject=document,
        citizen=document.citizen,
        organization=document.team.organization if document.team else None,
        detail={"because": verdict.refused} if verdict.refused else {"rebuilt": verdict.because},
    )


def _now() -> dt.datetime:
    """The real clock, as for every lease."""
    return dt.datetime.now(dt.UTC)
