"""The whole reference in one transaction: vocabulary and document types, then programs, then life events."""

from collections import Counter
from typing import TYPE_CHECKING

from django.db import transaction

from portal.catalogue.synonyms import import_synonyms
from portal.document_types.actions import import_document_types
from programs.facts.actions import import_facts
from programs.life_events.actions import import_life_events
from programs.programs.actions import import_programs
from programs.prompts.actions import import_prompts
from programs.reference import load

if TYPE_CHECKING:
    from portal.people.models import User


@transaction.atomic
def import_reference(*, by: "User | None") -> Counter:
    """Imports `programs/reference/*.yaml`; twice is the same as once, and what was edited stays."""
    import_synonyms(by=by)
    facts = import_facts(reference=load("facts") | load("questions"), by=by)
    document_types = import_document_types(records=load("papers")["papers"], by=by)
    counts = import_programs(records=load("programs")["programs"], by=by)
    counts["facts"] = facts
    counts["document_types"] = document_types
    counts["life_events"] = import_life_events(records=load("life_events")["life_events"], by=by)
    counts["prompts"] = import_prompts(records=load("prompts")["prompts"], by=by)
    return counts
