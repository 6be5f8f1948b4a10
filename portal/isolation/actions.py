"""Doing a work for many, setting aside those for whom it fails, and trying these again by themselves."""

import logging
from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Least

from portal.audit.actions import record
from portal.clock import now
from portal.isolation.halves import code_of, is_of_a_row, run_by_halves
from portal.isolation.models import MOST_COUNTED, SetAside, wait_after
from portal.isolation.works import work_of
from portal.people.models import User

logger = logging.getLogger(__name__)
BATCH = 200


def run_apart(
    *, work: str, people: Sequence[UUID], run: Callable[[Sequence[UUID]], int], most: int | None = None
) -> int:
    """Do `work` for `people` at once, or, when a row of one of them refuses, for all the others.

    `run` does it for the people it is given and returns a count. Those for whom it fails are set aside; after `most` of
    them, what is left is for the next run of a sweep."""
    return sum(run_by_halves(people, run, fail=partial(_set_aside, work), most=most))


def set_aside_of(*, work: str) -> list[UUID]:
    """Those whom the batches of this work leave out: `retry_due` tries them, each alone."""
    return list(SetAside.objects.filter(work=work).values_list("citizen_id", flat=True))


def retry_due() -> int:
    """Try again those whose wait is over; return how many are cured."""
    return sum(_retry(row) for row in SetAside.objects.due(now()).order_by("retry_at", "pk")[:BATCH])


def put_aside(*, work: str, person: UUID | None, error: Exception) -> None:
    """For a work that goes person by person already: set this one aside, or raise what is not of a row.

    Nobody: the row is of no person, and the log alone says it."""
    if not is_of_a_row(error):
        raise error
    if person is None:
        logger.error("%s fails for one row (%s)", work, code_of(error))
    else:
        _set_aside(work, person, error)


@transaction.atomic
def try_again(*, row: SetAside, by: User) -> SetAside:
    """At the next sweep, within half a minute, rather than after the wait."""
    row.retry_at = now()
    row.save(update_fields=["retry_at"])
    record("set_aside.retried", by=by, subject=row, citizen=row.citizen, detail={"work": row.work, "code": row.code})
    return row


def _set_aside(work: str, person: UUID, error: Exception) -> None:
    """Once for each work and person; a second failure counts, and waits longer."""
    code = code_of(error)
    row, is_new = SetAside.objects.get_or_create(
        work=work, citizen_id=person, defaults={"code": code, "retry_at": now() + wait_after(1)}
    )
    if is_new:
        logger.error("%s fails for one person (%s), who is set aside: %s", work, code, row.pk)
    else:
        _put_off(row, code)


def _put_off(row: SetAside, code: str) -> bool:
    """Conditional: of two workers one has it."""
    mine = SetAside.objects.filter(pk=row.pk, retry_at=row.retry_at)
    failures = Least(F("failures") + 1, Value(MOST_COUNTED))
    return bool(mine.update(failures=failures, code=code, retry_at=now() + wait_after(row.failures + 1)))


def _retry(row: SetAside) -> bool:
    """Whether it succeeded. The wait is committed first: whatever kills this worker is not met at each sweep."""
    work = work_of(row.work)
    if work is not None and not _put_off(row, row.code):
        return False
    try:
        if work is not None:
            with transaction.atomic():
                work.do_again(person=row.citizen_id)
    except Exception as error:
        if not is_of_a_row(error):
            raise
        SetAside.objects.filter(pk=row.pk).update(code=code_of(error))
        return False
    SetAside.objects.filter(pk=row.pk).delete()
    logger.info("%s succeeds again for the person that was set aside: %s", row.work, row.pk)
    return True
