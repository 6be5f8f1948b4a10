"""Keeping what providers say, once; then handling it in sets, with the same result whatever the order of arrival.

A message that came back stays so, whatever is said of it later; a refusal never condemns an address or a number that
the person confirmed after the message left, nor one that was taken up again since.
"""

import datetime as dt
import hashlib
import re
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import transaction

from portal import locks
from portal.clock import now
from portal.isolation.actions import run_apart, set_aside_of
from portal.locks import Lock
from reminders.callbacks.models import ProviderEvent
from reminders.callbacks.outcomes import Told, apply_all
from reminders.callbacks.shapes import ReportedOutcome, Stop
from reminders.deliveries.models import Delivery
from reminders.replies.actions import receive_text
from reminders.unsubscribing.words import is_stop

WORK = "reminders.callbacks"
"""Its name among what may fail for one person (`portal.isolation`)."""
BATCH = 500
WAIT_FOR_DELIVERY = dt.timedelta(minutes=10)
"""A provider may call before our sender has recorded the reference that it was answered."""
"""Advisory lock of the sweep, beside those of release."""

_KEY = re.compile(r"<?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?:@.*)?", re.I | re.S)
_Message = tuple[uuid.UUID, str, str]


@transaction.atomic
def keep(*, provider: str, reported: Iterable[ReportedOutcome | Stop], real_now: dt.datetime) -> None:
    """One row per event; what is already there is left as it is. A text message is answered at once, with its row.

    `real_now`: providers date by the real clock, which a demonstration does not move."""
    rows = []
    for one in reported:
        if not one.event_id:
            raise ValueError("an event without an identifier cannot be recognised when it is repeated")
        if isinstance(one, Stop):
            _receive(provider, one)
        else:
            rows.append(_row(provider, one, real_now))
    ProviderEvent.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)


def _receive(provider: str, text: Stop) -> None:
    at, key = now(), _digest(text.event_id)
    kind = ProviderEvent.Kind.STOPPED if is_stop(text.text) else ProviderEvent.Kind.RECEIVED
    _, created = ProviderEvent.objects.get_or_create(
        provider=provider[:40], event_id=key, defaults={"kind": kind, "occurred_at": at, "handled_at": at}
    )
    if created:  # repeated, it must not withdraw what was given since
        receive_text(number=text.number, text=text.text, key=_digest(f"{provider} {text.event_id}"))


def _row(provider: str, reported: ReportedOutcome, real_now: dt.datetime) -> ProviderEvent:
    age = max(real_now - reported.at, dt.timedelta()) if reported.at else dt.timedelta()
    key = _KEY.fullmatch(reported.reference)
    # Some providers repeat the address in their answer.
    code = "" if "@" in reported.code else re.sub(r"[^\w.:-]", "", reported.code)
    return ProviderEvent(
        provider=provider[:40],
        event_id=_digest(reported.event_id),
        kind=reported.kind,
        reference=key[1].lower() if key else reported.reference[:120],
        code=code[:32],
        occurred_at=now() - age,
    )


def _digest(event_id: str) -> str:
    return hashlib.sha256(event_id.encode(errors="surrogatepass")).hexdigest()


def handle_events() -> int:
    """Handles all that waits; returns how many events found their delivery."""
    found, after = 0, 0
    while batch := _handle_batch(after, now()):
        found, after = found + batch[0], batch[1]
    return found


def handle_events_of(*, person: uuid.UUID) -> int:
    """What waits about the messages of one person who was set aside. Raises what stops it."""
    with transaction.atomic():
        locks.wait_for(Lock.PROVIDER_EVENTS)
        mine = Delivery.objects.filter(recipient_id=person, attempted_at__isnull=False)
        names = {name for one in mine for name in (str(one.pk), str(one.key), one.reference)} - {""}
        events = list(ProviderEvent.objects.waiting().filter(reference__in=names).order_by("pk"))
        deliveries = _deliveries_of({event.reference for event in events})
        return _apply(
            [(event, deliveries[event.reference]) for event in events if event.reference in deliveries], now()
        )


@transaction.atomic
def _handle_batch(after: int, at: dt.datetime) -> tuple[int, int] | None:
    """(How many matched, last id looked at); None at the end, or while another worker is at it."""
    if not locks.try_for(Lock.PROVIDER_EVENTS):
        return None
    events = list(ProviderEvent.objects.waiting().filter(pk__gt=after).order_by("pk")[:BATCH])
    if not events:
        return None
    deliveries = _deliveries_of({event.reference for event in events} - {""})
    given_up = [one for one in events if one.reference not in deliveries and one.received_at < at - WAIT_FOR_DELIVERY]
    _note_handled([(event, None) for event in given_up], at)
    by_person: dict[uuid.UUID, list[Told]] = defaultdict(list)
    for event in events:
        if delivery := deliveries.get(event.reference):
            by_person[delivery.recipient_id].append((event, delivery))
    return _apply_apart(by_person, at), events[-1].pk


def _apply_apart(content: dict[uuid.UUID, list[Told]], at: dt.datetime) -> int:
    """All in one batch, where the row of one person stops nobody else's; how many were handled."""
    people = sorted(content.keys() - set(set_aside_of(work=WORK)))
    return run_apart(
        work=WORK, people=people, run=lambda some: _apply([one for person in some for one in content[person]], at)
    )


def _apply(events: Sequence[Told], at: dt.datetime) -> int:
    apply_all(sorted(events, key=lambda one: one[0].pk), at)
    _note_handled(events, at)
    return len(events)


def _note_handled(events: Sequence[tuple[ProviderEvent, Delivery | None]], at: dt.datetime) -> None:
    """The reference goes once the event has found its delivery, or will not any more. On copies: what is undone for
    one person is done again with what the events said."""
    done = [ProviderEvent(pk=event.pk, delivery=delivery, handled_at=at, reference="") for event, delivery in events]
    ProviderEvent.objects.bulk_update(done, ["delivery", "handled_at", "reference"])


def _deliveries_of(references: set[str]) -> dict[str, Delivery]:
    """Reference → the attempt that it tells of, in three queries. Our key names the message: of its attempts, the last
    that left; the provider's own reference names one attempt. None of those under way: their sender has yet to say."""
    keys = [reference for reference in references if _KEY.fullmatch(reference)]
    named = {str(delivery.pk): delivery for delivery in Delivery.objects.filter(pk__in=keys)}
    named |= {
        delivery.reference: delivery
        for delivery in Delivery.objects.filter(reference__in=references - set(named)).exclude(reference="")
    }
    attempts = _attempts_of(named.values())
    found = {}
    for reference, delivery in named.items():
        message = attempts[_message(delivery)]
        left = message if reference == str(delivery.key) else [one for one in message if one.pk == delivery.pk]
        if left and left[0].settled_at is not None:
            found[reference] = left[0]
    return found


def _attempts_of(deliveries: Iterable[Delivery]) -> dict[_Message, list[Delivery]]:
    """All that left of each message, the last first; one object per row, whatever the number of events about it."""
    listed: Sequence[Delivery] = list(deliveries)
    rows = (
        Delivery.objects.filter(
            recipient_id__in={delivery.recipient_id for delivery in listed},
            group__in={delivery.group for delivery in listed},
            attempted_at__isnull=False,
        )
        .select_related("recipient")
        .order_by("-attempt", "pk")
    )
    messages: dict[_Message, list[Delivery]] = defaultdict(list)
    for row in rows:
        messages[_message(row)].append(row)
    return messages


def _message(delivery: Delivery) -> _Message:
    return delivery.recipient_id, delivery.channel, delivery.group
