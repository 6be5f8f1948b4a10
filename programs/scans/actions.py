"""Running scans: everyone each night, those whose facts or whose day came every few minutes."""

import logging
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection, transaction

from portal import clock, locks
from portal.criteria.days import day_number
from portal.criteria.sql import Sql
from portal.isolation.halves import A_RUN
from portal.jobs import running as jobs
from portal.locks import Lock
from programs.profiles.models import DirtyProfile, Profile, ProfileEvaluation, UpcomingEligibility
from programs.programs.models import Program
from programs.scans.apart import look_at_all, profiles_set_aside
from programs.scans.models import ProgramSlot
from programs.scans.plan import compiled, current_slots, digest, left_out, plan_of
from programs.scans.statements import Scan

if TYPE_CHECKING:
    from portal.people.models import User

log = logging.getLogger(__name__)
JOB = "programs.scan"
"""Its name among the jobs (`portal.jobs`); its scope: the rules."""
BATCH = 2000
# A scan of everyone goes slice by slice, so that no page of a person waits long for a row. Slices do not exclude each
# other; a look at a few people excludes all slices.
_ALL = -1
PEOPLE_A_SLICE = 50_000  # half a second each; smaller ones pay for planning the statement again
# What a scan wrote for a profile that left meanwhile: nothing leads to its person any more.
_ORPHANS = "DELETE FROM {} s WHERE {} AND NOT EXISTS (SELECT 1 FROM profiles_profile p WHERE p.id = s.profile_id)"


def scan_all(*, by: "User | None" = None, connections: int = 2) -> int:
    """Looks at every profile, slice by slice, on two connections; returns how many rows were written.

    Cut in the middle it goes on where it was, as long as the rules are the same; else it begins again."""
    wanted = _settle_slots()
    plan = plan_of(current_slots())
    for code in sorted(left_out()):
        log.warning("scan of everyone: program %s has no SQL form, nobody is told of it", code)
    if not plan.criteria:
        return 0
    rules = sha256("".join(sorted(map(digest, compiled().values()))).encode()).hexdigest()
    jobs.forget(work=JOB, scopes="", but=rules)
    slices = _slices(max(connections, Profile.objects.count() // PEOPLE_A_SLICE))
    rounds = {f"{end} / {len(slices)}": slices[end - connections : end] for end in _ends(len(slices), connections)}
    do = partial(_scan_round, plan, rounds)
    written = jobs.run(work=JOB, scope=rules, step=jobs.each_of(list(rounds), do), total=len(rounds))
    if jobs.is_finished(work=JOB, scope=rules):
        for number, held in wanted.items():
            ProgramSlot.objects.filter(pk=number).update(digest=held)
    log.info("scan of everyone: %d rows written", written)
    return written


def scan_due(*, by: "User | None" = None, connections: int = 2) -> int:
    """Looks at those whose facts changed or whose day came; at everyone when a rule did. Returns what was written."""
    if _settle_slots():
        return scan_all(by=by, connections=connections)
    plan, written = plan_of(current_slots()), 0
    while plan.criteria and (seen := _scan_some(plan)) is not None:
        written += seen
    return written


@transaction.atomic
def _settle_slots() -> dict[int, str]:
    """Gives a slot to each program that has none; returns the slots whose rule is not the one last run for all."""
    criteria = {code: digest(sql) for code, sql in compiled().items()}
    held = {
        slot.program.code: slot
        for slot in ProgramSlot.objects.select_for_update(of=("self",)).select_related("program")
    }
    free = max((slot.number for slot in held.values()), default=-1) + 1
    new = Program.objects.filter(code__in=criteria.keys() - held.keys()).order_by("code")
    made = [ProgramSlot(number=number, program=program) for number, program in enumerate(new, free)]
    ProgramSlot.objects.bulk_create(made, ignore_conflicts=True)
    slots = held | {slot.program.code: slot for slot in made}
    return {
        slot.number: criteria.get(code, "") for code, slot in slots.items() if slot.digest != criteria.get(code, "")
    }


def _ends(count: int, together: int) -> list[int]:
    """Where each round of so many slices ends."""
    return list(range(together, count + together, together))


def _scan_round(plan: Scan, rounds: dict[str, list[Sql]], name: str) -> int:
    """The slices of a round, each on a connection of its own. One that is looked at twice is not written twice."""
    first, *others = rounds[name]
    with ThreadPoolExecutor(max(1, len(others))) as pool:
        looking = [pool.submit(_scan_apart, plan, among) for among in others]
        return _scan_slice(plan, first) + sum(one.result() for one in looking)


def _scan_apart(plan: Scan, among: Sql) -> int:
    """A slice, in a thread: Django opens it a connection, given back here."""
    try:
        return _scan_slice(plan, among)
    finally:
        connection.close()


@transaction.atomic
def _scan_slice(plan: Scan, among: Sql) -> int:
    """The profiles of one slice; `among`: its condition on the key put in its `{}`."""
    locks.share(Lock.PROFILE_SCAN, _ALL)
    with connection.cursor() as cursor:
        for table in (ProfileEvaluation, UpcomingEligibility):
            cursor.execute(_ORPHANS.format(table._meta.db_table, among.text.format("s.profile_id")), among.values)
    return look_at_all(plan, among, most=A_RUN)


def _slices(count: int) -> list[Sql]:
    """The pseudonyms in so many ranges: they are random, so the ranges are equal."""
    cuts = [UUID(int=number * 2**128 // count) for number in range(count)] + [UUID(int=2**128 - 1)]
    inside = [Sql("({0} >= %s AND {0} < %s)", pair) for pair in zip(cuts, cuts[1:-1], strict=False)]
    return [*inside, Sql("({0} BETWEEN %s AND %s)", (cuts[-2], cuts[-1]))]


@transaction.atomic
def _scan_some(plan: Scan) -> int | None:
    """One batch of those due; None when nobody is, or while everyone is being looked at."""
    today = day_number(clock.today())
    if not locks.try_for_each(Lock.PROFILE_SCAN, [_ALL]):
        return None
    ids = list(DirtyProfile.objects.select_for_update(skip_locked=True).values_list("pk", flat=True)[:BATCH])
    DirtyProfile.objects.filter(pk__in=ids).delete()
    ids += (
        ProfileEvaluation.objects.changing(by=today)
        .exclude(pk__in=profiles_set_aside())
        .values_list("pk", flat=True)[:BATCH]
    )
    if not ids:
        return None
    ProfileEvaluation.objects.filter(pk__in=ids).exclude(
        pk__in=Profile.objects.filter(pk__in=ids).values("pk")
    ).delete()
    return look_at_all(plan, Sql("{0} = ANY(%s)", (ids,)))
