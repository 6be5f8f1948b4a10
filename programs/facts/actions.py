"""Writing the vocabulary."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction

from portal import clock
from programs.facts.kinds import kind_of
from programs.facts.models import FactDefinition

if TYPE_CHECKING:
    from portal.people.models import User


@transaction.atomic
def import_facts(*, reference: Mapping[str, Any], by: "User | None") -> int:
    """Brings the vocabulary to what the reference says; returns how many facts changed. Twice changes nothing."""
    present = FactDefinition.objects.in_bulk()
    asked = reference.get("questions", {})
    rows = [(record, False) for record in reference["facts"]] + [(record, True) for record in reference["derived"]]
    wanted = {
        record["id"]: _columns(record, is_derived=is_derived)
        | {"position": position, "is_derived": is_derived, "question_fr": asked.get(record["id"], "")}
        for position, (record, is_derived) in enumerate(rows)
    }
    new = [FactDefinition(code=code, **columns) for code, columns in wanted.items() if code not in present]
    FactDefinition.objects.bulk_create(new)
    return len(new) + sum(_update(definition, wanted.get(code, {})) for code, definition in present.items())


def _update(definition: FactDefinition, columns: Mapping[str, Any]) -> bool:
    changed = [name for name, value in columns.items() if getattr(definition, name) != value]
    for name in changed:
        setattr(definition, name, columns[name])
    if changed:
        definition.updated_at = clock.now()
        definition.save(update_fields=[*changed, "updated_at"])
    return bool(changed)


def _columns(record: Mapping[str, Any], *, is_derived: bool) -> dict[str, Any]:
    words = {name: record.get(name, "") for name in ("label_fr", "label_en", "why_fr", "why_en", "rule_fr", "rule_en")}
    return words | {
        "type": record["type"],
        "unit": record.get("unit", ""),
        "choices": record.get("choices", []),
        "is_nullable": kind_of(record, is_derived=is_derived).nullable,
        "derived_from": record.get("derived_from", []),
        "sensitivity": record.get("sensitivity", FactDefinition.Sensitivity.PERSONAL),
    }
