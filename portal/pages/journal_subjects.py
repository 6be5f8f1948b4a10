"""What each line of the journal was about, as its reader may open it: a file's name, a conversation's subject."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from portal.access.visibility import visibility_of
from portal.audit.models import AuditEvent
from portal.documents.models import Document
from portal.people.models import User
from portal.person_access.models import PersonAccess
from portal.work_items.subjects import pages_of


@dataclass(frozen=True)
class Subject:
    """`url` is empty for what has no page."""

    title: str = ""
    url: str = ""


Key = tuple[str, str]


def subjects_of(events: list[AuditEvent], *, reader: User) -> dict[Key, Subject]:
    """(Type, id) → what it is; one query for each type. What is gone, or has no page, is absent."""
    wanted: dict[str, set[UUID]] = defaultdict(set)
    for event in events:
        if key := _uuid(event.subject_id):
            wanted[event.subject_type].add(key)
    found: dict[Key, Subject] = {}
    for document in Document.objects.visible_to(reader).filter(pk__in=wanted.pop("documents.document", set())):
        found["documents.document", str(document.pk)] = Subject(
            document.name, reverse("documents:page", args=[document.pk])
        )
    # Why somebody opened their page, as it was written then: nothing more to open.
    opened = PersonAccess.objects.filter(citizen__in=visibility_of(reader).citizen_ids)
    for access in opened.filter(pk__in=wanted.pop("person_access.personaccess", set())):
        found["person_access.personaccess", str(access.pk)] = Subject(access.note)
    for kind, ids in wanted.items():
        if pages := pages_of(kind):
            for key, about in pages.titles(ids).items():
                found[kind, str(key)] = Subject(about.title, reverse(pages.citizen, args=[key]))
    return found


def _uuid(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None
