"""Selections and sums of outcomes."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from portal.access.permissions import Permission
from portal.access.visibility import visibility_of

if TYPE_CHECKING:
    from portal.access.visibility import Account


class Median(models.Aggregate):
    """Of intervals; PostgreSQL's continuous percentile."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = models.DurationField()


COUNTS: dict[str, Any] = {
    "due": Count("pk"),
    **{name: Count("pk", filter=Q(reach=name)) for name in ("digital", "otherwise", "unreached", "not_asked")},
    **{name: Count("pk", filter=Q(act=name)) for name in ("in_time", "after_reminder", "late", "not_known")},
    # Paused by telephone, a person waited for no reminder.
    "waits": Count("waited"),
    "waited": Median("waited"),
}


class OutcomeQuerySet(models.QuerySet):
    def visible_to(self, user: "Account") -> "OutcomeQuerySet":
        """Administrators and supervisors see those of their organization; the portal's operators, none one by one."""
        reach = visibility_of(user)
        return self.filter(organization__in=reach.organizations_where(Permission.VIEW_INDICATORS))

    def between(self, start: dt.date, end: dt.date) -> "OutcomeQuerySet":
        """Due from `start` to `end`, both included."""
        return self.filter(due_on__range=(start, end))

    def counted(self) -> "OutcomeQuerySet":
        return self.filter(excluded="")

    def totals(self) -> dict[str, Any]:
        return self.order_by().aggregate(**COUNTS)

    def by(self, column: str) -> list[dict[str, Any]]:
        """The same counts for each value of a column, under «value»."""
        rows = self.order_by().values(value=models.F(column)).annotate(**COUNTS)
        return list(rows.order_by("value"))

    def by_month(self) -> list[dict[str, Any]]:
        rows = self.order_by().values(value=TruncMonth("due_on")).annotate(**COUNTS)
        return list(rows.order_by("value"))

    def exclusions(self) -> dict[str, int]:
        rows = self.exclude(excluded="").order_by().values_list("excluded").annotate(Count("pk"))
        return dict(rows)


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user: "Account") -> "ReportQuerySet":
        return self.filter(organization__in=visibility_of(user).organizations_where(Permission.READ_REPORTS))

    def unread(self) -> "ReportQuerySet":
        return self.filter(read_at=None)
