"""Files that no document names: a request that failed half-way, a re-encoding that lost its claim.

Or the folder of another database, an older dump put back, a bug: so nothing is erased that was not set aside for
thirty days, nothing at all after a restore, and too many at once stop the cleaning until an operator decides.
"""

import datetime as dt
import logging

from django.db.models import F

from portal.clock import day_of
from portal.documents import store
from portal.documents.models import Document
from portal.documents.pending import PendingUpload
from portal.installation import folder, restores
from portal.installation.models import Installation

logger = logging.getLogger(__name__)

YOUNG = 3600
"""Seconds during which a file may still be waiting for the row that will name it."""
KEPT_ASIDE = dt.timedelta(days=30)
MOST_AT_ONCE, MOST_SHARE = 20, 0.01
"""More than both: the folder or the database is not what it should be."""


def clean() -> int:
    """Set aside the orphans, put back what is named again, erase what was set aside thirty days ago.

    Returns how many files were set aside.
    """
    installation = Installation.objects.first()
    found = folder.state()
    if installation is None or found is not folder.FolderState.OURS:
        logger.error("orphan files: nothing is touched, the folder of documents is %s", found)
        return 0
    restored = restores.notice(installation)
    returned = _put_back()
    if returned:
        logger.warning("orphan files: %s put back, documents name them again", returned)
    if restored or restores.is_recent(installation):
        logger.warning("orphan files: nothing is set aside nor erased for seven days, the database was restored")
        return 0
    erased, moved = _erase_old(), _set_aside(installation)
    _count(installation)
    if erased or moved:
        logger.info("orphan files: %s set aside, %s erased", moved, erased)
    return moved


def _set_aside(installation: Installation) -> int:
    files = dict(store.ages())
    orphans = _unnamed([key for key, age in files.items() if age > YOUNG])
    ceiling = max(MOST_AT_ONCE, len(files) * MOST_SHARE, installation.orphans_allowed)
    if len(orphans) > ceiling:
        logger.error("orphan files: %s of %s, too many at once: an operator decides", len(orphans), len(files))
        _tell(installation, found=len(orphans), allowed=0)
        return 0
    for key in orphans:
        store.set_aside(key, day=_today().isoformat())
    _tell(installation, found=0, allowed=0)
    return len(orphans)


def _unnamed(keys: list[str]) -> list[str]:
    """Those that no document, and no form that may be sent again, names. A refused file has no bytes any more."""
    orphans: list[str] = []
    for start in range(0, len(keys), 500):
        some = keys[start : start + 500]
        orphans += sorted(set(some) - _named(some))
    return orphans


def _named(keys: list[str]) -> set[str]:
    kept = Document.objects.exclude(state=Document.State.REFUSED).filter(storage_key__in=keys)
    waiting = PendingUpload.objects.filter(storage_key__in=keys)
    return {*kept.values_list("storage_key", flat=True), *waiting.values_list("storage_key", flat=True)}


def _put_back() -> int:
    """A better dump was restored, or the row came late: its file returns."""
    returned = 0
    for day, keys in store.aside().items():
        for key in sorted(_named(keys)):
            store.put_back(key, day=day)
            returned += 1
    return returned


def _erase_old() -> int:
    limit = (_today() - KEPT_ASIDE).isoformat()
    return sum(store.erase_day(day) for day in store.aside() if day < limit)


def _count(installation: Installation) -> None:
    """One more cleaning, in the database first: a folder that counts more was not cleaned by this one (`restores`)."""
    mine = Installation.objects.filter(pk=installation.pk)
    mine.update(cleanings=F("cleanings") + 1, cleaned_at=dt.datetime.now(dt.UTC))
    folder.remember_cleanings(mine.values_list("cleanings", flat=True).get())


def _tell(installation: Installation, *, found: int, allowed: int) -> None:
    Installation.objects.filter(pk=installation.pk).update(orphans_found=found, orphans_allowed=allowed)


def _today() -> dt.date:
    """By the real clock, as the disk's."""
    return day_of(dt.datetime.now(dt.UTC))
