"""The one way to write in the journal."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models, transaction

from portal.access.visibility import Account, acts_as_staff, visibility_of
from portal.audit.models import AuditEvent

_written: ContextVar[list[AuditEvent] | None] = ContextVar("audit_events_written", default=None)
_system: ContextVar[str] = ContextVar("audit_system", default="")


def record(
    verb: str,
    *,
    by: Account | None,
    subject: models.Model | None = None,
    citizen: models.Model | None = None,
    organization: models.Model | None = None,
    detail: dict[str, Any] | None = None,
) -> AuditEvent:
    """Write one row in the current transaction: when it cannot be written, the action is undone with it.

    `by` is None for the system. `organization` defaults to the one on whose behalf a member of staff acts, so that its
    administrator sees the row. `detail` holds ids and codes only.
    """
    return write(
        verb,
        by=by,
        subject_type=subject._meta.label_lower if subject is not None else "",
        subject_id=str(subject.pk) if subject is not None else "",
        citizen_id=citizen.pk if citizen is not None else None,
        organization_id=organization.pk if organization else on_behalf_of(by, citizen.pk if citizen else None),
        detail=detail or {},
    )


def write(verb: str, *, by: Account | None, **columns: Any) -> AuditEvent:
    """Write one row from ids, for what has no object at hand (lists, refusals). See `record`."""
    if by is None and (system := _system.get()):
        columns["detail"] = {**columns.get("detail", {}), SYSTEM: system}
    event = AuditEvent.objects.create(verb=verb, by_id=by.pk if by else None, by_role=_role(by), **columns)
    if (kept := _written.get()) is not None:
        kept.append(event)
    return event


SYSTEM = "system"
"""In the detail of what nobody's account did: the organization's system that did it (the id of its token)."""


@contextmanager
def one_request() -> Iterator[None]:
    """A request whose system, once it is known, is said of all that it does."""
    token = _system.set("")
    try:
        yield
    finally:
        _system.reset(token)


def acts_as_system(key: UUID) -> None:
    """Say, until the end of `one_request`, which system does what no account does."""
    _system.set(str(key))


@contextmanager
def events_written() -> Iterator[list[AuditEvent]]:
    """Collect the rows that are written meanwhile by this request."""
    events: list[AuditEvent] = []
    token = _written.set(events)
    try:
        yield events
    finally:
        _written.reset(token)


def record_refusal(
    *,
    by: Account | None,
    verb: str,
    detail: dict[str, Any],
    subject: tuple[str, str] = ("", ""),
    citizen_id: UUID | None = None,
) -> AuditEvent:
    """Journal a refused access, in a transaction of its own: the failed one took nothing with it.

    `by` is None for somebody unknown. `subject` is a model's label and a key, when they are known. The organization is
    that of whoever was refused, whose administrator may ask why."""
    with transaction.atomic(durable=False):
        return write(
            verb,
            by=by,
            refused=True,
            subject_type=subject[0],
            subject_id=subject[1],
            citizen_id=citizen_id,
            organization_id=on_behalf_of(by),
            detail=detail,
        )


def on_behalf_of(by: Account | None, citizen_id: UUID | None = None) -> UUID | None:
    """Return the id of the organization for which a member of staff acts; None for citizens and operators.

    Of several, the one where that citizen has a dossier. What one does in one's own file is no organization's."""
    if by is None or not by.is_staff:
        return None
    visibility = visibility_of(by)
    own = sorted(visibility.staff_organization_ids, key=str)
    if not own or citizen_id in visibility.reached_ids:
        return None
    if len(own) > 1 and citizen_id is not None:
        dossiers = apps.get_model("dossiers", "Dossier").objects.filter(citizen_id=citizen_id, organization_id__in=own)
        return dossiers.order_by("organization_id").values_list("organization_id", flat=True).first() or own[0]
    return own[0]


def _role(by: Account | None) -> str:
    if by is None:
        return AuditEvent.Role.SYSTEM
    if acts_as_staff(by):
        return AuditEvent.Role.STAFF
    return AuditEvent.Role.CITIZEN if visibility_of(by).citizen_of_account else AuditEvent.Role.ACCOUNT
