"""The sweep: what is past its time is emptied or erased, model by model, in batches."""

import datetime as dt
import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.db.models import Q

from portal import clock
from portal.audit.actions import write
from portal.foundation.retention import Empty, Keep, Timed
from portal.isolation.halves import A_RUN, code_of, run_by_halves
from portal.jobs import running as jobs
from portal.people.models import User
from portal.retention.reading import companions_of, in_order, rules_of
from portal.retention.selecting import free, past, unnamed

logger = logging.getLogger(__name__)
BATCH = 1_000
"""Rows of one transaction."""
MOST = 200_000
"""Rows of one model and run; the next night goes on."""
VERB = "retention.swept"
JOB = "portal.retention"
"""Its name among the jobs (`portal.jobs`)."""


APART = dt.timedelta(hours=1)
"""How far the clock of this machine may be from the database's before nothing is erased."""


class ClocksDiffer(Exception):
    """This machine and the database do not agree on the time: what is past its time cannot be known."""


class SweepFailed(Exception):
    """Some models could not be swept; the others were. Says which, for the log and the list of failing tasks."""


def sweep(*, by: User | None = None) -> None:
    """Execute what every model declares, children before what they refer to.

    A model that cannot be swept keeps its rows and stops no other. Raises SweepFailed at the end, ClocksDiffer before
    anything is erased. Cut in the middle, it goes on with the model that it was at."""
    _require_agreement()
    failed: list[str] = []
    models_by_label = {model._meta.label: model for model in in_order()}

    def sweep_one(label: str) -> int:
        if not _is_swept(models_by_label[label], by):
            failed.append(label)
        return 0

    labels = list(models_by_label)
    jobs.run(work=JOB, step=jobs.each_of(labels, sweep_one), total=len(labels), is_whole=False)
    if failed:
        raise SweepFailed(", ".join(failed))


def sweep_model(*, model: type[models.Model], by: User | None = None) -> int:
    """Empty, then erase what is past its time; return how many rows. Raises Unreadable, SweepFailed."""
    timed = [rule for rule in rules_of(model) if isinstance(rule, Timed) and not rule.by]
    emptied = sum(_empty(model, rule, by) for rule in timed if isinstance(rule, Empty))
    return emptied + _erase(model, [rule for rule in timed if isinstance(rule, Keep)], by)


def _require_agreement() -> None:
    """A clock that went years ahead would erase years of proofs. That of a demonstration is moved on purpose."""
    if settings.CLOCK_OFFSET_FILE:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (at,) = cursor.fetchone()
    if abs(at - clock.now()) > APART:
        raise ClocksDiffer


def _is_swept(model: type[models.Model], by: User | None) -> bool:
    try:
        sweep_model(model=model, by=by)
    except Exception as error:  # whatever stops one model, the others go on; `sweep` raises at the end
        logger.error("what is kept of %s cannot be swept (%s)", model._meta.label, code_of(error), exc_info=error)
        return False
    return True


def _erase(model: type[models.Model], rules: Sequence[Keep], by: User | None) -> int:
    late = past(model, rules)
    if not rules or not late.exists():  # most models, most nights: what keeps their rows need not be looked for
        return 0
    over = free(late)
    return _in_batches(over, unnamed(over), partial(_erase_some, by))


def _erase_some(by: User | None, rows: models.QuerySet) -> int:
    """One transaction: lock those that are still past their time, erase what is kept with them, then themselves."""
    keys, organizations = _locked(rows)
    if not keys:
        return 0
    model = rows.model
    gone = {
        child._meta.label_lower: child._base_manager.filter(**{f"{way}__in": keys})._raw_delete(rows.db)
        for child, way in companions_of(model)
    }
    model._base_manager.filter(pk__in=keys)._raw_delete(rows.db)
    with_them = {"with": {label: count for label, count in gone.items() if count}}
    _journal(model, "erased", organizations, by, with_them if with_them["with"] else {})
    return len(keys)


def _empty(model: type[models.Model], rule: Empty, by: User | None) -> int:
    full = Q()
    for name in rule.fields:
        full |= Q(**{f"{name}__isnull": False})
    rows = past(model, [rule]).filter(full)
    return _in_batches(rows, rows, partial(_empty_some, rule, by))


def _empty_some(rule: Empty, by: User | None, rows: models.QuerySet) -> int:
    keys, organizations = _locked(rows)
    if keys:
        rows.model._base_manager.filter(pk__in=keys).update(**dict.fromkeys(rule.fields), **rule.to)
        _journal(rows.model, "emptied", organizations, by, {})
    return len(keys)


def _in_batches(rows: models.QuerySet, first: models.QuerySet, run: Any) -> int:
    """Look for the rows once (`first`), then work on them by batches that look again (`rows`).

    Raises SweepFailed once all batches are done, when some rows could not be."""
    failures: list[Exception] = []
    keys = list(first.order_by("pk").values_list("pk", flat=True)[:MOST])
    done = 0
    for chunk in _chunks(keys):
        done += sum(
            run_by_halves(
                chunk,
                lambda some: run(rows.filter(pk__in=some)),
                fail=lambda _key, error: failures.append(error),
                most=A_RUN,
            )
        )
    if failures:
        raise SweepFailed(f"{len(failures)} rows, {code_of(failures[0])}") from failures[0]
    return done


def _locked(rows: models.QuerySet) -> tuple[list[Any], Counter]:
    """The keys of the rows that nobody holds, locked, and how many of each organization (None for those of none)."""
    has_organization = any(field.name == "organization" for field in rows.model._meta.concrete_fields)
    free_now = rows.order_by("pk").select_for_update(skip_locked=True, of=("self",))
    locked = list(free_now.values_list("pk", *(["organization_id"] if has_organization else [])))
    return [row[0] for row in locked], Counter(row[1] if has_organization else None for row in locked)


def _journal(model: type[models.Model], what: str, organizations: Counter, by: User | None, more: dict) -> None:
    """A row for each organization whose rows they were: counts only, in the transaction of the batch."""
    for organization_id, count in organizations.items():
        subject = {"subject_type": model._meta.label_lower, "subject_id": ""}
        write(VERB, by=by, **subject, organization_id=organization_id, detail={what: count} | more)


def _chunks(keys: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(keys), BATCH):
        yield keys[start : start + BATCH]
