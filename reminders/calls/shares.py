"""Which team calls for what a delivery carries: one call each, of its own reminders and notices."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model

from portal.clock import now
from portal.organizations.models import Organization
from reminders.calls.callers import callers_of
from reminders.calls.models import Call
from reminders.deadlines.routing import dossier_teams, teams_of
from reminders.deliveries.carried import Carried, carried_by
from reminders.deliveries.models import Delivery

Row = TypeVar("Row", bound=Model)


@dataclass
class Share:
    """What one team of one organization has to say. No team: the supervisors call."""

    organization: Organization
    team_id: UUID | None
    reminder_ids: list[int] = field(default_factory=list)
    notice_ids: list[UUID] = field(default_factory=list)


def share_of(call: Call) -> Carried:
    """Return what a call still has to say."""
    carried = carried_by([call.delivery], now())[call.delivery_id]
    return carried.of(call.organization).only(call.reminder_ids, call.notice_ids)


def shares_together(calls: Sequence[Call]) -> Carried:
    """Return what several calls of one person and team still have to say: each thing once."""
    result = carried_by([call.delivery for call in calls], now())
    parts = [result[call.delivery_id].of(call.organization).only(call.reminder_ids, call.notice_ids) for call in calls]
    return replace(
        parts[0],
        reminders=_once(part.reminders for part in parts),
        notices=_once(part.notices for part in parts),
        every=_once(part.every for part in parts),
        held=_once(part.held for part in parts),
    )


def _once(lists: Iterable[list[Row]]) -> list[Row]:
    return list({row.pk: row for rows in lists for row in rows}.values())


def shares_of(deliveries: Sequence[Delivery], at: dt.datetime) -> dict[Any, list[Share]]:
    """Return the shares of each delivery, by its id; none when nobody calls that person.

    What only the portal tells goes with a share that there is already, else to an organization that serves the person.
    """
    carried = carried_by(deliveries, at)
    teams = teams_of(reminder.deadline for content in carried.values() for reminder in content.every)
    found = {delivery.pk: list(_of_organizations(carried[delivery.pk], teams)) for delivery in deliveries}
    alone = [delivery for delivery in deliveries if not found[delivery.pk]]
    serving = callers_of(alone)
    served = dossier_teams({delivery.recipient_id for delivery in alone if delivery.pk in serving})
    for delivery in alone:
        if organization := serving.get(delivery.pk):
            own = served.get((delivery.recipient_id, organization.pk), [])
            found[delivery.pk] = [Share(organization, own[0] if own else None)]
    for delivery in deliveries:
        for share in found[delivery.pk][:1]:
            share.notice_ids += [notice.pk for notice in carried[delivery.pk].notices if not notice.organization_id]
    return found


def _of_organizations(carried: Carried, teams: dict[Any, UUID | None]) -> Iterator[Share]:
    for organization in carried.organizations:
        mine = carried.of(organization)
        shares: dict[UUID | None, Share] = {}
        for reminder in mine.every:
            team = teams[reminder.deadline_id]
            shares.setdefault(team, Share(organization, team)).reminder_ids.append(reminder.pk)
        for notice in mine.notices:
            if notice.organization_id:
                shares.setdefault(notice.team_id, Share(organization, notice.team_id)).notice_ids.append(notice.pk)
        yield from shares.values()
