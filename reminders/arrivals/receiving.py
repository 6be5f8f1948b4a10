"""Receiving rows in batches: a fixed number of queries for a thousand rows, whatever they change.

One organization at a time (an advisory lock until the end of the transaction): two systems that send the same
reference at once make one arrival.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from portal import locks
from portal.client_numbers.models import ClientNumber, digest_of
from portal.client_numbers.writing import normal_form
from portal.clock import now
from portal.organizations.models import Organization
from reminders.arrivals.models import Arrival
from reminders.arrivals.received import NumberChanged, Received, ReferenceTwice
from reminders.arrivals.rows import Row
from reminders.deadlines.models import Deadline

_BROUGHT = ["due_on", "due_time", "time_zone", "sequence", "state", "closed_at", "closed_by", "is_private"]
_COLUMNS = ("kind_id", "due_on", "due_time", "time_zone", "state", "digest", "citizen_id")


def store(organization: Organization, rows: Sequence[Row]) -> Received:
    """Writes the arrivals, each with the citizen whose number it is. To be called inside a transaction.

    Raises ReferenceTwice, NumberChanged, before anything is written."""
    locks.wait_for_name(f"arrivals:{organization.pk}")
    digests = {row.reference: digest_of(organization.pk, row.client_number) for row in rows}
    if len(digests) < len(rows):
        raise ReferenceTwice
    known = {one.reference: one for one in Arrival.objects.filter(organization=organization, reference__in=digests)}
    renumbered = {row.reference for row in rows if _is_renumbered(row, digests, known)}
    if unasked := {row.reference for row in rows if row.reference in renumbered and not row.may_renumber}:
        raise NumberChanged(unasked)
    citizens = ClientNumber.objects.citizens_of(organization.pk, digests.values())
    received = Received()
    fresh, changed = [], []
    for row in rows:
        digest = digests[row.reference]
        arrival = known.get(row.reference) or Arrival(organization=organization, reference=row.reference)
        is_new, former = arrival._state.adding, (arrival.citizen_id, arrival.deadline_id)
        if not _write(arrival, row, digest, citizens.get(digest)):
            received.results[row.reference] = "unchanged"
        else:
            received.results[row.reference] = "created" if is_new else "changed"
            (fresh if is_new else changed).append(arrival)
        if row.reference in renumbered:
            received.results[row.reference] = "renumbered"
            received.renumbered.append((arrival, *former))
        if arrival.citizen_id is None:
            received.unmatched.add(row.reference)
    Arrival.objects.bulk_create(fresh)
    columns = ["kind", "due_on", "due_time", "time_zone", "state", "digest", "citizen", "deadline", "changed_at"]
    Arrival.objects.bulk_update(changed, columns)
    _seal_again(changed)
    received.touched = [*fresh, *changed]
    return received


def _is_renumbered(row: Row, digests: Mapping[str, str], known: Mapping[str, Arrival]) -> bool:
    """Whether the organization knew this reference under another number. A digest made by a former rule is not one."""
    arrival = known.get(row.reference)
    if arrival is None or arrival.digest == digests[row.reference]:
        return False
    return normal_form(arrival.client_number) != normal_form(row.client_number)


def _write(arrival: Arrival, row: Row, digest: str, citizen_id: Any) -> bool:
    """Whether anything is new in what the organization says."""
    values = (row.kind.pk, row.due_on, row.due_time, row.time_zone, row.state, digest, citizen_id)
    data = dict(zip(_COLUMNS, values, strict=True))
    before = {name: getattr(arrival, name) for name in _COLUMNS}
    if not arrival._state.adding and before == data:
        return False
    if arrival._state.adding or arrival.digest != digest:
        arrival.client_number = row.client_number
    for name, value in data.items():
        setattr(arrival, name, value)
    arrival.kind = row.kind
    if citizen_id is None:  # the person ended their number: what was theirs stays theirs, and moves no more
        arrival.deadline = None
    arrival.changed_at = now()
    return True


def _seal_again(changed: Iterable[Arrival]) -> None:
    """A sealed column is saved with its row; a changed number is rare."""
    for arrival in changed:
        if "client_number" in arrival.__dict__ and isinstance(arrival.__dict__["client_number"], str):
            arrival.save(update_fields=["client_number"])


def settle(arrivals: Sequence[Arrival], *, origin: str) -> list[Any]:
    """Brings the deadlines of these arrivals to what the organization said; returns their ids, to be planned."""
    theirs = [arrival for arrival in arrivals if arrival.citizen_id]
    held = {one.pk: one for one in Deadline.objects.filter(pk__in=[a.deadline_id for a in theirs if a.deadline_id])}
    open_ones = _open_of(theirs)
    made: list[Deadline] = []
    updated: dict[Any, Deadline] = {}
    for arrival in theirs:
        deadline = held.get(arrival.deadline_id)
        if deadline is None or (deadline.citizen_id, deadline.kind_id) != (arrival.citizen_id, arrival.kind_id):
            deadline = _attach(arrival, open_ones, made, origin, leaving=deadline, updated=updated)
        if deadline and _bring(deadline, arrival, open_ones):
            updated[deadline.pk] = deadline
        arrival.deadline = deadline
    Deadline.objects.bulk_create(made)
    old = [deadline for key, deadline in updated.items() if not any(key == new.pk for new in made)]
    Deadline.objects.bulk_update(old, _BROUGHT)
    Arrival.objects.bulk_update(theirs, ["deadline"])
    return [*(deadline.pk for deadline in made), *(deadline.pk for deadline in old)]


def _open_of(arrivals: Sequence[Arrival]) -> dict[tuple, Deadline]:
    """Deadlines that these persons follow already: the organization's word joins theirs."""
    mine = Deadline.objects.open().filter(
        citizen_id__in={arrival.citizen_id for arrival in arrivals},
        kind_id__in={arrival.kind_id for arrival in arrivals},
    )
    return {(one.citizen_id, one.kind_id, one.due_on): one for one in mine if one.concerned_id == one.citizen_id}


