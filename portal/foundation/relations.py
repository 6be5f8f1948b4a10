"""Rows of an app that stands above, reached by a relation: nobody imports it."""

from typing import Any

from django.db import models


def rows_pointing_at(model: type[models.Model], relation: str) -> Any:
    """Return the manager of the rows that a reverse relation leads to, of the class that their own app gives it."""
    related: Any = model._meta.get_field(relation).related_model
    return related.objects
