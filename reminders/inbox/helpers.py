"""Notifying helpers that a person they help was reminded: those whose mandate says so, for what it covers.

A notice of their own, neutral, by the ways that they chose: what the reminder says stays in the person's place."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from portal import locks
from portal.clock import now, today
from portal.foundation.keyset import Among
from portal.mandates.models import Mandate
from portal.notices.actions import announce
from portal.notices.models import Notice
from portal.people.models import Citizen
from reminders.inbox.models import InboxItem

LATEST = dt.timedelta(days=2)
AT_ONCE = 500
KIND = Notice.Kind.HELPED_REMINDED


@transaction.atomic
def notify_helpers() -> int:
    """Notify what arrived since the last time, once for each helper; returns how many notices.

    At most `AT_ONCE`: the next look goes on."""
    locks.wait_for_name("reminders.notify_helpers")
    found = list(dict.fromkeys(_waiting()[:AT_ONCE]))
    helpers = Citizen.objects.in_bulk({helper for helper, _ in found})
    items = InboxItem.objects.in_bulk({item for _, item in found})
    for helper, item in found:
        announce(kind=KIND, citizen=helpers[helper], subject=items[item], organization=None, by=None)
    return len(found)


def _waiting() -> QuerySet[Any, tuple[UUID, UUID]]:
    """Return each helper with an item that arrived for whom they help, may be notified of and were not: their keys."""
    day, item = today(), "citizen__inbox_items__"
    organization = f"{item}reminder__deadline__kind__organization"
    arrived = {f"{item}created_at__gt": now() - LATEST, f"{item}reminder__deadline__concerned": F("citizen")}
    receiving = Mandate.objects.in_force(day).filter(**arrived, receives=True, holder__citizen__isnull=False)
    beside: QuerySet[Any] = receiving.annotate(
        item=F(f"{item}pk"),
        arrived_at=F(f"{item}created_at"),
        organization=F(organization),
        is_health=F(f"{organization}__is_health"),
        without_health=Mandate.objects.is_without_health(day),
    )
    notified = Notice.objects.filter(kind=KIND, citizen=OuterRef("holder__citizen"), subject_id=OuterRef("item"))
    found = beside.filter(
        Q(is_limited=False) | Q(Among(F("organization"), F("organization_ids"))),
        Q(without_health=False) | Q(is_health=False),
        ~Exists(notified),
    )
    return found.order_by("arrived_at", "item", "pk").values_list("holder__citizen", "item")
