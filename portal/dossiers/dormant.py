"""Open dossiers in which nothing happens any more: their team closes them, or says that they stay open.

What is kept about somebody must still serve (Access Act, chapter A-2.1, s. 73), and a retention calendar counts from
the end of a matter (Archives Act, chapter A-21.1, s. 7): one that nobody closes would be kept for ever. A person
decides, nothing is erased."""

import datetime as dt
from collections.abc import Callable

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.audit.actions import record
from portal.clock import now
from portal.dossiers.models import Dossier
from portal.dossiers.telling import REVIEW, ask_review
from portal.jobs import running as jobs
from portal.jobs.running import Part
from portal.people.models import User
from portal.work_items.actions import close_items
from portal.work_items.models import WorkItem

WORK = "dossiers.ask_review"
QUIET_FOR = dt.timedelta(days=2 * 365)
"""Without a move, a message or a document. Kept open, a dossier is asked about again as long after."""
AT_ONCE = 100
_news: list[Callable[[dt.datetime], Q]] = []


def register(news: Callable[[dt.datetime], Q]) -> None:
    """Add what an app above calls news of a dossier: those that had some since an instant."""
    _news.append(news)


def ask_reviews() -> int:
    """Ask the teams about their quiet dossiers; return how many."""
    return jobs.run(work=WORK, step=_ask_some)


def is_asked(dossier: Dossier) -> bool:
    return WorkItem.objects.open().about(dossier).filter(kind=REVIEW).exists()


@transaction.atomic
def keep_open(*, dossier: Dossier, by: User) -> bool:
    """Say that it still serves; False when nobody asks (any more)."""
    if not close_items(subject=dossier, kind=REVIEW, by=by):
        return False
    record("dossier.kept", by=by, subject=dossier, citizen=dossier.citizen, organization=dossier.organization)
    return True


@transaction.atomic
def _ask_some(cursor: str) -> Part | None:
    before = now() - QUIET_FOR
    quiet = Dossier.objects.open().filter(moved_at__lt=before)
    if cursor:
        quiet = quiet.filter(pk__gt=cursor)
    for news in _news:
        quiet = quiet.exclude(news(before))
    some = list(
        quiet.exclude(Exists(_asked(before)))
        .order_by("pk")
        .select_related("citizen", "organization", "team")
        .select_for_update(skip_locked=True, of=["self"], no_key=True)[:AT_ONCE]
    )
    for dossier in some:
        ask_review(dossier)
        about = {"citizen": dossier.citizen, "organization": dossier.organization}
        record("dossier.review_asked", by=None, subject=dossier, **about)
    return Part(str(some[-1].pk), len(some)) if some else None


def _asked(since: dt.datetime) -> QuerySet[WorkItem]:
    """Of a dossier: open, or answered since."""
    label = Dossier._meta.label_lower
    mine = WorkItem.objects.filter(kind=REVIEW, subject_type=label, subject_id=OuterRef("pk"))
    return mine.exclude(done_at__lt=since)
