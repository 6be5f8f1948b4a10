"""What deliveries carry, read again before people act on them by hand: a letter printed, a number dialled.

Between the list and the deed hours or days go by: the act may be done, the consent withdrawn, the address gone.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from portal.clock import now
from portal.consents.models import Consent, Purpose
from portal.notices.models import Notice
from portal.organizations.models import Organization
from programs.situations.models import Situation
from reminders.deliveries.models import Delivery
from reminders.reminders.models import Reminder


@dataclass(frozen=True)
class Carried:
    """`unwanted`: why the delivery must not go on (a code of `Delivery.code`), empty when it may."""

    reminders: list[Reminder] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    unwanted: str = ""
    every: list[Reminder] = field(default_factory=list)
    """Useful or not any more."""

    @property
    def organizations(self) -> list[Organization]:
        """Whose matters these are, each once, in the order of the reminders."""
        owners = [reminder.deadline.kind.organization for reminder in self.reminders]
        owners += [notice.organization for notice in self.notices if notice.organization]
        return list(dict.fromkeys(owners))

    def of(self, organization: Organization) -> "Carried":
        """Only what that organization may know of; and what the portal itself tells, of which it knows nothing more."""
        return Carried(
            [reminder for reminder in self.reminders if reminder.deadline.kind.organization_id == organization.pk],
            [notice for notice in self.notices if notice.organization_id in {organization.pk, None}],
            self.unwanted,
        )


def carried_by(deliveries: Sequence[Delivery], at: dt.datetime) -> dict[Any, Carried]:
    """Delivery id → what it still carries at `at`. Three queries, whatever the number of deliveries."""
    reminders = _reminders(pk for delivery in deliveries for pk in delivery.reminder_ids)
    notices = _notices({pk for delivery in deliveries for pk in delivery.notice_ids})
    consents = Consent.objects.channels_of(
        {delivery.recipient_id for delivery in deliveries}, {delivery.purpose for delivery in deliveries}
    )
    found = {}
    for delivery in deliveries:
        every = [reminders[pk] for pk in delivery.reminder_ids if pk in reminders]
        useful = [reminder for reminder in every if is_useful(reminder, delivery.channel, at)]
        told = [notices[pk] for pk in delivery.notice_ids if pk in notices]
        agreed = (delivery.recipient_id, delivery.purpose, delivery.channel) in consents
        found[delivery.pk] = Carried(useful, told, _why(agreed=agreed, carries=bool(useful or told)), every)
    return found


def take_back(*, delivery_id: Any, state: str, code: str) -> bool:
    """What was accepted did not reach the person after all, or was not to be done any more: the fallback looks at it
    again. Conditional: what another fate has already overtaken stays."""
    mine = Delivery.objects.filter(pk=delivery_id, state=Delivery.State.ACCEPTED)
    return bool(mine.update(state=state, code=code, settled_at=now(), followed_up_at=None))


def is_useful(reminder: Reminder, channel: str, at: dt.datetime) -> bool:
    """The act is still to do (or the confirmation still true), on the same date, for the same person, and nobody
    paused, put off or stopped it. `claims.py` says the same in SQL."""
    deadline, kind = reminder.deadline, reminder.deadline.kind
    put_off = deadline.later_at and deadline.later_at > at and reminder.step_id
    state = reminder.step.moment if reminder.step and reminder.step.moment in {"done", "missed"} else "open"
    return (
        deadline.state == state
        and deadline.due_on == reminder.due_on
        and reminder.useful_until > at
        and reminder.recipient_id == deadline.citizen_id
        and deadline.paused_at is None
        and not put_off
        and kind.is_published
        and kind.stopped_at is None
        and channel in kind.channels
    )


def _reminders(keys: Iterable[int]) -> dict[int, Reminder]:
    return Reminder.objects.select_related("step", "deadline__kind__organization").in_bulk(set(keys))


def _notices(keys: set[UUID]) -> dict[UUID, Notice]:
    """Those still worth telling: a finding, as long as its person wants advice and keeps the answers that it rests on.
    `claims.py` says the same in SQL."""
    mine = {"citizen_id": OuterRef("citizen_id")}
    wants = Consent.objects.in_force().filter(purpose=Purpose.ADVICE, **mine)
    rests = Situation.objects.filter(pk=OuterRef("subject_id"), **mine)
    wanted = Notice.objects.filter(~Q(kind=Notice.Kind.FINDING) | Exists(wants) & Exists(rests))
    return wanted.select_related("organization").in_bulk(keys)


def _why(*, agreed: bool, carries: bool) -> str:
    if not agreed:
        return "consent"
    return "" if carries else "useless"
