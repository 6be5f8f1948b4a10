"""What the catalogue's search and the open data say of a kind of deadline: public words only."""

from typing import Any

from django.conf import settings

from portal.catalogue.actions import IndexLine
from portal.catalogue.models import CatalogueEntry
from reminders.kinds.models import DeadlineKind


def line_of(kind: DeadlineKind) -> IndexLine:
    """A kind has its page, and so its line, before its organization confirms it."""
    return IndexLine(
        section=CatalogueEntry.Section.DEADLINE,
        subject=kind,
        title=kind.title_fr,
        summary=kind.rule,
        address=kind.get_absolute_url(),
        organization=kind.organization,
        keywords=kind.title_en,
        text=f"{kind.consequence_fr} {' '.join(kind.procedure_fr)} {kind.get_nature_display()}",
    )


def open_record(kind: DeadlineKind) -> dict[str, Any]:
    """One kind of the open data: what its page says, with confidence and sources. The texts of messages are not in it:
    whoever imitates them would be believed. `in_force` holds its steps."""
    return {
        "id": kind.code,
        "organization": kind.organization.code,
        "organization_phone": kind.organization.phone,
        "organization_name": {"fr": kind.organization.name_fr, "en": kind.organization.name_en},
        "title": {"fr": kind.title_fr, "en": kind.title_en},
        "nature": kind.nature,
        "basis": kind.basis,
        "audience": {"fr": kind.audience_fr, "en": kind.audience_en},
        "rule": {"fr": kind.rule_fr, "en": kind.rule_en},
        "consequence": {"fr": kind.consequence_fr, "en": kind.consequence_en},
        "amounts": kind.amounts,
        "tiers": kind.tiers,
        "note": {"fr": kind.note_fr, "en": kind.note_en},
        "reminded_days": [step.offset_days for step in kind.in_force if step.moment == "date"],
        "procedure": {"fr": kind.procedure_fr, "en": kind.procedure_en},
        "related_programs": kind.related_programs,
        "confidence": kind.confidence,
        "state": kind.state,
        "updated_at": kind.updated_at.isoformat(),
        "sources": kind.sources,
        "version": kind.version,
        "official_url": kind.official_url,
        "official_url_read": kind.official_url_read,
        "page": f"{settings.SITE_URL}{kind.get_absolute_url()}",
    }
