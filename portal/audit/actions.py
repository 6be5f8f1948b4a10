"""The one way to write in the journal."""

from typing import Any

from django.db import models, transaction

from portal.access.reach import Account, acts_as_staff, reach_of
from portal.audit.models import AuditEvent


def record(
    verb: str,
    *,
    by: Account | None,
    subject: models.Model | None = None,
    citizen: models.Model | None = None,
    organization: models.Model | None = None,
    detail: dict[str, Any] | None = None,
) -> AuditEvent:
    """Writes one row in the current transaction: when it cannot be written, the deed is undone with it.

    `by` is None for the system. `detail` holds ids and codes only.
    """
    return AuditEvent.objects.create(
        verb=verb,
        by_id=by.pk if by else None,
        by_role=_role(by),
        subject_type=subject._meta.label_lower if subject is not None else "",
        subject_id=str(subject.pk) if subject is not None else "",
        citizen_id=citizen.pk if citizen is not None else None,
        organization_id=organization.pk if organization is not None else None,
        detail=detail or {},
    )


def record_refusal(*, by: Account | None, verb: str, detail: dict[str, Any]) -> AuditEvent:
    """Journals a refused access, in a transaction of its own: the failed one took nothing with it."""
    with transaction.atomic(durable=False):
        return AuditEvent.objects.create(
            verb=verb, by_id=by.pk if by else None, by_role=_role(by), refused=True, detail=detail
        )


def _role(by: Account | None) -> str:
    if by is None:
        return AuditEvent.Role.SYSTEM
    if acts_as_staff(by):
        return AuditEvent.Role.STAFF
    return AuditEvent.Role.CITIZEN if reach_of(by).own_citizen_id else AuditEvent.Role.ACCOUNT
