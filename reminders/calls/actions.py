"""The telephone list: taken by one agent at a time, noted, tried again, or given to the fallback."""

import datetime as dt
from collections.abc import Sequence
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from portal.audit.actions import record
from portal.clock import now
from portal.consents.actions import withdraw
from portal.consents.models import Channel, Consent, How
from portal.people.models import Citizen, User
from reminders.calls.models import Call
from reminders.calls.querysets import HELD_FOR
from reminders.calls.shares import share_of, shares_of
from reminders.calls.tries import may_call, next_try
from reminders.deadlines.actions import mark_done
from reminders.deadlines.models import Deadline
from reminders.deliveries.attempts import set_apart
from reminders.deliveries.carried import HELD, take_back
from reminders.deliveries.models import Delivery
from reminders.holidays.models import Holiday
from reminders.inbox.models import InboxItem
from reminders.suspensions.actions import suspend
from reminders.suspensions.models import Suspension
from reminders.suspensions.points import point_of

OUTCOMES = ("reached", "message_left", "no_answer", "wrong_number", "refused")


class CallTaken(Exception):
    """Another agent is calling this person, or the call is no longer to make."""


class NotTheHour(Exception):
    """It is too early or too late where the person lives."""


class NotWanted(Exception):
    """Done meanwhile, consent withdrawn, or no number left: the call left the list."""


class OnHold(Exception):
    """Its kind is stopped for now: the call comes back later."""


VOID_BATCH = 200
LATER = dt.timedelta(hours=1)
"""How long a call on hold stays off the list."""


@transaction.atomic
def put_on_list(*, deliveries: Sequence[Delivery], at: dt.datetime, by: User | None) -> int:
    """One call for each delivery and team, made once however often it is asked for; returns how many."""
    shares = shares_of(deliveries, at)
    calls = [
        Call(delivery=delivery, citizen_id=delivery.recipient_id, next_try_at=at, created_at=at, **vars(share))
        for delivery in deliveries
        for share in shares[delivery.pk]
    ]
    Call.objects.bulk_create(calls, ignore_conflicts=True)
    for delivery in deliveries:
        if not shares[delivery.pk]:
            # The portal's own, for a person whom no team serves. The sender settles first, then the fallback sees it.
            transaction.on_commit(partial(_nobody_calls, delivery.pk))
    return len(calls)


def _nobody_calls(delivery_id: UUID) -> None:
    take_back(delivery_id=delivery_id, state=Delivery.State.BOUNCED, code="no_caller")


def take(*, call: Call, by: User) -> Call:
    """This agent calls now, and nobody else: all that their team has to say to that person comes with it. Raises
    CallTaken, NotTheHour, NotWanted, OnHold."""
    if put_on_hold(call=call, by=by):
        raise OnHold
    if drop_unwanted(call=call, by=by):
        raise NotWanted
    for other in companions_of(call=call):
        _ = put_on_hold(call=other, by=by) or drop_unwanted(call=other, by=by)
    if not may_call(now(), call.citizen.time_zone, Holiday.objects.around(now())):
        raise NotTheHour
    with transaction.atomic():
        # Per person, not per call: somebody who is on the line for another matter must not be rung again.
        Citizen.objects.select_for_update(no_key=True).get(pk=call.citizen_id)
        if Call.objects.filter(citizen=call.citizen_id).held_by_others(by).exists():
            raise CallTaken
        claim = {"claimed_by": by, "claimed_until": Now() + HELD_FOR}
        if not Call.objects.takeable_by(by).filter(pk=call.pk).update(**claim):
            raise CallTaken
        Call.objects.takeable_by(by).of_same_call(call).filter(next_try_at__lte=now()).update(**claim)
        record("call.taken", by=by, subject=call, citizen=call.citizen, organization=call.organization)
    call.refresh_from_db()
    return call


@transaction.atomic
def let_go(*, call: Call, by: User) -> None:
    """Back on the list, for somebody else, with what came with it."""
    Call.objects.held_by(by).of_same_call(call).update(claimed_by=None, claimed_until=None)


@transaction.atomic
def note(*, call: Call, outcome: str, by: User) -> Call:
    """What came of the call that `by` took, and of what was said with it: one of OUTCOMES. Raises CallTaken when it is
    not theirs (any more)."""
    held = list(Call.objects.held_by(by).to_call().of_same_call(call).order_by("pk").select_for_update())
    mine = next((one for one in held if one.pk == call.pk), None)
    if mine is None:
        raise CallTaken
    for one in held:
        _note(one, outcome, by)
    return mine


def _note(mine: Call, outcome: str, by: User) -> None:
    mine.tries += 1
    again = _again(mine) if outcome == Call.State.NO_ANSWER else None
    mine.state = Call.State.TO_CALL if again else outcome
    mine.next_try_at, mine.noted_at, mine.noted_by = again, now(), by
    mine.claimed_by = mine.claimed_until = None
    mine.save(update_fields=["tries", "state", "next_try_at", "noted_at", "noted_by", "claimed_by", "claimed_until"])
    detail = {"outcome": outcome, "try": mine.tries}
    record("call.noted", by=by, subject=mine, citizen=mine.citizen, organization=mine.organization, detail=detail)
    _follow_up(mine, by)


