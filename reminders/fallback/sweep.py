"""The sweep: each failure is looked at once, and so is each reminder that no channel could carry.

1. What failed for good, came back, or has an unknown fate, and has no later attempt, becomes a dead letter.
2. When nothing of the same message arrived or is on its way, the next channel gets its first attempt.
3. When no channel is left, somebody is asked to join the person, before the date.
4. What was reached meanwhile, or is no longer to be done, is settled, and the work with it.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction

from portal import locks
from portal.audit.actions import record
from portal.clock import now
from portal.isolation.actions import run_apart, set_aside_of
from portal.isolation.halves import A_RUN
from portal.locks import Lock
from reminders.deadlines.models import Deadline
from reminders.deliveries.adapters import adapters
from reminders.deliveries.carried import Carried, carried_by
from reminders.deliveries.models import WHOSE, Delivery
from reminders.fallback import statements
from reminders.fallback.models import DeadLetter
from reminders.fallback.work import KIND, open_work
from reminders.reminders.models import Reminder

WORK = "reminders.follow_up"
"""Its name among what may fail for one person (`portal.isolation`)."""
BATCH = 200
LOOK_BACK = dt.timedelta(days=7)
"""How old a reminder may be that nobody was told about: beat may have been dead for days."""

_Message = tuple[Any, str]


def follow_up() -> int:
    """Looks at all that failed since the last time; returns how many new attempts were made."""
    made = 0
    while (batch := _apart(_unseen_deliveries(), _follow_up_deliveries)) is not None:
        made += batch
    while _apart(_unseen_reminders(now()), _follow_up_reminders):
        pass
    settle(now())
    return made


def follow_up_of(person: UUID) -> None:
    """The same for one person who was set aside. Raises what stops it."""
    with transaction.atomic():
        locks.wait_for(Lock.FALLBACK)
        _follow_up_deliveries(now(), [person])
        _follow_up_reminders(now(), [person])


def _apart(unseen: models.QuerySet, step: Callable[[dt.datetime, Sequence[UUID]], int | None]) -> int | None:
    """One batch, where the row of one person stops nobody else; None when nothing is left, or another worker is at
    it."""
    rows = unseen.exclude(recipient__in=set_aside_of(work=WORK)).values_list("recipient_id", flat=True)[:BATCH]
    people = sorted(set(rows))
    done: list[int | None] = []

    def do(some: Sequence[UUID]) -> int:
        done.append(step(now(), some))
        return 0

    run_apart(work=WORK, people=people, run=do, most=A_RUN)
    return sum(filter(None, done)) if people and None not in done else None


def _unseen_deliveries() -> models.QuerySet:
    return Delivery.objects.not_followed_up()


def _unseen_reminders(at: dt.datetime) -> models.QuerySet:
    recent = Reminder.objects.unreached().filter(settled_at__gt=at - LOOK_BACK, dead_letter=None)
    return recent.order_by("settled_at", "pk")


@transaction.atomic
def _follow_up_deliveries(at: dt.datetime, people: Sequence[UUID]) -> int | None:
    """What of these people waits, in one batch; None when another worker is at it."""
    if not locks.try_for(Lock.FALLBACK):
        return None
    settled = list(_unseen_deliveries().filter(recipient__in=people).select_related("recipient")[:BATCH])
    Delivery.objects.filter(pk__in=[delivery.pk for delivery in settled]).update(followed_up_at=at)
    failed = [delivery for delivery in settled if delivery.is_unreached]
    siblings = _siblings(failed)
    final = [one for one in failed if not _carries_nothing(one) and not _has_later_attempt(one, siblings)]
    carried = carried_by(final, at)
    going = {_message(delivery): _on_its_way(siblings[_message(delivery)]) for delivery in final}
    stranded = [one for one in final if going[_message(one)] is None and _is_worth_telling(carried[one.pk])]
    made = _try_next_channel(stranded, at)
    _bury(final, carried, going | made, at)
    left = [delivery for delivery in stranded if _message(delivery) not in made]
    _ask_somebody({reminder.pk for delivery in left for reminder in carried[delivery.pk].reminders})
    return len(made)


def _carries_nothing(delivery: Delivery) -> bool:
    """A test message: its person looks at it, and sees that it did not arrive."""
    return not delivery.reminder_ids and not delivery.notice_ids


def _siblings(deliveries: Sequence[Delivery]) -> dict[_Message, list[Delivery]]:
    """All attempts of the same messages, through all channels."""
    found: dict[_Message, list[Delivery]] = defaultdict(list)
    rows = Delivery.objects.filter(
        recipient__in={delivery.recipient_id for delivery in deliveries},
        group__in={delivery.group for delivery in deliveries},
    ).order_by("created_at", "attempt", "pk")
    for row in rows:
        found[_message(row)].append(row)
    return found


def _message(delivery: Delivery) -> _Message:
    return delivery.recipient_id, delivery.group


def _has_later_attempt(delivery: Delivery, siblings: dict[_Message, list[Delivery]]) -> bool:
    return any(
        other.channel == delivery.channel and other.attempt > delivery.attempt for other in siblings[_message(delivery)]
    )


def _on_its_way(attempts: Iterable[Delivery]) -> Delivery | None:
    """What makes another channel needless for now: an accepted attempt, else one that has not ended."""
    listed = list(attempts)
    accepted = [one for one in listed if one.state == Delivery.State.ACCEPTED]
    return next(iter([*accepted, *(one for one in listed if one.settled_at is None)]), None)


def _is_worth_telling(carried: Carried) -> bool:
    """Something in it is still to be done, and it is not too late; whether *this* channel is still accepted matters no
    more."""
    return bool(carried.reminders or carried.notices)


def _try_next_channel(stranded: Sequence[Delivery], at: dt.datetime) -> dict[_Message, Any]:
    """Message → the first attempt through its next channel, where there is one."""
    if not stranded:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(statements.next_channel(adapters()), {"ids": [one.pk for one in stranded], "at": at})
        made = {(recipient, group): pk for recipient, group, pk in cursor.fetchall()}
    found = Delivery.objects.in_bulk(made.values())
    return {message: found[pk] for message, pk in made.items()}


def _bury(
    final: Sequence[Delivery], carried: dict[Any, Carried], following: dict[_Message, Delivery | None], at: dt.datetime
) -> None:
    """One dead letter per failed attempt; one that fails twice (it was said to have arrived) opens again."""
    letters = []
    for delivery in final:
        assert delivery.settled_at is not None  # final is settled
        letter = DeadLetter(citizen=delivery.recipient, delivery=delivery, since=delivery.settled_at, found_at=at)
        letter.next_delivery = following[_message(delivery)]
        letter.organization_ids = _owners(delivery, carried[delivery.pk])
        for name in WHOSE:
            setattr(letter, name, getattr(delivery, name))
        letters.append(letter)
    DeadLetter.objects.bulk_create(
        letters,
        update_conflicts=True,
        unique_fields=["delivery"],
        update_fields=["next_delivery", "since", "found_at", "settled_at", "settled_by", "outcome"],
    )


def _owners(delivery: Delivery, carried: Carried) -> list[Any]:
    owners = [organization.pk for organization in carried.organizations]
    if owners or not delivery.reminder_ids:
        return owners
    rows = Reminder.objects.filter(pk__in=delivery.reminder_ids).order_by("pk")
    return sorted(set(rows.values_list("deadline__kind__organization_id", flat=True)), key=str)


@transaction.atomic
def _follow_up_reminders(at: dt.datetime, people: Sequence[UUID]) -> int | None:
    """Those that no channel could carry while they were still useful (`release` says so)."""
    if not locks.try_for(Lock.FALLBACK):
        return None
    theirs = _unseen_reminders(at).filter(recipient__in=people)
    unreached = list(theirs.select_related("deadline__kind", "recipient")[:BATCH])
    DeadLetter.objects.bulk_create(
        DeadLetter(
            citizen=reminder.recipient,
            reminder=reminder,
            organization_ids=[reminder.deadline.kind.organization_id],
            organization_id=None if reminder.deadline.is_private else reminder.deadline.kind.organization_id,
            team_id=None if reminder.deadline.is_private else reminder.deadline.kind.team_id,
            since=reminder.settled_at,
            found_at=at,
        )
        for reminder in unreached
    )
    _ask_somebody({reminder.pk for reminder in unreached})
    return len(unreached)


def _ask_somebody(reminder_ids: set[int]) -> None:
    if not reminder_ids:
        return
    deadlines = Deadline.objects.open().filter(reminders__in=reminder_ids).distinct()
    for deadline in (rows := list(deadlines.select_related("kind__organization", "citizen").order_by("pk"))):
        organization = deadline.kind.organization
        record("deadline.unreached", by=None, subject=deadline, citizen=deadline.citizen, organization=organization)
    open_work(rows)


@transaction.atomic
def settle(at: dt.datetime) -> None:
    """Closes what solved itself, and the work that it had asked for."""
    if not locks.try_for(Lock.FALLBACK):
        return
    with connection.cursor() as cursor:
        cursor.execute(statements.STATEMENTS.compose("settle"), {"at": at})
        cursor.execute(statements.STATEMENTS.compose("finish_work"), {"at": at, "kind": KIND})
