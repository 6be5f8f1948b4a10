"""Rows that a pydantic schema describes: what is wrong with one, in sentences."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from portal.foundation.formats.cells import Problem, Unfit

Schema = TypeVar("Schema", bound=BaseModel)


def read(schema: type[Schema], record: Mapping[str, Any], context: Any) -> tuple[Schema | None, list[Problem]]:
    """Return the row, or everything that is wrong with it. Its validators raise Unfit with the remedy.

    `record`: column → cell; a column that the file does not have is an empty cell."""
    cells = {name: record.get(name) for name in schema.model_fields}
    try:
        return schema.model_validate(cells, context=context), []
    except ValidationError as error:
        return None, [_problem(one["loc"], one.get("ctx", {}).get("error")) for one in error.errors()]


def _problem(place: tuple[int | str, ...], cause: Any) -> Problem:
    words = str(cause) if isinstance(cause, Unfit) else _("Cette case ne convient pas\u00a0: comparez-la au modèle.")
    return Problem(str(place[0]) if place else "", words)