def companions_of(*, call: Call) -> list[Call]:
    """The other calls to make now of the same team to the same person."""
    others = Call.objects.due(now()).of_same_call(call).exclude(pk=call.pk)
    return list(others.with_names().order_by("next_try_at", "pk"))


def drop_void() -> int:
    """Takes off the lists what nobody has to say any more: the act is done, the person was reached, died, or wants no
    calls. Returns how many."""
    dropped, last = 0, UUID(int=0)
    while batch := list(Call.objects.to_call().filter(pk__gt=last).with_names().order_by("pk")[:VOID_BATCH]):
        dropped += sum(drop_unwanted(call=call, by=None) for call in batch)
        last = batch[-1].pk
    return dropped


@transaction.atomic
def done_by_phone(*, call: Call, deadline: Deadline, by: User) -> Deadline:
    """«C’est déjà fait», said on the telephone: the ladder of that deadline ends. The call itself is noted apart."""
    return mark_done(deadline=deadline, by=by)


@transaction.atomic
def drop_unwanted(*, call: Call, by: User | None) -> bool:
    """Takes a call off the list when there is nothing left to say to that person, and says so to its delivery."""
    why = _unwanted(call)
    mine = Call.objects.to_call().filter(pk=call.pk)
    if why in ("", HELD) or not mine.update(
        state=Call.State.CANCELLED, next_try_at=None, claimed_by=None, claimed_until=None
    ):
        return False
    record("call.dropped", by=by, subject=call, citizen=call.citizen, organization=call.organization)
    _take_back(call, Delivery.State.CANCELLED, why)
    return True


@transaction.atomic
def put_on_hold(*, call: Call, by: User | None) -> bool:
    """While all that it has to say is of kinds stopped for now, a call waits an hour at a time."""
    if _unwanted(call) != HELD:
        return False
    Call.objects.to_call().filter(pk=call.pk).update(next_try_at=now() + LATER, claimed_by=None, claimed_until=None)
    return True


def _unwanted(call: Call) -> str:
    mine = share_of(call)
    number = point_of(call.citizen, Channel.PHONE)
    stopped = Suspension.objects.in_force().filter(citizen=call.citizen, channel=Channel.PHONE, address=number)
    if mine.unwanted:
        return mine.unwanted
    if mine.reminders and not mine.notices and _has_read({reminder.pk for reminder in mine.reminders}):
        return "reached"
    return "contact" if not number else "suspended" if stopped.exists() else ""


def _has_read(reminders: set[int]) -> bool:
    """In their space, or through a helper: nothing is left to say by telephone."""
    return InboxItem.objects.filter(reminder__in=reminders, read_at__isnull=False).count() == len(reminders)


def _again(call: Call) -> dt.datetime | None:
    return next_try(tries=call.tries, at=now(), zone=call.citizen.time_zone, holidays=Holiday.objects.around(now()))


def _follow_up(call: Call, by: User) -> None:
    """What an outcome changes elsewhere. A person who was not reached is the fallback's next."""
    match call.state:
        case Call.State.NO_ANSWER:
            _take_back(call, Delivery.State.BOUNCED, "no_answer")
        case Call.State.WRONG_NUMBER:
            number, reason = point_of(call.citizen, Channel.PHONE), Suspension.Reason.WRONG_NUMBER
            for channel in (Channel.PHONE, Channel.SMS) if number else ():  # taken away during the call
                suspend(citizen=call.citizen, channel=channel, address=number, reason=reason, by=by)
            _take_back(call, Delivery.State.BOUNCED, "wrong_number")
        case Call.State.REFUSED:
            _no_more_calls(call, by)
            _take_back(call, Delivery.State.BOUNCED, "refused")


def _take_back(call: Call, state: str, code: str) -> None:
    """What this team had to say did not reach the person. What others of the same delivery told, or still have
    to tell, is not taken back with it: this part gets a delivery of its own."""
    others = Call.objects.filter(delivery=call.delivery_id).exclude(pk=call.pk).not_failed()
    if others.exists():
        mine = [reminder.pk for reminder in share_of(call).every]
        apart = set_apart(delivery=call.delivery, reminder_ids=mine, mark=call.pk.hex[:12])
        Call.objects.filter(pk=call.pk).update(delivery=apart)
        call.delivery = apart
    take_back(delivery_id=call.delivery_id, state=state, code=code)


def _no_more_calls(call: Call, by: User) -> None:
    """«Refus d’être appelé»: for every purpose; said on the telephone."""
    given = Consent.objects.in_force().filter(citizen=call.citizen, channel=Channel.PHONE).order_by("given_at", "id")
    for purpose in list(given.values_list("purpose", flat=True)):
        withdraw(citizen=call.citizen, purpose=purpose, channel=Channel.PHONE, by=by, how=How.PHONE)
