"""Looking at many profiles, where facts that the database refuses to compute keep nobody else's answers.

A pseudonym is opened here only for whom it fails: operators must be told which person's facts to look at.
"""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from django.db import DataError, IntegrityError, connection, transaction

from portal import clock
from portal.criteria.days import day_number
from portal.criteria.sql import Sql
from portal.foundation.crypto import Unsealable
from portal.isolation.actions import put_aside, set_aside_of
from portal.isolation.halves import run_by_halves
from programs.profiles.models import Profile, ProfileAlias, ProfileOwner
from programs.rules.horizons import HORIZON
from programs.scans.plan import current_slots, plan_of
from programs.scans.statements import Scan

WORK = "programs.scan"
"""Its name among what may fail for one person (`portal.isolation`)."""


def look_at_all(plan: Scan, among: Sql, most: int | None = None) -> int:
    """Write the answers of the profiles of `among`, all at once or by halves; return how many rows were written.

    `among` is a condition on the key put in its `{0}`; `most`: failures after which the rest is for the next scan."""
    try:
        with transaction.atomic():
            return _look(plan, among)
    except (DataError, IntegrityError):
        inside = Profile.objects.extra(where=[among.text.format("id")], params=among.values)  # noqa: S610 (ours)
        ids = list(inside.values_list("pk", flat=True))
        return sum(run_by_halves(ids, partial(_look_at, plan), fail=_put_aside, most=most))


def scan_of(person: UUID) -> int:
    """The same for one person who was set aside. Raises what the database says."""
    alias = ProfileAlias.objects.filter(citizen_id=person).first()
    return _look_at(plan_of(current_slots()), [UUID(alias.profile_id)]) if alias else 0


def profiles_set_aside() -> list[UUID]:
    """Those that a look leaves out until they are cured."""
    return [
        pk for alias in ProfileAlias.objects.filter(citizen__in=set_aside_of(work=WORK)) if (pk := _profile_of(alias))
    ]


def _profile_of(alias: ProfileAlias) -> UUID | None:
    try:
        return UUID(alias.profile_id)
    except Unsealable:
        return None


def _put_aside(profile: UUID, error: Exception) -> None:
    owner = ProfileOwner.objects.filter(pk=profile).first()
    try:
        person = UUID(owner.citizen_id) if owner else None
    except Unsealable:
        person = None
    put_aside(work=WORK, person=person, error=error)


def _look_at(plan: Scan, ids: Sequence[UUID]) -> int:
    return _look(plan, Sql("{0} = ANY(%s)", (list(ids),)))


def _look(plan: Scan, among: Sql) -> int:
    today = clock.today()
    with connection.cursor() as cursor:
        cursor.execute(*plan.write(among, day_number(today)))
        written = cursor.rowcount
        day, until = day_number(today), day_number(today + HORIZON)
        cursor.execute(*plan.look_ahead(among.text, among.values, day, until))
        return written + sum(cursor.fetchone())
