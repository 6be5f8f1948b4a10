"""Giving, changing and ending a mandate; a parent declares a child. Inviting somebody to act is in `inviting.py`."""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from portal import clock
from portal.access.visibility import forget_visibility, visibility_of
from portal.audit.actions import record
from portal.mandates.ages import of_age
from portal.mandates.models import Mandate
from portal.mandates.notifying import notify_both
from portal.mandates.querysets import MandateQuerySet
from portal.notices.models import Notice
from portal.people.models import Citizen, User

MOST_CHILDREN = 20


class NotMinor(Exception):
    """Not born yet, or already of age: parental authority is not how to act for them."""


class MandateOver(Exception):
    """It was ended or changed meanwhile."""


class TooManyChildren(Exception):
    """More than anybody declares by hand: a team of the portal looks into it first."""


@transaction.atomic
def give(*, citizen: Citizen, holder: User, kind: str, by: User, **scope: Any) -> Mandate:
    """The holder acts for the citizen; `by` is whoever accepts to.

    `scope`: columns of `scope_fields.SCOPE`; without them, everything from today. Parental authority never outlives
    minority. Raises NotMinor."""
    if kind == Mandate.Kind.PARENT:
        scope["ends_on"] = _last_day_of_minority(citizen, scope.get("ends_on"))
    mandate = Mandate.objects.create(citizen=citizen, holder=holder, kind=kind, **scope)
    record("mandate.given", by=by, subject=mandate, citizen=citizen)
    forget_visibility(holder)
    return mandate


@transaction.atomic
def revoke(*, mandate: Mandate, by: User) -> Mandate:
    """Void at the holder's next request, be it the sending of a form opened before. By the person, by the holder, or by
    an agent who serves the person; both are notified. Ended twice, it ended once."""
    changed = Mandate.objects.filter(pk=mandate.pk, revoked_at=None).update(revoked_at=clock.now(), revoked_by=by)
    if changed:
        record("mandate.revoked", by=by, subject=mandate, citizen=mandate.citizen)
        notify_both(mandate, Notice.Kind.MANDATE_ENDED, by=by)
    mandate.refresh_from_db()
    return mandate


@transaction.atomic
def end(*, mandate: Mandate, by: User) -> Mandate:
    """«Mettre fin» by the person, «Je n’agis plus» by the holder. Raises PermissionDenied for anybody else."""
    if by.pk != mandate.holder_id and visibility_of(by).citizen_of_account != mandate.citizen_id:
        raise PermissionDenied
    return revoke(mandate=mandate, by=by)


@transaction.atomic
def change(*, mandate: Mandate, by: User, **scope: Any) -> Mandate:
    """The person lets their helper do more or less, at once: who agreed to act may stop when they want. What the helper
    had ends, and stays as it was in what is kept; both are notified.

    `scope`: columns of `scope_fields.SCOPE`. Raises PermissionDenied for anybody else, MandateOver."""
    if not Mandate.objects.changeable_by(by).filter(pk=mandate.pk).exists():
        if visibility_of(by).citizen_of_account != mandate.citizen_id:
            raise PermissionDenied
        raise MandateOver
    if not replace(mandates=Mandate.objects.filter(pk=mandate.pk), by=by):
        raise MandateOver
    scope["starts_on"] = max(mandate.starts_on, clock.today())
    changed = Mandate.objects.create(citizen=mandate.citizen, holder=mandate.holder, kind=mandate.kind, **scope)
    notify_both(changed, Notice.Kind.MANDATE_CHANGED, by=by)
    forget_visibility(mandate.holder)
    return changed


@transaction.atomic
def replace(*, mandates: MandateQuerySet, by: User) -> int:
    """End those that another one replaces in the same transaction: their end is not announced. Returns how many."""
    ended = list(mandates.filter(revoked_at=None).select_for_update(of=("self",), no_key=True).order_by("pk"))
    for mandate in ended:
        Mandate.objects.filter(pk=mandate.pk).update(revoked_at=clock.now(), revoked_by=by)
        record("mandate.replaced", by=by, subject=mandate, citizen=mandate.citizen)
    return len(ended)


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


def _last_day_of_minority(child: Citizen, asked: dt.date | None) -> dt.date:
    if child.birth_date is None or of_age(child.birth_date) <= clock.today():
        raise NotMinor
    last = of_age(child.birth_date) - dt.timedelta(days=1)
    return min(asked, last) if asked else last


def _minor(given_name: str, family_name: str, birth_date: dt.date, by: User) -> Citizen:
    """In the language and the zone of the parent, who reads for them."""
    parent = Citizen.objects.filter(user=by).first()
    child = Citizen.objects.create(given_name=given_name, family_name=family_name, birth_date=birth_date)
    if parent:
        child.language, child.time_zone = parent.language, parent.time_zone
        child.save(update_fields=["language", "time_zone"])
    record("citizen.registered", by=by, subject=child, citizen=child)
    return child
