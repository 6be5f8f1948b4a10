"""Giving and revoking a mandate; a parent declares a child."""

import datetime as dt

from django.db import transaction

from portal import clock
from portal.access.visibility import forget_visibility
from portal.audit.actions import record
from portal.mandates.ages import of_age
from portal.mandates.models import Mandate
from portal.people.models import Citizen, User

MOST_CHILDREN = 20


class NotMinor(Exception):
    """Not born yet, or already of age: parental authority is not how to act for them."""


class TooManyChildren(Exception):
    """More than anybody declares by hand: a team of the portal looks into it first."""


@transaction.atomic
def give(*, citizen: Citizen, holder: User, kind: str, by: User) -> Mandate:
    """The holder acts for the citizen from today; `by` is the citizen, or an agent who saw the paper."""
    mandate = Mandate.objects.create(citizen=citizen, holder=holder, kind=kind)
    record("mandate.given", by=by, subject=mandate, citizen=citizen)
    return mandate


@transaction.atomic
def revoke(*, mandate: Mandate, by: User) -> Mandate:
    """Void at the holder's next request."""
    changed = Mandate.objects.filter(pk=mandate.pk, revoked_at=None).update(revoked_at=clock.now(), revoked_by=by)
    if changed:
        record("mandate.revoked", by=by, subject=mandate, citizen=mandate.citizen)
    mandate.refresh_from_db()
    return mandate


@transaction.atomic
def declare_child(*, given_name: str, family_name: str, birth_date: dt.date, by: User) -> Citizen:
    """A minor without an account, for whom `by` says to hold parental authority (a. 598 C.C.Q.) until the day before
    they come of age. Declared twice, it is the same child. The declaration opens no file of an organization.

    Raises NotMinor, TooManyChildren."""
    of_age_on = of_age(birth_date)
    if not birth_date <= clock.today() < of_age_on:
        raise NotMinor
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # two clicks declare one child
    mine = Mandate.objects.in_force(clock.today()).filter(holder=by, kind=Mandate.Kind.PARENT).select_related("citizen")
    identity = (given_name.casefold(), family_name.casefold(), birth_date)
    children = [mandate.citizen for mandate in mine]
    for child in children:
        if (child.given_name.casefold(), child.family_name.casefold(), child.birth_date) == identity:
            return child
    if len(children) >= MOST_CHILDREN:
        raise TooManyChildren
    child = _minor(given_name, family_name, birth_date, by)
    mandate = Mandate.objects.create(
        citizen=child, holder=by, kind=Mandate.Kind.PARENT, ends_on=of_age_on - dt.timedelta(days=1)
    )
    record("mandate.declared", by=by, subject=mandate, citizen=child)
    forget_visibility(by)
    return child


def _minor(given_name: str, family_name: str, birth_date: dt.date, by: User) -> Citizen:
    """In the language and the zone of the parent, who reads for them."""
    parent = Citizen.objects.filter(user=by).first()
    child = Citizen.objects.create(given_name=given_name, family_name=family_name, birth_date=birth_date)
    if parent:
        child.language, child.time_zone = parent.language, parent.time_zone
        child.save(update_fields=["language", "time_zone"])
    record("citizen.registered", by=by, subject=child, citizen=child)
    return child
