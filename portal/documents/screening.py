"""The verdict on a document: claim and commit, examine with no transaction open, record and commit.

A worker killed anywhere leaves a row that the sweep takes again when its claim expires: a file always ends available
or refused. A file is served only once its row says so, and the row says so last.
"""

import datetime as dt
import hashlib
import logging
import uuid

from django.db import transaction
from django.db.models import F

from portal import clock
from portal.audit.actions import record
from portal.crypto import Unsealable
from portal.crypto.streams import SealingWriter, unsealed_pieces
from portal.documents import store
from portal.documents.examination import Verdict, examine
from portal.documents.models import Document
from portal.documents.uploads import context_of

logger = logging.getLogger(__name__)

CLAIM = dt.timedelta(minutes=2)
ATTEMPTS = 5
SWEEP = 50
HELD_IN_A_ROW = 3
ORPHAN_SECONDS = 3600


def screen(*, document_id: uuid.UUID | str) -> Document | None:
    """Give this document its verdict, unless somebody else is at it or it has one already (None)."""
    now = dt.datetime.now(dt.UTC)  # a lease: the real clock
    claim = now + CLAIM
    mine = Document.objects.to_screen(now).filter(pk=document_id)
    if not mine.update(claimed_until=claim, attempts=F("attempts") + 1):
        return None
    document = Document.objects.select_related("citizen", "team__organization").get(pk=document_id)
    verdict = _verdict_on(document)
    _settle(document, claim, verdict)
    logger.info("document %s: %s", document.pk, document.state)
    return document


def sweep() -> int:
    """Screen what waits: missed bells, killed workers, and all that was held when the scanner answers again.

    Returns how many got a verdict. Those tried least recently come first, so that one file on which the scanner
    stumbles does not stop the others; after three held in a row, the scanner is away.
    """
    waiting = Document.objects.to_screen(dt.datetime.now(dt.UTC)).order_by(
        F("claimed_until").asc(nulls_first=True), "received_at"
    )
    settled = held = 0
    for document_id in waiting.values_list("pk", flat=True)[:SWEEP]:
        document = screen(document_id=document_id)
        if document is None:
            continue
        was_held = document.state == Document.State.HELD
        settled, held = settled + (not was_held), held + 1 if was_held else 0
        if held == HELD_IN_A_ROW:
            logger.warning("the antivirus does not answer: documents wait")
            break
    return settled


def erase_orphans() -> int:
    """Erase files that no row names (a request that failed half-way, a re-encoding that lost its claim)."""
    old = sorted(store.keys_older_than(ORPHAN_SECONDS))
    erased = 0
    for start in range(0, len(old), 500):
        keys = old[start : start + 500]
        kept = Document.objects.exclude(state=Document.State.REFUSED).filter(storage_key__in=keys)
        orphans = set(keys) - set(kept.values_list("storage_key", flat=True))
        for key in orphans:
            store.erase(key)
        erased += len(orphans)
    return erased


def _verdict_on(document: Document) -> Verdict:
    if document.attempts > ATTEMPTS:
        return Verdict(refused="too_complex")
    try:
        data = b"".join(unsealed_pieces(store.path_of(document.storage_key), context=document.context))
    except (FileNotFoundError, Unsealable):
        logger.error("document %s: its sealed file does not open", document.pk)
        return Verdict(refused="lost")
    return examine(data, document.content_type)


def _settle(document: Document, claim: dt.datetime, verdict: Verdict) -> None:
    """Record the verdict if the claim is still ours; erase whichever file is no longer needed."""
    if verdict.held:
        # Free at once, and last in the sweep's order.
        held = {"state": Document.State.HELD, "claimed_until": dt.datetime.now(dt.UTC), "attempts": 0}
        Document.objects.filter(pk=document.pk, claimed_until=claim).update(**held)
        document.refresh_from_db()
        return
    received_key = document.storage_key
    picture = _seal_picture(document, verdict.picture) if verdict.picture else {}
    changes = _changes(document, verdict) | picture
    with transaction.atomic():
        ours = Document.objects.filter(pk=document.pk, claimed_until=claim).update(**changes)
        if ours:
            _journal(document, verdict)
    document.refresh_from_db()
    if ours and (picture or verdict.refused):
        store.erase(received_key)
    elif picture and not ours:
        store.erase(picture["storage_key"])


def _seal_picture(document: Document, picture: bytes) -> dict:
    """Seal the re-encoded image under a key of its own, and return what changes on the row."""
    key = store.new_key()
    writer = SealingWriter(store.path_of(key), context=context_of(document.pk, key))
    writer.write(picture)
    writer.close()
    return {"storage_key": key, "served_sha256": hashlib.sha256(picture).hexdigest(), "size": len(picture)}


def _changes(document: Document, verdict: Verdict) -> dict:
    changes = {"claimed_until": None, "screened_at": clock.now()}
    if verdict.refused:
        return changes | {"state": Document.State.REFUSED, "refused_because": verdict.refused}
    return changes | {
        "state": Document.State.AVAILABLE,
        "scan": Document.Scan.CLEAN if verdict.scanned else Document.Scan.NOT_SCANNED,
        "content_type": verdict.kind,
        "served_sha256": document.received_sha256,
    }


def _journal(document: Document, verdict: Verdict) -> None:
    record(
        "document.refused" if verdict.refused else "document.accepted",
        by=None,
        subject=document,
        citizen=document.citizen,
        organization=document.team.organization if document.team else None,
        detail={"because": verdict.refused} if verdict.refused else {},
    )
