"""Selections of shipments to people without an account, and of the e-mails that say so."""

import datetime as dt
from typing import Self

from django.db import models

from portal.access.visibility import Account, visibility_of
from portal.account_notices.outbox import OutgoingQuerySet
from portal.foundation.crypto.codes import digest_of

REFERENCE = "guest-reference"


class GuestShipmentQuerySet(models.QuerySet):
    def visible_to(self, user: Account) -> Self:
        """Agents: those of the conversations of their teams. Who receives one has no account to see it with."""
        return self.filter(thread__team_id__in=visibility_of(user).team_ids)

    def of_reference(self, typed: str) -> Self:
        """The one of this reference, however it is typed."""
        return self.filter(reference_digest=digest_of(typed, context=REFERENCE))

    def in_force(self, at: dt.datetime) -> Self:
        """Those that a code still opens."""
        return self.filter(closed_at=None, expires_at__gt=at, thread__citizen__died_on=None)

    def with_names(self) -> Self:
        return self.select_related("thread__citizen", "thread__team", "thread__organization", "by")


class GuestEmailQuerySet(OutgoingQuerySet):
    def of_open_shipments(self, at: dt.datetime) -> Self:
        """Those of which the reference still leads somewhere."""
        return self.filter(shipment__closed_at=None, shipment__expires_at__gt=at)
