"""Import programs from the reference data. What an organization edits goes through `programs.program_versions`."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction

from portal import clock
from portal.audit.actions import record as journal
from portal.catalogue.models import CatalogueEntry
from portal.criteria.checking import criteria_problems
from portal.criteria.vocabulary import FactKind
from portal.organizations.actions import register
from portal.organizations.models import Organization
from programs.facts.models import FactDefinition
from programs.programs.examples import reference_examples
from programs.programs.models import Program
from programs.programs.telling import tell_the_search

if TYPE_CHECKING:
    from portal.people.models import User

SAME_NAMES = (
    *("name_fr", "name_en", "summary_fr", "summary_en", "official_url"),
    *("jurisdiction", "theme", "benefit_kind", "holds_for"),
    *("amounts", "criteria", "screening_facts", "documents", "sources"),
)


@transaction.atomic
def import_programs(*, records: Iterable[Mapping[str, Any]], by: "User | None") -> Counter:
    """Brings programs to what the reference says, in one batch with one journal row.

    Idempotent. What an organization edited is left alone. Whatever evaluates is published; the rest stays a draft.
    Returns how many were `created`, `updated`, `unchanged`, `edited` (left alone), `draft`.
    """
    kinds = FactDefinition.objects.kinds()
    present = {program.code: program for program in Program.objects.select_related("organization")}
    counts: Counter = Counter()
    records = list(records)
    organizations = _organizations(records, by)
    for record in records:
        organization = organizations[record["organization"]["id"]]
        counts[_import_one(record, present.get(record["id"]), kinds, organization)] += 1
    if (
        counts["created"]
        or counts["updated"]
        or not CatalogueEntry.objects.filter(section=CatalogueEntry.Section.PROGRAM).exists()
    ):
        tell_the_search(Program.objects.filter(code__in=[record["id"] for record in records]))
    counts["draft"] = Program.objects.filter(state=Program.State.DRAFT).count()
    if counts["created"] or counts["updated"]:
        journal("program.imported", by=by, detail=dict(counts))
    return counts


def _import_one(
    record: Mapping[str, Any], program: Program | None, kinds: Mapping[str, FactKind], organization: Organization
) -> str:
    examples = reference_examples(record["id"])
    content = json.dumps([record, examples], sort_keys=True, ensure_ascii=False, default=str)
    digest = hashlib.sha256(content.encode()).hexdigest()
    if program is not None and program.edited_at:
        return "edited"
    if program is not None and program.source_digest == digest:
        return "unchanged"
    is_new = program is None
    program = program or Program(code=record["id"])
    for name, value in _columns(record, organization).items():
        setattr(program, name, value)
    program.examples = examples
    is_sound = not criteria_problems(program.criteria, kinds)
    program.state = Program.State.PUBLISHED if is_sound else Program.State.DRAFT
    program.source_digest, program.updated_at = digest, clock.now()
    program.save()
    return "created" if is_new else "updated"


def _organizations(records: Iterable[Mapping[str, Any]], by: "User | None") -> dict[str, Organization]:
    """Each organization named, registered once."""
    named = {record["organization"]["id"]: record["organization"] for record in records}
    known = {one.code: one for one in Organization.objects.filter(code__in=named)}
    missing = named.keys() - known.keys()
    return known | {
        code: register(code=code, name_fr=named[code]["fr"], name_en=named[code]["en"], by=by) for code in missing
    }


def _columns(record: Mapping[str, Any], organization: Organization) -> dict[str, Any]:
    """The columns of one record; renamed ones are those whose name in the file would mislead here."""
    return {name: record[name] for name in SAME_NAMES} | {
        "organization": organization,
        "not_checked_fr": record.get("not_checked_fr", ""),
        "not_checked_en": record.get("not_checked_en", ""),
        "is_automatic": record["automatic"],
        "steps_fr": record["how_to_apply_fr"],
        "steps_en": record["how_to_apply_en"],
        "is_official_url_read": record["official_url_read"],
        "criteria_confidence": record["confidence"]["criteria"],
        "amounts_confidence": record["confidence"]["amounts"],
    }
