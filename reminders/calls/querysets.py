"""Selections of calls. Leases use the database's clock: one for all, never moved by a demonstration."""

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Greatest, Now
from django.db.models.lookups import GreaterThan, IsNull

from portal.access.visibility import Account, visibility_of
from portal.clock import TOLERANCE
from portal.foundation.keyset import Among

if TYPE_CHECKING:
    from reminders.calls.models import Call

MOST_AHEAD = 1_000
"""Calls looked at again after a clock went ahead, the rest once these are made."""
HELD_FOR = dt.timedelta(minutes=20)
"""A long conversation; an agent whose computer stopped holds nobody up for longer."""


def _claimed() -> Q:
    """The lease has not ended, nor does it end later than one can: a clock that went ahead wrote that one."""
    return Q(claimed_until__gt=Now(), claimed_until__lte=Now() + HELD_FOR + TOLERANCE)


def placed_at() -> Greatest:
    """When its next try was chosen; an index reads it."""
    return Greatest("created_at", "noted_at")


class CallQuerySet(models.QuerySet["Call"]):
    def visible_to(self, user: Account) -> "CallQuerySet":
        """Agents: the calls that their teams make; supervisors: those of their organization."""
        visibility = visibility_of(user)
        return self.filter(Q(team__in=visibility.team_ids) | Q(organization__in=visibility.supervised_organization_ids))

    def to_call(self) -> "CallQuerySet":
        return self.filter(state="to_call")

    def not_failed(self) -> "CallQuerySet":
        """Made with success, or still to make."""
        return self.filter(state__in=["to_call", "reached", "message_left"])

    def due(self, at: dt.datetime) -> "CallQuerySet":
        """Those to make now. One dated later than now was placed by a clock that went ahead: it is due."""
        ahead = CallQuerySet(self.model).to_call().filter(GreaterThan(placed_at(), at + TOLERANCE))
        # An array: the planner would else walk through all the calls of a team in search of these.
        few = ArraySubquery(ahead.order_by(placed_at().desc()).values("pk")[:MOST_AHEAD])
        return self.to_call().filter(Q(next_try_at__lte=at) | Q(Among(F("pk"), few)))

    def of_same_call(self, call: "Call") -> "CallQuerySet":
        """All that the same team has to say to that person: said in one call."""
        return self.filter(citizen=call.citizen_id, organization=call.organization_id, team=call.team_id)

    def one_per_person(self, at: dt.datetime) -> "CallQuerySet":
        """Of those to make now, the first of each person and team; the others are said with it."""
        same = {name: OuterRef(name) for name in ("citizen", "organization")}
        before = Q(next_try_at__lt=OuterRef("next_try_at")) | Q(
            next_try_at=OuterRef("next_try_at"), pk__lt=OuterRef("pk")
        )
        team = Q(team=OuterRef("team")) | Q(IsNull(F("team"), True), IsNull(OuterRef("team"), True))
        return self.filter(~Exists(CallQuerySet(self.model).due(at).filter(before, team, **same)))

    def held_by(self, user: Account) -> "CallQuerySet":
        """Taken by that agent, and the lease has not ended."""
        return self.filter(_claimed(), claimed_by=user)

    def held_by_others(self, user: Account) -> "CallQuerySet":
        return self.filter(_claimed()).exclude(claimed_by=user)

    def takeable_by(self, user: Account) -> "CallQuerySet":
        """Nobody else is calling that person just now."""
        return self.to_call().filter(Q(claimed_until=None) | ~_claimed() | Q(claimed_by=user))

    def with_names(self) -> "CallQuerySet":
        return self.select_related("citizen", "organization", "delivery", "claimed_by", "noted_by")
