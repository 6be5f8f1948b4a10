"""Keeping the index. The journal row of an entry is that of the action that changed its subject."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models, transaction

from portal import clock
from portal.catalogue.models import CatalogueEntry
from portal.foundation.words.folding import plain

if TYPE_CHECKING:
    from portal.organizations.models import Organization


@dataclass(frozen=True)
class IndexLine:
    """What an app tells the index about one of its subjects. `keywords` count as the title, `text` less."""

    section: CatalogueEntry.Section
    subject: models.Model
    title: str
    summary: str
    address: str
    organization: "Organization | None" = None
    theme: str = ""
    keywords: str = ""
    text: str = ""


@transaction.atomic
def put(*, lines: Iterable[IndexLine]) -> int:
    """Writes or rewrites the entries of these subjects, in one statement; returns how many."""
    entries = [_entry(line) for line in lines]
    CatalogueEntry.objects.bulk_create(
        entries,
        update_conflicts=True,
        unique_fields=["subject_type", "subject_id"],
        update_fields=[
            *("section", "organization", "theme", "title", "summary", "address", "lookalike", "body", "updated_at")
        ],
    )
    return len(entries)


@transaction.atomic
def remove(*, subjects: Iterable[models.Model]) -> int:
    """What is no longer public leaves the index; returns how many entries there were."""
    gone = models.Q(pk=None)
    for subject in subjects:
        gone |= models.Q(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))
    return CatalogueEntry.objects.filter(gone).delete()[0]


def _entry(line: IndexLine) -> CatalogueEntry:
    return CatalogueEntry(
        section=line.section,
        subject_type=line.subject._meta.label_lower,
        subject_id=str(line.subject.pk),
        organization=line.organization,
        theme=line.theme,
        title=line.title,
        summary=line.summary,
        address=line.address,
        lookalike=plain(f"{line.title} {line.keywords}"),
        body=plain(f"{line.summary} {line.text} {line.organization or ''}"),
        updated_at=clock.now(),
    )
