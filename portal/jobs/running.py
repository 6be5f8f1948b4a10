"""Doing a work over everybody part by part: each part is one transaction, which also says that it is done.

Killed in the middle, it goes on after the last part that was committed: whatever was being done is rolled back whole.
Two workers at the same job do its parts in turn, since the row is locked during a part: nothing is done twice.
"""

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from portal.celery import app
from portal.jobs.models import LONGEST_PART, RESUMED_AFTER, Job
from portal.jobs.registered import kind_of
from portal.locks import Lock, held_by_session

logger = logging.getLogger(__name__)
BELL_LASTS = 60
"""Seconds that the call of a task waits for a worker: the next minute calls again."""


@dataclass(frozen=True)
class Part:
    """A part that was done: where it ends, and how many rows it changed."""

    cursor: str
    count: int = 0

    def __post_init__(self) -> None:
        _check(self.cursor)


Step = Callable[[str], Part | None]
"""Does the part that follows a cursor («»: the first one), in the transaction around it; None when none is left."""


def run(*, work: str, step: Step, scope: str = "", total: int | None = None, is_whole: bool = True) -> int:
    """Do a job from where it was left, else from the beginning; return how many rows it changed.

    Another worker that holds it is left alone. `is_whole` False: a part commits by itself, in many transactions, and is
    done once more when it is cut; it changes nothing then that it had changed."""
    job = _begun(work, scope, total)
    do, changed = _do_part if is_whole else _do_in_transactions, 0
    while (part := do(job, step)) is not None:
        changed += part.count
    return changed


def each_of(parts: Sequence[str], do: Callable[[str], int]) -> Step:
    """Return the step of a job whose parts are known: `do` one, return how many rows changed.

    Raises ValueError for a part whose name is too long to be kept."""
    for part in parts:
        _check(part)

    def step(cursor: str) -> Part | None:
        left = parts[parts.index(cursor) + 1 :] if cursor in parts else parts
        return Part(left[0], do(left[0])) if left else None

    return step


def _check(name: str) -> None:
    """A name that is cut is never found again: the job would begin anew for ever."""
    if len(name) > LONGEST_PART:
        raise ValueError(f"the name of a part has {LONGEST_PART} characters at most: {name}")


def forget(*, work: str, scopes: str, but: str) -> int:
    """Take away the jobs whose scope begins with `scopes`, but for one: what they were about has changed."""
    return Job.objects.filter(work=work, scope__startswith=scopes).exclude(scope=but).delete()[0]


def is_finished(*, work: str, scope: str = "") -> bool:
    return Job.objects.filter(work=work, scope=scope, finished_at__isnull=False).exists()


def resume_cut() -> int:
    """Call the tasks of jobs that were cut in the middle; return how many."""
    return sum(map(_call, Job.objects.unfinished().filter(stepped_at__lt=_now() - RESUMED_AFTER)))


def late() -> list[Job]:
    """Jobs that an operator should look at."""
    return [job for job in Job.objects.order_by("work", "scope") if job.is_late]


def _begun(work: str, scope: str, total: int | None) -> Job:
    start = {"cursor": "", "done": 0, "total": total, "started_at": _now(), "stepped_at": _now(), "finished_at": None}
    job, is_new = Job.objects.get_or_create(work=work, scope=scope, defaults=start)
    if not is_new and not Job.objects.filter(pk=job.pk, finished_at__isnull=False).update(**start):
        logger.info("%s goes on after %s parts", work, job.done)
    return job


@transaction.atomic
def _do_part(job: Job, step: Step) -> Part | None:
    held = Job.objects.unfinished().select_for_update(skip_locked=True).filter(pk=job.pk).first()
    return _note(job, step(held.cursor)) if held else None


def _do_in_transactions(job: Job, step: Step) -> Part | None:
    with held_by_session(Lock.JOB, job.pk) as is_ours:
        held = Job.objects.unfinished().filter(pk=job.pk).first() if is_ours else None
        return _note(job, step(held.cursor)) if held else None


def _note(job: Job, part: Part | None) -> Part | None:
    mine = Job.objects.filter(pk=job.pk)
    if part is None:
        mine.update(finished_at=_now(), stepped_at=_now())
    else:
        mine.update(cursor=part.cursor, done=F("done") + 1, stepped_at=_now())
    return part


@transaction.atomic
def _call(job: Job) -> bool:
    """False while a worker is in the middle of a part, or when this version does not know the job."""
    kind = kind_of(job.work)
    if kind is None or not Job.objects.unfinished().select_for_update(skip_locked=True).filter(pk=job.pk).exists():
        return False
    transaction.on_commit(lambda: app.send_task(kind.task, expires=BELL_LASTS))
    return True


def _now() -> dt.datetime:
    """The real clock: that of a demonstration moves, and how late a job is does not depend on it."""
    return dt.datetime.now(dt.UTC)
