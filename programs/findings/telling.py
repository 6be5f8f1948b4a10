"""Telling, once, of what a scan found: the only place where a pseudonym is opened."""

import logging
from typing import TYPE_CHECKING

from django.db import transaction

from portal.audit.actions import record
from portal.consents.models import Consent, Purpose
from portal.crypto import Unsealable
from portal.notices.actions import announce
from portal.notices.models import Notice
from portal.people.models import Citizen
from programs.findings.actions import advise
from programs.findings.models import Finding
from programs.profiles.actions import empty
from programs.profiles.consent import advice_is_on
from programs.profiles.models import Alias, Owner, Prospect, Standing
from programs.scans.statements import MET_BITS, WORD
from programs.situations.models import Situation

if TYPE_CHECKING:
    from uuid import UUID

    from portal.people.models import User

log = logging.getLogger(__name__)
BATCH = 50


def tell_news(*, by: "User | None" = None) -> int:
    """Opens the profiles that have news and tells their persons; returns how many were told. One that does not open
    stays for the next bell, and silences nobody else."""
    told, after = 0, None
    while (batch := _tell_batch(after)) is not None:
        told, after = told + batch[0], batch[1]
    return told


@transaction.atomic
def _tell_batch(after: "UUID | None") -> "tuple[int, UUID] | None":
    """How many were told, and the last profile seen; None after the last."""
    waiting = Standing.objects.news().order_by("pk").select_for_update(skip_locked=True)
    standings = list((waiting.filter(pk__gt=after) if after else waiting)[:BATCH])
    if not standings:
        return None
    owners = Owner.objects.in_bulk([standing.pk for standing in standings])
    told = 0
    for standing in standings:
        try:
            with transaction.atomic():
                told += _tell(owners.get(standing.pk))
                Standing.objects.filter(pk=standing.pk).update(told=_all_told(standing), is_news=False)
        except Unsealable:
            log.exception("the answers behind profile %s do not open", standing.pk)
    return told, standings[-1].pk


def _tell(owner: Owner | None) -> bool:
    """Findings again in Python, with the person's own facts; one notice for all that is new, without saying what.

    The notice points to the situation: one that pointed to a finding would say in clear which program it is about.
    """
    citizen = _citizen_of(owner)
    if citizen is None:
        return False
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
    alias = Alias.objects.filter(citizen=citizen).first()
    return bool(alias and Standing.objects.filter(pk=alias.profile_id).update(is_news=True))


def _can_hear(citizen: Citizen) -> bool:
    """In their space, or by a way outside that they agreed to; else it would count as told, and nobody would know."""
    ways = Consent.objects.in_force().filter(citizen=citizen, purpose=Purpose.LEARN)
    return citizen.user_id is not None or ways.exists()


def _citizen_of(owner: Owner | None) -> Citizen | None:
    """The person of a profile; nobody when they left meanwhile. Raises Unsealable when the seal does not open: taken
    for nobody, what they were to hear would count as told."""
    return Citizen.objects.filter(pk=owner.citizen_id).first() if owner else None


def _all_told(standing: Standing) -> list[int]:
    """The programs met now or soon, added to those told before."""
    told = [*standing.told, *[0] * (len(standing.answers) - len(standing.told))]
    told = [before | answers & MET_BITS for before, answers in zip(told, standing.answers, strict=False)]
    for slot in Prospect.objects.filter(profile_id=standing.pk).values_list("slot", flat=True):
        told[slot // WORD] |= 1 << 2 * (slot % WORD)
    return told
