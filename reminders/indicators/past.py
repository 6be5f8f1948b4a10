"""Rows that a past leaves behind, written with their dates (`demonstration.py` says whose)."""

import datetime as dt
from dataclasses import dataclass, field
from random import Random
from zoneinfo import ZoneInfo

from portal.clock import LEGAL_ZONE, day_of, now
from portal.consents.models import Channel, Consent, How, Purpose
from portal.people.models import Citizen, User
from portal.printing.models import PrintBatch
from reminders.deadlines.models import Deadline
from reminders.deliveries.models import Delivery
from reminders.kinds.models import DeadlineKind, ReminderStep
from reminders.letters.models import Letter, LetterBatch
from reminders.preferences.wordings import wording_of
from reminders.reminders.models import Reminder


@dataclass
class Rows:
    """All that one kind leaves, written table by table."""

    citizens: list[Citizen] = field(default_factory=list)
    consents: list[Consent] = field(default_factory=list)
    deadlines: list[Deadline] = field(default_factory=list)
    reminders: list[Reminder] = field(default_factory=list)
    deliveries: list[tuple[Delivery, Reminder]] = field(default_factory=list)

    def write(self) -> None:
        Citizen.objects.bulk_create(self.citizens)
        Consent.objects.bulk_create(self.consents)
        Deadline.objects.bulk_create(self.deadlines)
        Reminder.objects.bulk_create(self.reminders)
        for delivery, reminder in self.deliveries:
            delivery.reminder_ids = [reminder.pk]
        Delivery.objects.bulk_create([delivery for delivery, _ in self.deliveries])


def at(day: dt.date, hour: int) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour), ZoneInfo(LEGAL_ZONE))


def deadline_of(
    citizen: Citizen, kind: DeadlineKind, due_on: dt.date, agent: User, *, done: bool, chance: Random
) -> Deadline:
    """Done some days before or after the date; otherwise left, so that nothing more ever leaves for it."""
    days = chance.choice((-21, -9, -6, -4, -2, -1, 0, 3, 12)) if done else 45
    closed_at = min(at(due_on + dt.timedelta(days=days), 15), now())
    return Deadline(
        citizen=citizen,
        concerned=citizen,
        kind=kind,
        due_on=due_on,
        renews=False,
        origin=Deadline.Origin.IMPORT,
        is_private=False,
        state=Deadline.State.DONE if done else Deadline.State.CANCELLED,
        opened_at=at(due_on - dt.timedelta(days=120), 10),
        author=agent,
        closed_at=closed_at,
    )


def consent_of(citizen: Citizen, channel: Channel, deadline: Deadline, agent: User) -> Consent:
    return Consent(
        citizen=citizen,
        purpose=Purpose.REMINDERS,
        channel=channel,
        wording=wording_of(Purpose.REMINDERS, channel),
        given_at=deadline.opened_at,
        given_by=agent,
        given_how=How.PHONE,
    )


def steps_of(kind: DeadlineKind, *, before: bool) -> list[ReminderStep]:
    steps = kind.steps.filter(retired_at=None, moment=ReminderStep.Moment.DATE).order_by("offset_days")
    return [step for step in steps if step.offset_days < 0 or not before]


def remind(rows: Rows, deadline: Deadline, step: ReminderStep, channel: Channel, chance: Random) -> None:
    due_at = at(deadline.due_on + dt.timedelta(days=step.offset_days), 9)
    assert deadline.closed_at is not None  # as `deadline_of` makes it
    if due_at >= min(deadline.closed_at, now()):
        return
    accepted_at = due_at + dt.timedelta(seconds=chance.randint(2, 90))
    reminder = Reminder(
        deadline=deadline,
        due_on=deadline.due_on,
        step=step,
        recipient=deadline.citizen,
        due_at=due_at,
        useful_until=at(deadline.due_on + dt.timedelta(days=max(step.offset_days, 0) + 1), 0),
        state=Reminder.State.SENT,
        settled_at=accepted_at,
    )
    delivery = Delivery(
        recipient=deadline.citizen,
        channel=channel,
        purpose=Purpose.REMINDERS,
        group=f"past:{deadline.pk}:{step.pk}",
        organization_id=deadline.kind.organization_id,
        team_id=deadline.kind.team_id,
        state=Delivery.State.ACCEPTED,
        since=due_at,
        not_before=due_at,
        created_at=due_at,
        attempted_at=due_at,
        settled_at=accepted_at,
        followed_up_at=accepted_at,
    )
    rows.reminders.append(reminder)
    rows.deliveries.append((delivery, reminder))


def post(rows: Rows, kind: DeadlineKind, operator: User) -> None:
    """The letters, in a batch a week: printed and posted the next Wednesday by an operator."""
    batches: dict[dt.date, list[Delivery]] = {}
    for delivery, _ in rows.deliveries:
        if delivery.channel == Channel.LETTER:
            day = day_of(delivery.since)
            batches.setdefault(day + dt.timedelta(days=(2 - day.weekday()) % 7 or 7), []).append(delivery)
    number = PrintBatch.objects.next_number()
    for day, deliveries in sorted(batches.items()):
        if at(day, 14) > now():
            continue
        batch = _batch(number, kind, day, operator)
        number += 1
        Letter.objects.bulk_create(
            Letter(
                delivery=delivery,
                citizen=delivery.recipient,
                organization=kind.organization,
                state=Letter.State.POSTED,
                queued_at=delivery.since,
                batch=batch,
                place=place,
                address=delivery.recipient.postal_address,
            )
            for place, delivery in enumerate(deliveries, 1)
        )


def _batch(number: int, kind: DeadlineKind, day: dt.date, operator: User) -> LetterBatch:
    return LetterBatch.objects.create(
        printable="letters",
        number=number,
        organization=kind.organization,
        state=LetterBatch.State.POSTED,
        made_at=at(day, 9),
        printed_at=at(day, 11),
        posted_at=at(day, 14),
        **dict.fromkeys(("made_by", "printed_by", "posted_by"), operator),
    )
