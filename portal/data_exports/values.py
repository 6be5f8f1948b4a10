"""A column as JSON says it, and the JSON Schema of that."""

import datetime as dt
import json
from typing import Any
from uuid import UUID

from django.db import models

from portal.data_exports.parts import PARTS
from portal.people.models import Citizen, User


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
