"""The JSON Schema of the file: what a program needs to read it."""

from typing import Any

from portal.data_exports.parts import LEFT_OUT, NOT_EXPORTED, PARTS
from portal.data_exports.values import schema_of

JOURNAL = {
    "at": {"type": "string", "format": "date-time"},
    "who": {"type": "string"},
    "what": {"type": "string"},
    "verb": {"type": "string"},
    "role": {"type": "string"},
    "organization": {"type": "string"},
    "subject_type": {"type": "string"},
    "subject_id": {"type": "string"},
    "refused": {"type": "boolean"},
    "detail": {"type": "object"},
}


def schema() -> dict[str, Any]:
    """Return it whole: each part with its title, each column with its words; what is left out, and why."""
    row = {"type": "object", "additionalProperties": False, "required": [*JOURNAL], "properties": JOURNAL}
    properties: dict[str, Any] = {
        "made_at": {"type": "string", "format": "date-time"},
        **{part.name: schema_of(part) for part in PARTS},
        "journal": {"type": "array", "title": "Qui a consulté ou changé quoi", "items": row},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Relais : tout ce que nous gardons de vous",
        "type": "object",
        "required": ["made_at"],
        "additionalProperties": False,
        "properties": properties,
        "x-left-out": {"columns": dict(LEFT_OUT), "tables": dict(NOT_EXPORTED)},
    }
