"""A column as JSON says it, and the JSON Schema of that."""

import datetime as dt
import json
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models

from portal.data_exports.parts import PARTS, ExportPart
from portal.people.models import Citizen, User

_TYPES: tuple[tuple[type[models.Field], dict[str, Any]], ...] = (
    (models.UUIDField, {"type": "string", "format": "uuid"}),
    (models.DateTimeField, {"type": "string", "format": "date-time"}),
    (models.DateField, {"type": "string", "format": "date"}),
    (models.BooleanField, {"type": "boolean"}),
    (models.IntegerField, {"type": "integer"}),
    (models.JSONField, {}),
    (ArrayField, {"type": "array"}),
)
_NAMED = {"type": "object", "required": ["id", "name"], "properties": {"id": {"type": "string"}, "name": {}}}


def value_of(row: models.Model, field: models.Field) -> Any:
    """Return what the file says of a column of a row: sealed ones are opened, times are UTC."""
    value = getattr(row, field.name)
    if value is None or not isinstance(value, models.Model):
        return _plain(value, is_json=field.name.endswith("_json"))
    if isinstance(value, User):
        return value.display_name
    return str(value.pk) if _is_in_the_file(value) else {"id": str(value.pk), "name": _name_of(value)}


def _plain(value: Any, *, is_json: bool) -> Any:
    if is_json and isinstance(value, str):
        return json.loads(value) if value else None
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(one, is_json=False) for one in value]
    return value if isinstance(value, bool | int | float | dict) or value is None else _text(value)


def _text(value: Any) -> str:
    return str(value) if isinstance(value, str | UUID) else getattr(value, "as_e164", None) or str(value)


def _is_in_the_file(row: models.Model) -> bool:
    return not isinstance(row, Citizen) and any(part.model == row._meta.label for part in PARTS)


def _name_of(row: models.Model) -> str:
    return str(getattr(row, "code", None) or row)


def schema_of(part: ExportPart) -> dict[str, Any]:
    """Return the schema of the rows of a part: every column is required, and nothing else is there."""
    columns = {field.name: _schema_of(field) for field in part.fields}
    if part.model == "documents.Document":
        columns["file"] = {"type": "string", "description": "place dans ce paquet; vide s’il n’est pas disponible"}
    row = {"type": "object", "additionalProperties": False, "required": [*columns], "properties": columns}
    return {"type": "array", "title": part.title, "items": row}


def _schema_of(field: models.Field) -> dict[str, Any]:
    says = {"description": str(field.verbose_name)}
    if field.is_relation:
        return says | {"anyOf": [{"type": "string"}, _NAMED, {"type": "null"}]}
    found: dict[str, Any] = next((schema for kind, schema in _TYPES if isinstance(field, kind)), {"type": "string"})
    if field.name.endswith("_json"):
        found = {}
    if field.choices and not field.null:
        labels = {str(code): str(label) for code, label in field.flatchoices}
        says = {"description": f"{field.verbose_name} : " + "; ".join(f"{a} = {b}" for a, b in labels.items() if a)}
    return says | ({"anyOf": [found, {"type": "null"}]} if field.null and found else found)
