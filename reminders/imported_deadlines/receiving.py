"""Receiving rows in batches: a fixed number of queries for a thousand rows, whatever they change.

One organization at a time (an advisory lock until the end of the transaction): two systems that send the same
reference at once make one imported deadline.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from portal import locks
from portal.client_numbers.models import ClientNumber, digest_of
from portal.client_numbers.writing import normal_form
from portal.clock import now
from portal.organizations.models import Organization
from reminders.deadlines.models import Deadline
from reminders.imported_deadlines.models import ImportedDeadline
from reminders.imported_deadlines.received import NumberChanged, Received, ReferenceTwice
from reminders.imported_deadlines.rows import ImportedRow

_BROUGHT = ["due_on", "due_time", "time_zone", "sequence", "state", "closed_at", "closed_by", "is_private"]
_COLUMNS = ("kind_id", "due_on", "due_time", "time_zone", "state", "digest", "citizen_id")


def store(organization: Organization, rows: Sequence[ImportedRow]) -> Received:
    """Writes the imported deadlines, each with the citizen whose number it is. To be called inside a transaction.

    Raises ReferenceTwice, NumberChanged, before anything is written."""
    locks.wait_for_name(f"imported_deadlines:{organization.pk}")
    digests = {row.reference: digest_of(organization.pk, row.client_number) for row in rows}
    if len(digests) < len(rows):
        raise ReferenceTwice
    known = {
        one.reference: one for one in ImportedDeadline.objects.filter(organization=organization, reference__in=digests)
    }
    renumbered = {row.reference for row in rows if _is_renumbered(row, digests, known)}
    if unasked := {row.reference for row in rows if row.reference in renumbered and not row.may_renumber}:
        raise NumberChanged(unasked)
    citizens = ClientNumber.objects.citizens_of(organization.pk, digests.values())
    received = Received()
    fresh: list[ImportedDeadline] = []
    changed: list[ImportedDeadline] = []
    for row in rows:
        digest = digests[row.reference]
        imported_deadline = known.get(row.reference) or ImportedDeadline(
            organization=organization, reference=row.reference
        )
        is_new, former = imported_deadline._state.adding, (imported_deadline.citizen_id, imported_deadline.deadline_id)
        if not _write(imported_deadline, row, digest, citizens.get(digest)):
            received.results[row.reference] = "unchanged"
        else:
            received.results[row.reference] = "created" if is_new else "changed"
            (fresh if is_new else changed).append(imported_deadline)
        if row.reference in renumbered:
            received.results[row.reference] = "renumbered"
            received.renumbered.append((imported_deadline, *former))
        if imported_deadline.citizen_id is None:
            received.unmatched.add(row.reference)
    ImportedDeadline.objects.bulk_create(fresh)
    columns = ["kind", "due_on", "due_time", "time_zone", "state", "digest", "citizen", "deadline", "changed_at"]
    ImportedDeadline.objects.bulk_update(changed, columns)
    _seal_again(changed)
    received.touched = [*fresh, *changed]
    return received


def _is_renumbered(row: ImportedRow, digests: Mapping[str, str], known: Mapping[str, ImportedDeadline]) -> bool:
    """Whether the organization knew this reference under another number. A digest made by a former rule is not one."""
    imported_deadline = known.get(row.reference)
    if imported_deadline is None or imported_deadline.digest == digests[row.reference]:
        return False
    return normal_form(imported_deadline.client_number) != normal_form(row.client_number)


def _write(imported_deadline: ImportedDeadline, row: ImportedRow, digest: str, citizen_id: Any) -> bool:
    """Whether anything is new in what the organization says."""
    values = (row.kind.pk, row.due_on, row.due_time, row.time_zone, row.state, digest, citizen_id)
    data = dict(zip(_COLUMNS, values, strict=True))
    before = {name: getattr(imported_deadline, name) for name in _COLUMNS}
    if not imported_deadline._state.adding and before == data:
        return False
    if imported_deadline._state.adding or imported_deadline.digest != digest:
        imported_deadline.client_number = row.client_number
    for name, value in data.items():
        setattr(imported_deadline, name, value)
    imported_deadline.kind = row.kind
    if citizen_id is None:  # the person ended their number: what was theirs stays theirs, and moves no more
        imported_deadline.deadline = None
    imported_deadline.changed_at = now()
    return True


def _seal_again(changed: Iterable[ImportedDeadline]) -> None:
    """A sealed column is saved with its row; a changed number is rare."""
    for imported_deadline in changed:
        if "client_number" in imported_deadline.__dict__ and isinstance(
            imported_deadline.__dict__["client_number"], str
        ):
            imported_deadline.save(update_fields=["client_number"])


def settle(imported_deadlines: Sequence[ImportedDeadline], *, origin: str) -> list[Any]:
    """Bring the deadlines of these rows to what the organization said; return their ids, to be planned."""
    theirs = [imported_deadline for imported_deadline in imported_deadlines if imported_deadline.citizen_id]
    held = {one.pk: one for one in Deadline.objects.filter(pk__in=[a.deadline_id for a in theirs if a.deadline_id])}
    open_ones = _open_of(theirs)
    made: list[Deadline] = []
    updated: dict[Any, Deadline] = {}
    for imported_deadline in theirs:
        deadline = held.get(imported_deadline.deadline_id) if imported_deadline.deadline_id else None
        if deadline is None or (deadline.citizen_id, deadline.kind_id) != (
            imported_deadline.citizen_id,
            imported_deadline.kind_id,
        ):
            deadline = _attach(imported_deadline, open_ones, made, origin, leaving=deadline, updated=updated)
        if deadline and _bring(deadline, imported_deadline, open_ones):
            updated[deadline.pk] = deadline
        imported_deadline.deadline = deadline
    Deadline.objects.bulk_create(made)
    old = [deadline for key, deadline in updated.items() if not any(key == new.pk for new in made)]
    Deadline.objects.bulk_update(old, _BROUGHT)
    ImportedDeadline.objects.bulk_update(theirs, ["deadline"])
    return [*(deadline.pk for deadline in made), *(deadline.pk for deadline in old)]


def _open_of(imported_deadlines: Sequence[ImportedDeadline]) -> dict[tuple, Deadline]:
    """Deadlines that these persons follow already: the organization's word joins theirs."""
    mine = Deadline.objects.open().filter(
        citizen_id__in={imported_deadline.citizen_id for imported_deadline in imported_deadlines},
        kind_id__in={imported_deadline.kind_id for imported_deadline in imported_deadlines},
    )
    return {(one.citizen_id, one.kind_id, one.due_on): one for one in mine if one.concerned_id == one.citizen_id}


