"""Selections of deliveries. Leases use the database's clock: one for all, never moved by a demonstration."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now

from portal.access.permissions import Permission
from portal.access.visibility import Account, visibility_of
from portal.dossiers.models import Dossier
from portal.foundation.keyset import Among
from portal.organizations.models import Team

if TYPE_CHECKING:
    from reminders.deliveries.models import Delivery


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def unsettled(self) -> "DeliveryQuerySet":
        return self.filter(settled_at=None)

    def not_followed_up(self) -> "DeliveryQuerySet":
        """Settled, and `fallback` has not looked at them yet; the oldest first."""
        return self.filter(settled_at__isnull=False, followed_up_at=None).order_by("settled_at", "pk")

    def lease(self, lasting: dt.timedelta, **columns: object) -> int:
        """For those who send one message outside the senders: after that long, nobody is at work on it any more."""
        return self.update(claimed_by=0, claimed_until=Now() + lasting, **columns)

    def handled_by(self, user: Account) -> "DeliveryQuerySet":
        """Select, for members of staff, what carried a date or a notice of theirs; never what carried private dates
        only. A team of the organization with a dossier of the person sees hers too."""
        seen = matters_of(user, person="recipient")
        return self.none() if seen is None else self.filter(seen)

    def visible_to(self, user: Account) -> "DeliveryQuerySet":
        """One's own and those of whom one acts for; for members of staff, those that they handle."""
        mine: DeliveryQuerySet = self.filter(recipient_id__in=visibility_of(user).citizen_ids)
        return mine | self.handled_by(user) if visibility_of(user).may(Permission.HANDLE_DEADLINES) else mine

    def same_message(self, delivery: "Delivery") -> "DeliveryQuerySet":
        """All attempts of the same message through the same channel."""
        return self.filter(recipient=delivery.recipient_id, channel=delivery.channel, group=delivery.group)


def matters_of(user: Account, *, person: str) -> Q | None:
    """Return the condition that a row keeps a matter of this member of staff, one alternative a reason; none: nothing
    is theirs. The row has a delivery's columns; `person` names whom it is for."""
    visibility = visibility_of(user)
    if not visibility.may(Permission.HANDLE_DEADLINES):
        return None
    supervised, mine = visibility.supervised_organization_ids, visibility.team_ids
    beside = Team.objects.filter(organization__in=visibility.staff_organization_ids).exclude(pk__in=mine)
    dossiers = Dossier.objects.filter(citizen=OuterRef(person), team__in=mine)
    known = Exists(dossiers.filter(organization=OuterRef("organization")))
    also_known = Exists(dossiers.filter(Among(F("organization_id"), OuterRef("also_organization_ids"))))
    several: Q = Q(also_team_ids__overlap=sorted(mine)) | Q(also_known)
    if supervised:
        several |= Q(also_organization_ids__overlap=sorted(supervised))
    return (
        Q(team__in=mine)
        | Q(known, team__in=beside.order_by().values("pk"))
        | Q(team=None, organization__in=supervised)
        | Q(known, team=None, organization__in=visibility.staff_organization_ids)
        | ~Q(also_organization_ids=[]) & several
    )
