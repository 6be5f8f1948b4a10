"""What the models declare, read and checked: a rule that cannot be read stops the sweep of its model."""

from graphlib import TopologicalSorter

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from portal.foundation.crypto.fields import SealedTextField
from portal.foundation.retention import Empty, Keep, KeepForever, KeepUntil, KeepWith, RetentionRule, Timed

FILE = "storage_key"
"""A column that names a file: such a row goes with its file, by an action of its own app."""
KINDS = (Keep, Empty, KeepWith, KeepForever, KeepUntil)


class Unreadable(Exception):
    """A model's retention is missing or names what is not there: nothing of it is erased."""


def own_models() -> list[type[models.Model]]:
    """Return the models that declare what of them is personal, without proxies, in the order of the settings."""
    return [model for model in apps.get_models() if hasattr(model, "Privacy") and not model._meta.proxy]


def rules_of(model: type[models.Model]) -> tuple[RetentionRule, ...]:
    """Return the rules of a model. Raises Unreadable."""
    declared = getattr(getattr(model, "Privacy", None), "retention", None)
    rules = declared if isinstance(declared, tuple | list) else (declared,)
    if not rules:
        raise Unreadable(f"{model._meta.label} says nothing")
    for rule in rules:
        if not isinstance(rule, KINDS):
            raise Unreadable(f"{model._meta.label}: {rule!r} is no rule")
        _check(model, rule)
    return tuple(rules)


def in_order() -> list[type[models.Model]]:
    """Return every model, each after those that refer to it: children are erased first."""
    known = own_models()
    sorter: TopologicalSorter[type[models.Model]] = TopologicalSorter({model: () for model in known})
    for model in known:
        for parent in {field.related_model for field in model._meta.local_fields if field.is_relation} - {model}:
            if parent in known:
                sorter.add(parent, model)
    return list(sorter.static_order())


def companions_of(model: type[models.Model]) -> list[tuple[type[models.Model], str]]:
    """Return the rows that are kept with one of this model, the furthest first: (model, the way up to it)."""
    found: list[tuple[type[models.Model], str]] = []
    for child, column in _references_to(model):
        if _is_kept_with(child, column):
            further = [(one, f"{way}__{column}") for one, way in companions_of(child)]
            found += [*further, (child, column)]
    return found


def holders_of(model: type[models.Model]) -> list[tuple[type[models.Model], str]]:
    """Return what refers to a row of this model, or to what is kept with it, and must be kept: (model, way up)."""
    ways = [(model, ""), *((child, f"__{way}") for child, way in companions_of(model))]
    return [
        (child, f"{column}{way}")
        for parent, way in ways
        for child, column in _references_to(parent)
        if not _is_kept_with(child, column)
    ]


def naming() -> list[type[models.Model]]:
    """Return the models that name a row of any other without a foreign key (`subject_type`, `subject_id`): a notice
    tells of it, a work item asks for it."""
    return [model for model in own_models() if isinstance(_column(model, "subject_id"), models.UUIDField)]


def _references_to(model: type[models.Model]) -> list[tuple[type[models.Model], str]]:
    """(model, column) of each foreign key to this one, those of libraries and of many-to-many tables included."""
    relations = model._meta.get_fields(include_hidden=True)
    pointing = {
        (one.related_model, one.field.name)
        for one in relations
        if isinstance(one, models.ForeignObjectRel) and (one.one_to_many or one.one_to_one)
        if isinstance(one.related_model, type)
    }
    return sorted(pointing, key=lambda one: (one[0]._meta.label, one[1]))


def _is_kept_with(child: type[models.Model], column: str) -> bool:
    try:
        return any(isinstance(rule, KeepWith) and column in rule.columns for rule in rules_of(child))
    except Unreadable:
        return False  # it holds what it refers to


def _check(model: type[models.Model], rule: RetentionRule) -> None:
    label = model._meta.label
    if isinstance(rule, Timed) and not rule.by:
        _check_time(model, rule)
        if isinstance(rule, Keep) and _column(model, FILE):
            raise Unreadable(f"{label} names a file: an action must erase both")
    if isinstance(rule, KeepWith) and not all(
        isinstance(_column(model, name), models.ForeignKey) for name in rule.columns
    ):
        raise Unreadable(f"{label} is kept with {rule.columns}, which are no foreign keys")
    if isinstance(rule, Empty):
        for name in (*rule.fields, *rule.to):
            column = _column(model, name)
            if column is None or (not rule.by and isinstance(column, SealedTextField) and not column.null):
                raise Unreadable(f"{label} cannot be emptied of {name}")
    if isinstance(rule, KeepForever) and not rule.because:
        raise Unreadable(f"{label} is kept for ever without a reason")


def _check_time(model: type[models.Model], rule: Timed) -> None:
    column: models.Field | None = None
    owner: type[models.Model] | None = model
    for name in rule.after.split("__"):
        column = _column(owner, name) if owner else None
        owner = column.related_model if column is not None and column.is_relation else None
    if not isinstance(column, models.DateField):  # a DateTimeField is one
        raise Unreadable(f"{model._meta.label} is kept after {rule.after!r}, which is no date")
    if isinstance(rule, Keep) and not (rule.years or rule.days or rule.hours):
        raise Unreadable(f"{model._meta.label} is kept for no time")
    if bool(rule.where) != bool(rule.only):
        raise Unreadable(f"{model._meta.label} narrows a rule without words, or words without a condition")


def _column(model: type[models.Model], name: str) -> models.Field | None:
    try:
        found = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return found if isinstance(found, models.Field) else None