def _attach(
    imported_deadline: ImportedDeadline,
    open_ones: dict[tuple, Deadline],
    made: list[Deadline],
    origin: str,
    *,
    leaving: Deadline | None,
    updated: dict[Any, Deadline],
) -> Deadline | None:
    """The deadline that this row is now: one that is followed already, or a new one while it is to be done."""
    if leaving is not None and leaving.is_open and leaving.citizen_id == imported_deadline.citizen_id:
        _close(leaving, Deadline.State.CANCELLED)
        updated[leaving.pk] = leaving
    place = (imported_deadline.citizen_id, imported_deadline.kind_id, imported_deadline.due_on)
    if place in open_ones:
        return open_ones[place]
    if imported_deadline.state != ImportedDeadline.State.OPEN:
        return None
    assert imported_deadline.citizen_id is not None  # `settle` passes over those of nobody
    deadline = Deadline(
        citizen_id=imported_deadline.citizen_id,
        concerned_id=imported_deadline.citizen_id,
        kind=imported_deadline.kind,
        due_on=imported_deadline.due_on,
        due_time=imported_deadline.due_time,
        time_zone=imported_deadline.time_zone,
        origin=origin,
        is_private=False,
        renews=False,  # the organization sends the next one
        opened_at=now(),
    )
    made.append(deadline)
    open_ones[place] = deadline
    return deadline


def _bring(deadline: Deadline, imported_deadline: ImportedDeadline, open_ones: Mapping[tuple, Deadline]) -> bool:
    """Whether the deadline changed. A date is not moved onto another open deadline of the person's own."""
    before, date = (deadline.state, deadline.is_private), _when(deadline)
    deadline.is_private = False  # the organization says it itself: it is theirs too
    if imported_deadline.state == ImportedDeadline.State.OPEN and not deadline.is_open:
        deadline.state, deadline.closed_at, deadline.closed_by = Deadline.State.OPEN, None, None
    elif imported_deadline.state != ImportedDeadline.State.OPEN and deadline.is_open:
        _close(deadline, Deadline.State(imported_deadline.state))
    elif imported_deadline.state == ImportedDeadline.State.DONE and deadline.state == Deadline.State.MISSED:
        _close(deadline, Deadline.State.DONE)  # a payment that was late is made
    place = (imported_deadline.citizen_id, imported_deadline.kind_id, imported_deadline.due_on)
    if open_ones.get(place, deadline).pk == deadline.pk:
        # The organization's own hour, wherever the person thought that it was.
        deadline.due_on, deadline.due_time, deadline.time_zone = _when(imported_deadline)
    if moved := date != _when(deadline):
        deadline.sequence += 1
    return moved or before != (deadline.state, deadline.is_private)


def _when(content: Deadline | ImportedDeadline) -> tuple[Any, Any, str]:
    return content.due_on, content.due_time, content.time_zone


def _close(deadline: Deadline, state: str) -> None:
    """By the organization's system: no account of ours did it."""
    deadline.state, deadline.closed_at, deadline.closed_by = state, now(), None
