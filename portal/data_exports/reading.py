"""Whose rows they are, and the rows, read as a stream."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from portal.audit.models import AuditEvent
from portal.data_exports.parts import ACCOUNT, PERSON, ExportPart
from portal.data_exports.values import value_of
from portal.documents.models import Document
from portal.organizations.models import Organization
from portal.people.models import Citizen, User
from portal.same_people.models import SamePerson

AT_ONCE = 500


@dataclass(frozen=True)
class ExportSubject:
    """Of whom: an account, a person, or both; registrations joined to a person are theirs."""

    account: User | None
    citizen_ids: tuple[UUID, ...]

    @property
    def parts(self) -> tuple[ExportPart, ...]:
        return (*(ACCOUNT if self.account else ()), *(PERSON if self.citizen_ids else ()))


def subject_of(*, account: User | None, citizen: Citizen | None) -> ExportSubject:
    if citizen is None:
        return ExportSubject(account, ())
    joined = SamePerson.objects.in_force().filter(same_as=citizen).order_by("pk")
    return ExportSubject(account, (citizen.pk, *joined.values_list("citizen_id", flat=True)))


def rows_of(part: ExportPart, subject: ExportSubject) -> QuerySet:
    table = part.table
    if part.is_of_account:
        assert subject.account is not None
        mine = Q(**{part.of: subject.account.pk})
    else:
        mine = Q(**{f"{part.of}__in": subject.citizen_ids})
    if part.model == "contact_changes.ContactChange" and subject.account:
        mine |= Q(account=subject.account)
    related = [field.name for field in part.fields if field.is_relation]
    found = table._base_manager.filter(mine).order_by("pk")
    if part.dossier is not None:
        found = found.filter(**{f"{part.dossier}taken_away_at": None})
    if part.name == "deadlines_of_others":
        found = found.exclude(citizen__in=subject.citizen_ids)
    return found.select_related(*related) if related else found


def lines_of(part: ExportPart, subject: ExportSubject, files: dict[UUID, str]) -> Iterator[dict[str, Any]]:
    """Each row as the file says it. `files`: where in the package each document is."""
    for row in rows_of(part, subject).iterator(chunk_size=AT_ONCE):
        line = {field.name: value_of(row, field) for field in part.fields}
        yield {**line, "file": files.get(row.pk, "")} if isinstance(row, Document) else line


def journal_of(subject: ExportSubject) -> Iterator[dict[str, Any]]:
    """Each line of the journal about the person, with names, the newest first."""
    events = AuditEvent.objects.about(frozenset(subject.citizen_ids)).order_by("-pk").iterator(chunk_size=AT_ONCE)
    for some in _batches(events):
        accounts = User.objects.in_bulk({event.by_id for event in some if event.by_id})
        organizations = Organization.objects.in_bulk({event.organization_id for event in some if event.organization_id})
        for event in some:
            account = accounts.get(event.by_id)
            yield {
                "at": event.at.isoformat(),
                "who": account.display_name if account else "",
                "what": event.sentence,
                "verb": event.verb,
                "role": event.by_role,
                "organization": str(organizations.get(event.organization_id, "")),
                "subject_type": event.subject_type,
                "subject_id": event.subject_id,
                "refused": event.refused,
                "detail": event.detail,
            }


def _batches(events: Iterator[AuditEvent]) -> Iterator[list[AuditEvent]]:
    while some := list(islice(events, AT_ONCE)):
        yield some


def files_of(subject: ExportSubject) -> QuerySet[Document]:
    """The documents whose bytes may leave: those that passed the checks."""
    mine = Document.objects.available().filter(citizen__in=subject.citizen_ids, dossier__taken_away_at=None)
    return mine.order_by("pk")
