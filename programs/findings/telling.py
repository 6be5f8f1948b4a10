"""Telling, once, of what a scan found. Pseudonyms are opened here, and by a scan only for whom it fails."""

import logging
from typing import TYPE_CHECKING

from django.db import transaction

from portal.audit.actions import record
from portal.consents.models import Consent, Purpose
from portal.foundation.crypto import Unsealable
from portal.isolation.actions import run_apart, set_aside_of
from portal.notices.actions import announce
from portal.notices.models import Notice
from portal.people.models import Citizen
from programs.findings.actions import advise
from programs.findings.models import Finding
from programs.profiles.actions import empty
from programs.profiles.consent import advice_is_on
from programs.profiles.models import ProfileAlias, ProfileEvaluation, ProfileOwner, UpcomingEligibility
from programs.scans.statements import MET_BITS, WORD
from programs.situations.models import Situation

if TYPE_CHECKING:
    from uuid import UUID

    from portal.people.models import User

log = logging.getLogger(__name__)
BATCH = 50
WORK = "programs.tell"
"""Its name among what may fail for one person (`portal.isolation`)."""


def tell_news(*, by: "User | None" = None) -> int:
    """Opens the profiles that have news and tells their persons; returns how many were told. One that does not open
    stays for the next bell, and silences nobody else."""
    count, after = 0, None
    while (batch := _tell_batch(after)) is not None:
        count, after = count + batch[0], batch[1]
    return count


@transaction.atomic
def _tell_batch(after: "UUID | None") -> "tuple[int, UUID] | None":
    """How many were told, and the last profile seen; None after the last."""
    waiting = ProfileEvaluation.objects.news().order_by("pk").select_for_update(skip_locked=True)
    standings = list((waiting.filter(pk__gt=after) if after else waiting)[:BATCH])
    if not standings:
        return None
    owners, aside = ProfileOwner.objects.in_bulk([standing.pk for standing in standings]), set(set_aside_of(work=WORK))
    count = 0
    for standing in standings:
        try:
            count += _tell_apart(standing, _citizen_of(owners.get(standing.pk)), aside)
        except Unsealable:
            log.exception("the answers behind profile %s do not open", standing.pk)
    return count, standings[-1].pk


def _tell_apart(standing: ProfileEvaluation, citizen: Citizen | None, aside: "set[UUID]") -> int:
    """The row of one person keeps nobody else's news. Whom it fails for is set aside and found again from their own
    side: a profile that stayed marked would show whose it is."""
    count = 0
    if citizen and citizen.pk not in aside:
        count = run_apart(work=WORK, people=[citizen.pk], run=lambda _: _tell_of(standing, citizen))
    ProfileEvaluation.objects.filter(pk=standing.pk).update(is_news=False)
    return count


def tell_again_of(person: "UUID") -> int:
    """The same for one person who was set aside. Raises what stops it."""
    alias = ProfileAlias.objects.select_related("citizen").filter(citizen_id=person).first()
    if alias is None:
        return 0
    standing = ProfileEvaluation.objects.select_for_update().filter(pk=alias.profile_id).first()
    return _tell_of(standing, alias.citizen) if standing else 0


def _tell_of(standing: ProfileEvaluation, citizen: Citizen) -> int:
    is_announced = _tell(citizen)
    ProfileEvaluation.objects.filter(pk=standing.pk).update(announced=_all_announced(standing))
    return int(is_announced)


def _tell(citizen: Citizen) -> bool:
    """Findings again in Python, with the person's own facts; one notice for all that is new, without saying what.

    The notice points to the situation: one that pointed to a finding would say in clear which program it is about.
    """
    if not advice_is_on(citizen):
        empty(citizen=citizen, by=None)
        return False
    if not _can_hear(citizen):
        return False
    advise(citizen=citizen, by=None)
    fresh = [one for one in Finding.objects.filter(citizen=citizen).select_for_update() if one.is_worth_telling]
    for finding in fresh:
        finding.answer = finding.answer | {"is_told": True}
        finding.save(update_fields=["answer_json"])
    if not fresh:
        return False
    situation = Situation.objects.get(citizen=citizen)
    announce(kind=Notice.Kind.FINDING, citizen=citizen, subject=situation, organization=None, by=None)
    record("finding.told", by=None, subject=situation, citizen=citizen, detail={"count": len(fresh)})
    return True


@transaction.atomic
def look_again(*, citizen: Citizen, by: "User | None") -> bool:
    """A way to tell this person was just found: what waits for them is told at the next bell. False without profile."""
    alias = ProfileAlias.objects.filter(citizen=citizen).first()
    return bool(alias and ProfileEvaluation.objects.filter(pk=alias.profile_id).update(is_news=True))


def _can_hear(citizen: Citizen) -> bool:
    """In their space, or by a way outside that they agreed to; else it would count as told, and nobody would know."""
    ways = Consent.objects.in_force().filter(citizen=citizen, purpose=Purpose.LEARN)
    return citizen.user_id is not None or ways.exists()


def _citizen_of(owner: ProfileOwner | None) -> Citizen | None:
    """The person of a profile; nobody when they left meanwhile. Raises Unsealable when the seal does not open: taken
    for nobody, what they were to hear would count as told."""
    return Citizen.objects.filter(pk=owner.citizen_id).first() if owner else None


def _all_announced(standing: ProfileEvaluation) -> list[int]:
    """The programs met now or soon, added to those told before."""
    announced = [*standing.announced, *[0] * (len(standing.answers) - len(standing.announced))]
    announced = [before | answers & MET_BITS for before, answers in zip(announced, standing.answers, strict=False)]
    for slot in UpcomingEligibility.objects.filter(profile_id=standing.pk).values_list("slot", flat=True):
        announced[slot // WORD] |= 1 << 2 * (slot % WORD)
    return announced
