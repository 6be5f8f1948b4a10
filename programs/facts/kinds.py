"""The kind of a fact as its record of `facts.yaml` says it. Pure."""

from collections.abc import Mapping
from typing import Any

from portal.criteria.vocabulary import FactKind
from programs.facts.crossings import RANGED

CHILD_DAYS = ("birth_date",)
"""The only list is that of children."""


def kind_of(record: Mapping[str, Any], *, is_derived: bool = False) -> FactKind:
    """A derived date counter is null when its date is null."""
    code = record["id"]
    nullable = bool(record.get("nullable")) or (is_derived and code.startswith("months_since_"))
    choices = tuple(choice["id"] for choice in record.get("choices") or ())
    return fact_kind(code, record["type"], choices, nullable=nullable, is_derived=is_derived)


def fact_kind(code: str, type_of: str, choices: tuple[str, ...], *, nullable: bool, is_derived: bool) -> FactKind:
    days = CHILD_DAYS if type_of == "list" else ()
    return FactKind(code, type_of, choices, nullable, is_derived, code in RANGED, days)
