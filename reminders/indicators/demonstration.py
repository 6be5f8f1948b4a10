"""A year behind us, for the demonstration: what the indicator counts, and the reports of its months.

No action acts in the past, so these rows are written with their dates, as they would have been left by the real ones;
the figures are then measured by the same statement as every night. Invented people without an account or a dossier: no
agent meets them. Twelve months, the same each time (`Random` has its seed). Idempotent.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from zoneinfo import ZoneInfo

from portal.clock import LEGAL_ZONE, now, today
from portal.consents.models import Channel, Consent, How, Purpose
from portal.people.models import Citizen, User
from reminders.deadlines.models import Deadline
from reminders.deliveries.models import Delivery
from reminders.indicators.actions import read_report, report_month
from reminders.indicators.measuring import measure
from reminders.indicators.models import Outcome
from reminders.kinds.models import DeadlineKind, ReminderStep
from reminders.letters.models import Letter, LetterBatch
from reminders.preferences.wordings import wording_of
from reminders.reminders.models import Reminder

A_MONTH = {"permis-conduire-paiement": ("alain", 26), "carte-assurance-maladie": ("diane", 16)}
"""Kind → who noted the consents, deadlines a month."""
READERS = {"permis-conduire-paiement": "emile", "carte-assurance-maladie": "daniel"}
"""Who read the reports of that kind's organization, but for the last one."""
MONTHS = 12
_GIVEN = ("Adèle", "Bernard", "Chantal", "Denis", "Estelle", "Fernand", "Ginette", "Hubert", "Ioana", "Jamal", "Kim")
_FAMILY = ("Bédard", "Caron", "Demers", "Émond", "Fiset", "Gingras", "Huot", "Jalbert", "Kabir", "Lemay", "Poirier")
_PLACES = (("Montréal (Québec)  H2X 1Y4", 4), ("Rimouski (Québec)  G5L 1P7", 3), ("Gatineau (Québec)  J8X 2K1", 3))
_BORN = ((1934, 1950, 2), (1951, 1961, 2), (1962, 1981, 4), (1982, 1996, 4), (1997, 2007, 2))
"""First year, last year, how many of them among us."""
_ELDERS = 1951
_ROOF = 0.72
"""Share of digital reminders in the last month; a year before, it was half of that."""


@dataclass
class _Rows:
    """All that one kind leaves, written table by table."""

    citizens: list[Citizen] = field(default_factory=list)
    consents: list[Consent] = field(default_factory=list)
    deadlines: list[Deadline] = field(default_factory=list)
    reminders: list[Reminder] = field(default_factory=list)
    deliveries: list[tuple[Delivery, Reminder]] = field(default_factory=list)

    def write(self) -> None:
        for rows in (self.citizens, self.consents, self.deadlines, self.reminders):
            type(rows[0]).objects.bulk_create(rows)
        for delivery, reminder in self.deliveries:
            delivery.reminder_ids = [reminder.pk]
        Delivery.objects.bulk_create([delivery for delivery, _ in self.deliveries])


def seed(people: dict[str, User]) -> None:
    last = today() - dt.timedelta(days=1)
    if Outcome.objects.filter(due_on__lt=last - dt.timedelta(days=60)).exists():
        return
    chance = Random(2026)  # noqa: S311 - the same year each time, no secret
    first = (last - dt.timedelta(days=365)).replace(day=1)
    for code, (agent, count) in A_MONTH.items():
        kind = DeadlineKind.objects.select_related("organization").get(code=code)
        rows = _Rows()
        for place, month in enumerate(_months(first, last)):
            for number in range(count):
                due_on = month + dt.timedelta(days=number % 28)
                if due_on <= last:
                    _life(rows, kind, due_on, place / MONTHS, people[agent], chance)
        rows.write()
        _post(rows, kind, people[agent])
    measure(start=first, end=last, at=now())
    for month in list(_months(first, last))[:-1]:
        for code, reader in READERS.items():
            organization = DeadlineKind.objects.get(code=code).organization
            report = report_month(organization=organization, month=month, by=None)
            if month < last.replace(day=1) - dt.timedelta(days=31):
                read_report(report=report, by=people[reader])


