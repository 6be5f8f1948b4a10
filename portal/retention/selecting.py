"""Which rows are past their time, and which of these nothing keeps."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from portal import clock
from portal.foundation.retention import Timed
from portal.retention.reading import companions_of, holders_of, naming


def past(model: type[models.Model], rules: Sequence[Timed]) -> models.QuerySet:
    """The rows for which the time of one of the rules is over."""
    over = Q()
    for rule in rules:
        over |= _is_over(model, rule)
    return model._base_manager.filter(over) if rules else model._base_manager.none()


def free(rows: models.QuerySet) -> models.QuerySet:
    """Those among rows to which nothing refers that must be kept."""
    for holder, way in holders_of(rows.model):
        rows = rows.filter(~Exists(holder._base_manager.filter(**{way: OuterRef("pk")})))
    return rows


def unnamed(rows: models.QuerySet) -> models.QuerySet:
    """Those of which no notice tells and no work item asks, nor of what is kept with them.

    Of a notice, what it tells of and what is kept with it may be one: a test message in the space."""
    for child, way in [(rows.model, "pk"), *companions_of(rows.model)]:
        if not isinstance(child._meta.pk, models.UUIDField):
            continue
        for model in naming():
            if model is rows.model and child is not model:
                continue
            named = model._base_manager.filter(subject_type=child._meta.label_lower, subject_id__isnull=False)
            mine = child._base_manager.filter(pk__in=named.values("subject_id"), **{way: OuterRef("pk")})
            rows = rows.filter(~Exists(mine))
    return rows


def _is_over(model: type[models.Model], rule: Timed) -> Q:
    before = rule.before(clock.now())
    owner: Any = model
    for name in rule.after.split("__"):
        field = owner._meta.get_field(name)
        owner = field.related_model
    if isinstance(field, models.DateTimeField):
        return Q(**{f"{rule.after}__lte": before}) & rule.where
    return Q(**{f"{rule.after}__lt": clock.day_of(before)}) & rule.where
