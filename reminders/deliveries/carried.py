"""What deliveries carry, read again before people act on them by hand: a letter printed, a number dialled.

Between the list and the action hours or days go by: the act may be done, the consent withdrawn, the address gone.
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
from portal.people.models import Citizen
from programs.situations.models import Situation
from reminders.deliveries.models import Delivery
from reminders.deliveries.served import unserved
from reminders.reminders.models import Reminder
from reminders.reminders.wanted import is_still_true, is_stopped

HELD = "held"
"""Of `Carried.unwanted`: all that is still true is of kinds stopped for now. It waits; the others are given up."""


@dataclass(frozen=True)
class Carried:
    """What is still worth telling; of what is not, what is stopped for now (`held`)."""

    reminders: list[Reminder] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    every: list[Reminder] = field(default_factory=list)
    """Useful or not any more."""
    held: list[Reminder] = field(default_factory=list)
    is_agreed: bool = True
    """The person's consent is still in force."""
    unserved: str = ""
    """Why nothing leaves to the person any more, whatever they agreed to."""

    @property
    def unwanted(self) -> str:
        """Why it must not go on: HELD, or a code of `Delivery.code`; empty when it may."""
        if self.unserved:
            return self.unserved
        if not self.is_agreed:
            return "consent"
        if self.reminders or self.notices:
            return ""
        return HELD if self.held else "useless"

    @property
    def organizations(self) -> list[Organization]:
        """Whose matters these are, each once, in the order of the reminders."""
        owners = [reminder.deadline.kind.organization for reminder in self.reminders]
        owners += [notice.organization for notice in self.notices if notice.organization]
        return list(dict.fromkeys(owners))

    def of(self, organization: Organization) -> "Carried":
        """Only what that organization may know of; and what the portal itself tells, of which it knows nothing more."""

        def own(reminders: list[Reminder]) -> list[Reminder]:
            return [one for one in reminders if one.deadline.kind.organization_id == organization.pk]

        notices = [notice for notice in self.notices if notice.organization_id in {organization.pk, None}]
        return Carried(own(self.reminders), notices, own(self.every), own(self.held), self.is_agreed, self.unserved)

    def only(self, reminder_ids: Iterable[int], notice_ids: Iterable[UUID]) -> "Carried":
        """Only these of them: the share of one team."""
        reminders_kept, notices_kept = set(reminder_ids), set(notice_ids)

        def own(reminders: list[Reminder]) -> list[Reminder]:
            return [one for one in reminders if one.pk in reminders_kept]

        notices = [notice for notice in self.notices if notice.pk in notices_kept]
        return Carried(own(self.reminders), notices, own(self.every), own(self.held), self.is_agreed, self.unserved)


_READ = (
    "step",
    "deadline__citizen",
    "deadline__concerned",
    "deadline__kind__organization",
    "deadline__kind__team",
)


def carried_by(deliveries: Sequence[Delivery], at: dt.datetime) -> dict[Any, Carried]:
    """Delivery id → what it still carries at `at`. Four queries, whatever the number of deliveries."""
    reminders = _reminders(pk for delivery in deliveries for pk in delivery.reminder_ids)
    notices = _notices({pk for delivery in deliveries for pk in delivery.notice_ids})
    consents = Consent.objects.channels_of(
        {delivery.recipient_id for delivery in deliveries}, {delivery.purpose for delivery in deliveries}
    )
    people = Citizen.objects.select_related("user").in_bulk({delivery.recipient_id for delivery in deliveries})
    found = {}
    for delivery in deliveries:
        every = [reminders[pk] for pk in delivery.reminder_ids if pk in reminders]
        true = [reminder for reminder in every if is_still_true(reminder, delivery.channel, at)]
        found[delivery.pk] = Carried(
            reminders=[reminder for reminder in true if not is_stopped(reminder)],
            notices=[notices[pk] for pk in delivery.notice_ids if pk in notices],
            every=every,
            held=[reminder for reminder in true if is_stopped(reminder)],
            is_agreed=(delivery.recipient_id, delivery.purpose, delivery.channel) in consents,
            unserved=unserved(people[delivery.recipient_id]),
        )
    return found


def take_back(*, delivery_id: Any, state: str, code: str) -> bool:
    """What was accepted did not reach the person after all, or was not to be done any more: the fallback looks at it
    again. Conditional: what another result has already overtaken stays."""
    mine = Delivery.objects.filter(pk=delivery_id, state=Delivery.State.ACCEPTED)
    return bool(mine.update(state=state, code=code, settled_at=now(), followed_up_at=None))


def _reminders(keys: Iterable[int]) -> dict[int, Reminder]:
    return Reminder.objects.select_related(*_READ).in_bulk(set(keys))


def _notices(keys: set[UUID]) -> dict[UUID, Notice]:
    """Those still worth telling: a finding, as long as its person wants advice and keeps the answers that it rests on.
    `claims.py` says the same in SQL."""
    mine = {"citizen_id": OuterRef("citizen_id")}
    wants = Consent.objects.in_force().filter(purpose=Purpose.ADVICE, **mine)
    rests = Situation.objects.filter(pk=OuterRef("subject_id"), **mine)
    wanted = Notice.objects.filter(~Q(kind=Notice.Kind.FINDING) | Exists(wants) & Exists(rests))
    return wanted.select_related("organization").in_bulk(keys)
