"""Keeping the index, and the synonyms. The journal row of an entry is that of the action that changed its subject."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models, transaction

from portal import clock
from portal.audit.actions import record
from portal.catalogue.models import Entry, Synonym
from portal.catalogue.reference import SYNONYMS
from portal.catalogue.words import plain

if TYPE_CHECKING:
    from portal.organizations.models import Organization
    from portal.people.models import User


@dataclass(frozen=True)
class Line:
    """What an app tells the index about one of its subjects. `keywords` count as the title, `text` less."""

    section: Entry.Section
    subject: models.Model
    title: str
    summary: str
    address: str
    organization: "Organization | None" = None
    theme: str = ""
    keywords: str = ""
    text: str = ""


@transaction.atomic
def put(*, lines: Iterable[Line]) -> int:
    """Writes or rewrites the entries of these subjects, in one statement; returns how many."""
    entries = [_entry(line) for line in lines]
    Entry.objects.bulk_create(
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
    return Entry.objects.filter(gone).delete()[0]


@transaction.atomic
def write_synonym(*, term: str, meaning: str, by: "User | None") -> Synonym:
    """Already there, it stays."""
    synonym, created = Synonym.objects.get_or_create(
        term_plain=plain(term), meaning=meaning, defaults={"term": term, "author": by}
    )
    if created:
        record("synonym.written", by=by, subject=synonym)
    return synonym


@transaction.atomic
def remove_synonym(*, synonym: Synonym, by: "User") -> None:
    record("synonym.removed", by=by, subject=synonym)
    synonym.delete()


@transaction.atomic
def import_synonyms(*, by: "User | None") -> int:
    """People's own words; what agents wrote or removed since the first time stays. Returns how many are new."""
    if Synonym.objects.exists():
        return 0
    Synonym.objects.bulk_create(
        Synonym(term=term, term_plain=plain(term), meaning=meaning, author=by)
        for term, meaning in {(plain(term), meaning): (term, meaning) for term, meaning in SYNONYMS}.values()
    )
    record("synonyms.imported", by=by, detail={"count": len(SYNONYMS)})
    return len(SYNONYMS)


def _entry(line: Line) -> Entry:
    return Entry(
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
