"""What the catalogue's search and the open data say of a program: public words only."""

from typing import Any

from django.conf import settings

from portal.catalogue.actions import IndexLine
from portal.catalogue.models import CatalogueEntry
from programs.facts.models import FactDefinition
from programs.programs.models import Program


def line_of(program: Program) -> IndexLine:
    """The program's line in the search; its English name counts as a keyword."""
    papers = " ".join(paper["fr"] for paper in program.documents)
    return IndexLine(
        section=CatalogueEntry.Section.PROGRAM,
        subject=program,
        title=program.name_fr,
        summary=program.summary_fr,
        address=program.get_absolute_url(),
        organization=program.organization,
        theme=program.theme,
        keywords=program.name_en,
        text=f"{program.get_theme_display()} {program.get_benefit_kind_display()} {papers}",
    )


def open_record(program: Program) -> dict[str, Any]:
    """One program of the open data: what its page says, with years, confidence and sources."""
    return {
        "id": program.code,
        "organization": program.organization.code,
        "organization_phone": program.organization.phone,
        "organization_name": {"fr": program.organization.name_fr, "en": program.organization.name_en},
        "name": {"fr": program.name_fr, "en": program.name_en},
        "summary": {"fr": program.summary_fr, "en": program.summary_en},
        "jurisdiction": program.jurisdiction,
        "theme": program.theme,
        "benefit_kind": program.benefit_kind,
        "automatic": program.is_automatic,
        "amounts": program.amounts,
        "criteria": program.criteria,
        "examples": program.examples,
        "asked_first": program.screening_facts,
        "how_to_apply": {"fr": program.steps_fr, "en": program.steps_en},
        "documents": program.documents,
        "not_checked": {"fr": program.not_checked_fr, "en": program.not_checked_en},
        "holds_for": program.holds_for,
        "confidence": {"criteria": program.criteria_confidence, "amounts": program.amounts_confidence},
        "confirmed_by_organization": program.is_confirmed,
        "updated_at": program.updated_at.isoformat(),
        "sources": program.sources,
        "official_url": program.official_url,
        "official_url_read": program.is_official_url_read,
        "reviewed_at": program.reviewed_at.isoformat() if program.reviewed_at else None,
        "page": f"{settings.SITE_URL}{program.get_absolute_url()}",
    }


def open_fact(fact: FactDefinition) -> dict[str, Any]:
    """One word of the vocabulary: without it, the criteria cannot be read."""
    return {
        "id": fact.code,
        "type": fact.type,
        "unit": fact.unit,
        "choices": fact.choices,
        "nullable": fact.is_nullable,
        "derived_from": fact.derived_from if fact.is_derived else None,
        "label": {"fr": fact.label_fr, "en": fact.label_en},
        "question": {"fr": fact.question},
        "rule": {"fr": fact.rule_fr, "en": fact.rule_en},
        "sensitivity": fact.sensitivity,
    }
