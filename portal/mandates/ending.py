"""Notifying both sides that a mandate ends, before and on the day; and that a parent’s access changes at fourteen.

The notices themselves say what was notified already: a sweep that was missed is made up for, and of two at
once the second finds nothing.
"""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from portal import clock, locks
from portal.mandates.ages import OWN_HEALTH, born_by
from portal.mandates.models import Mandate
from portal.mandates.notifying import notify_both
from portal.mandates.querysets import MandateQuerySet
from portal.notices.models import Notice

BEFORE = dt.timedelta(days=30)
LATEST = dt.timedelta(days=7)
"""After the day, what was missed is still notified for that long."""
AT_ONCE = 500


@transaction.atomic
def notify_ends() -> int:
    """Notify what is due today. Returns how many mandates."""
    locks.wait_for_name("portal.notify_ends_of_mandates")
    today = clock.today()
    near = Q(ends_on__gt=today, ends_on__lte=today + BEFORE)
    over = Q(ends_on__lte=today, ends_on__gte=today - LATEST)
    kept = Mandate.objects.filter(revoked_at=None, starts_on__lte=today, citizen__died_on=None)
    parents = kept.in_force(today).filter(kind=Mandate.Kind.PARENT)
    turned = Q(citizen__birth_date__lte=_born(today), citizen__birth_date__gt=_born(today - LATEST))
    soon = Q(citizen__birth_date__gt=_born(today), citizen__birth_date__lte=_born(today + BEFORE))
    return (
        _notify(kept.filter(near), Notice.Kind.MANDATE_ENDING)
        + _notify(kept.filter(over), Notice.Kind.MANDATE_OVER)
        + _notify(parents.filter(soon), Notice.Kind.CHILD_SOON_14)
        + _notify(parents.filter(turned), Notice.Kind.CHILD_IS_14)
    )


def _born(on: dt.date) -> dt.date:
    """The last day on which somebody who decides alone of their health on that day was born."""
    return born_by(on, OWN_HEALTH)


def _notify(mandates: MandateQuerySet, kind: Notice.Kind) -> int:
    about = {"subject_type": "mandates.mandate", "subject_id": OuterRef("pk")}
    notified = Notice.objects.filter(kind=kind, citizen=OuterRef("citizen"), **about)
    found = mandates.filter(~Exists(notified)).with_names().order_by("pk")[:AT_ONCE]
    for mandate in found:
        notify_both(mandate, kind, by=None)
    return len(found)
