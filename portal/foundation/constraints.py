"""Constraints that many tables have."""

from typing import Any

from django.db.models import CheckConstraint, Q


def together(*columns: str, name: str, **more: Any) -> CheckConstraint:
    """All of these columns say something, or none does: what was done has its instant and its author."""
    none, every = Q(**dict.fromkeys(columns)), Q(**{f"{column}__isnull": False for column in columns})
    return CheckConstraint(condition=none | every, name=name, **more)