def _attach(
    arrival: Arrival,
    open_ones: dict[tuple, Deadline],
    made: list[Deadline],
    origin: str,
    *,
    leaving: Deadline | None,
    updated: dict[Any, Deadline],
) -> Deadline | None:
    """The deadline that this arrival is now: one that is followed already, or a new one while it is to be done."""
    if leaving is not None and leaving.is_open and leaving.citizen_id == arrival.citizen_id:
        _close(leaving, Deadline.State.CANCELLED)
        updated[leaving.pk] = leaving
    place = (arrival.citizen_id, arrival.kind_id, arrival.due_on)
    if place in open_ones:
        return open_ones[place]
    if arrival.state != Arrival.State.OPEN:
        return None
    deadline = Deadline(
        citizen_id=arrival.citizen_id,
        concerned_id=arrival.citizen_id,
        kind=arrival.kind,
        due_on=arrival.due_on,
        due_time=arrival.due_time,
        time_zone=arrival.time_zone,
        origin=origin,
        is_private=False,
        renews=False,  # the organization sends the next one
        opened_at=now(),
    )
    made.append(deadline)
    open_ones[place] = deadline
    return deadline


def _bring(deadline: Deadline, arrival: Arrival, open_ones: Mapping[tuple, Deadline]) -> bool:
    """Whether the deadline changed. A date is not moved onto another open deadline of the person's own."""
    before, date = (deadline.state, deadline.is_private), _when(deadline)
    deadline.is_private = False  # the organization says it itself: it is theirs too
    if arrival.state == Arrival.State.OPEN and not deadline.is_open:
        deadline.state, deadline.closed_at, deadline.closed_by = Deadline.State.OPEN, None, None
    elif arrival.state != Arrival.State.OPEN and deadline.is_open:
        _close(deadline, Deadline.State(arrival.state))
    place = (arrival.citizen_id, arrival.kind_id, arrival.due_on)
    if open_ones.get(place, deadline).pk == deadline.pk:
        # The organization's own hour, wherever the person thought that it was.
        deadline.due_on, deadline.due_time, deadline.time_zone = _when(arrival)
    if moved := date != _when(deadline):
        deadline.sequence += 1
    return moved or before != (deadline.state, deadline.is_private)


def _when(content: Deadline | Arrival) -> tuple[Any, Any, str]:
    return content.due_on, content.due_time, content.time_zone


def _close(deadline: Deadline, state: str) -> None:
    """By the organization's system: no account of ours did it."""
    deadline.state, deadline.closed_at, deadline.closed_by = state, now(), None