def _months(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    while first <= last:
        yield first
        first = (first + dt.timedelta(days=32)).replace(day=1)


def _life(rows: _Rows, kind: DeadlineKind, due_on: dt.date, age: float, agent: User, chance: Random) -> None:
    """One person and one date. `age`: 0 a year ago, 1 now."""
    citizen = _person(chance)
    channel, reached = _served(citizen.birth_date.year < _ELDERS, age, chance)
    done = chance.random() < (0.84 if reached else 0.55)
    deadline = _deadline(citizen, kind, due_on, agent, done=done, chance=chance)
    rows.citizens.append(citizen)
    rows.deadlines.append(deadline)
    if channel is not None:
        rows.consents.append(_consent(citizen, channel, deadline, agent))
    if reached:
        for step in _steps(kind, before=done):
            _remind(rows, deadline, step, channel, chance)


def _served(is_elder: bool, age: float, chance: Random) -> tuple[Channel | None, bool]:
    """What the person asked for, and whether it reached them."""
    digital = _ROOF * (0.5 + 0.5 * age) * (0.45 if is_elder else 1.05)
    by_post, lost = (0.45, 0.05) if is_elder else (0.08, 0.06)
    draw = chance.random()
    if draw < digital:
        return chance.choice((Channel.EMAIL, Channel.EMAIL, Channel.SMS)), True
    if draw < digital + by_post:
        return Channel.LETTER, True
    if draw < digital + by_post + lost:
        return Channel.EMAIL, False
    return None, False


def _person(chance: Random) -> Citizen:
    begins, ends, _ = chance.choices(_BORN, weights=[weight for *_, weight in _BORN])[0]
    place, _ = chance.choices(_PLACES, weights=[weight for _, weight in _PLACES])[0]
    return Citizen(
        given_name=chance.choice(_GIVEN),
        family_name=chance.choice(_FAMILY),
        birth_date=dt.date(chance.randint(begins, ends), chance.randint(1, 12), chance.randint(1, 28)),
        postal_address=f"{chance.randint(1, 400)}, rue Principale\n{place}",
    )


def _at(day: dt.date, hour: int) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour), ZoneInfo(LEGAL_ZONE))


def _deadline(
    citizen: Citizen, kind: DeadlineKind, due_on: dt.date, agent: User, *, done: bool, chance: Random
) -> Deadline:
    """Done some days before or after the date; otherwise left, so that nothing more ever leaves for it."""
    days = chance.choice((-21, -9, -6, -4, -2, -1, 0, 3, 12)) if done else 45
    closed_at = min(_at(due_on + dt.timedelta(days=days), 15), now())
    return Deadline(
        citizen=citizen,
        concerned=citizen,
        kind=kind,
        due_on=due_on,
        renews=False,
        origin=Deadline.Origin.IMPORT,
        state=Deadline.State.DONE if done else Deadline.State.CANCELLED,
        opened_at=_at(due_on - dt.timedelta(days=120), 10),
        author=agent,
        closed_at=closed_at,
    )


def _consent(citizen: Citizen, channel: Channel, deadline: Deadline, agent: User) -> Consent:
    return Consent(
        citizen=citizen,
        purpose=Purpose.REMINDERS,
        channel=channel,
        wording=wording_of(Purpose.REMINDERS, channel),
        given_at=deadline.opened_at,
        given_by=agent,
        given_how=How.PHONE,
    )


def _steps(kind: DeadlineKind, *, before: bool) -> list[ReminderStep]:
    steps = kind.steps.filter(retired_at=None, moment=ReminderStep.Moment.DATE).order_by("offset_days")
    return [step for step in steps if step.offset_days < 0 or not before]


def _remind(rows: _Rows, deadline: Deadline, step: ReminderStep, channel: Channel, chance: Random) -> None:
    due_at = _at(deadline.due_on + dt.timedelta(days=step.offset_days), 9)
    if due_at >= min(deadline.closed_at, now()):
        return
    accepted_at = due_at + dt.timedelta(seconds=chance.randint(2, 90))
    reminder = Reminder(
        deadline=deadline,
        due_on=deadline.due_on,
        step=step,
        recipient=deadline.citizen,
        due_at=due_at,
        useful_until=_at(deadline.due_on + dt.timedelta(days=max(step.offset_days, 0) + 1), 0),
        state=Reminder.State.SENT,
        settled_at=accepted_at,
    )
    delivery = Delivery(
        recipient=deadline.citizen,
        channel=channel,
        purpose=Purpose.REMINDERS,
        group=f"past:{deadline.pk}:{step.pk}",
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


def _post(rows: _Rows, kind: DeadlineKind, agent: User) -> None:
    """The letters, in a lot a week: printed and posted the next Wednesday."""
    lots: dict[dt.date, list[Delivery]] = {}
    for delivery, _ in rows.deliveries:
        if delivery.channel == Channel.LETTER:
            day = delivery.since.date()
            lots.setdefault(day + dt.timedelta(days=(2 - day.weekday()) % 7 or 7), []).append(delivery)
    number = LetterBatch.objects.count()
    for day, deliveries in sorted(lots.items()):
        if _at(day, 14) > now():
            continue
        number += 1
        lot = _lot(number, kind, day, agent)
        Letter.objects.bulk_create(
            Letter(
                delivery=delivery,
                citizen=delivery.recipient,
                organization=kind.organization,
                state=Letter.State.POSTED,
                queued_at=delivery.since,
                batch=lot,
                place=place,
                address=delivery.recipient.postal_address,
            )
            for place, delivery in enumerate(deliveries, 1)
        )


def _lot(number: int, kind: DeadlineKind, day: dt.date, agent: User) -> LetterBatch:
    return LetterBatch.objects.create(
        number=number,
        organization=kind.organization,
        state=LetterBatch.State.POSTED,
        made_at=_at(day, 9),
        printed_at=_at(day, 11),
        posted_at=_at(day, 14),
        **dict.fromkeys(("made_by", "printed_by", "posted_by"), agent),
    )
