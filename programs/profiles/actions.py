"""Entering the population, following the facts, leaving it. Consent is the door, both ways."""

import logging
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import transaction

from portal.foundation.crypto import Unsealable
from portal.people.models import Citizen
from programs.facts.crossings import Remembered
from programs.facts.models import FactDefinition
from programs.profiles.columns import row_of
from programs.profiles.consent import advice_is_on
from programs.profiles.models import (
    DirtyProfile,
    Profile,
    ProfileAlias,
    ProfileEvaluation,
    ProfileOwner,
    UpcomingEligibility,
)

if TYPE_CHECKING:
    from uuid import UUID

    from portal.people.models import User

log = logging.getLogger(__name__)


@transaction.atomic
def fill(*, citizen: Citizen, facts: Remembered, by: "User | None") -> None:
    """Brings the person's profile to their facts when proactive advice is on; no trace of anybody otherwise.

    Nothing is journaled here: a line of the journal at the same instant would tie the pseudonym to the person. The
    consent and the situation it comes from are.
    """
    if not advice_is_on(citizen):
        return
    # Locked: two pages at once make one profile.
    Citizen.objects.select_for_update(no_key=True).get(pk=citizen.pk)
    alias = ProfileAlias.objects.filter(citizen=citizen).first() or _enter(citizen)
    types = dict(FactDefinition.objects.filter(code__in=_columns()).values_list("code", "type"))
    row = row_of(facts, types)
    held = Profile.objects.filter(pk=alias.profile_id).values(*row).first()
    if held != row:
        Profile.objects.update_or_create(pk=alias.profile_id, defaults=row)
        DirtyProfile.objects.bulk_create([DirtyProfile(profile_id=alias.profile_id)], ignore_conflicts=True)


@transaction.atomic
def empty(*, citizen: Citizen, by: "User | None") -> bool:
    """Erases the profile, what was found for it and both ways to it; returns whether there was one."""
    alias = ProfileAlias.objects.select_for_update().filter(citizen=citizen).first()
    if alias is None:
        return False
    _erase(alias.profile_id)
    alias.delete()
    return True


@transaction.atomic
def empty_withdrawn(*, by: "User | None") -> int:
    """Erases the profiles whose person withdrew consent elsewhere (by telephone, on paper); returns how many.

    One whose way does not open is left, and keeps nobody else's."""
    aliases = list(ProfileAlias.objects.without_consent().select_for_update(skip_locked=True, of=("self",))[:1000])
    return sum(_leave(alias) for alias in aliases)


def _enter(citizen: Citizen) -> ProfileAlias:
    alias = ProfileAlias(citizen=citizen, profile_id=str(uuid4()))
    alias.save()
    ProfileOwner(id=alias.profile_id, citizen_id=str(citizen.pk)).save(force_insert=True)
    return alias


def _leave(alias: ProfileAlias) -> bool:
    try:
        profile_id = alias.profile_id
    except Unsealable:
        log.exception("the way to the profile of participation %s does not open", alias.pk)
        return False
    _erase(profile_id)
    alias.delete()
    return True


def _erase(profile_id: "UUID | str") -> None:
    for model, column in (
        (Profile, "pk"),
        (ProfileOwner, "pk"),
        (DirtyProfile, "pk"),
        (ProfileEvaluation, "pk"),
        (UpcomingEligibility, "profile_id"),
    ):
        model.objects.filter(**{column: profile_id}).delete()


def _columns() -> list[str]:
    return [field.name for field in Profile._meta.fields if not field.primary_key]
