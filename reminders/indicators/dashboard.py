"""Everything that the page of the indicator shows for one selection and one period."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from portal.consents.models import Channel
from portal.organizations.models import Organization
from reminders.indicators.charts import Bars, Trend, bars_of, trend_of
from reminders.indicators.figures import SMALL, Row, rows_of, served_less, share
from reminders.indicators.models import Outcome
from reminders.kinds.models import DeadlineKind


@dataclass(frozen=True)
class Table:
    """One way to look at the same deadlines. `column` is what its lists are opened by."""

    title: str
    column: str
    rows: list[Row]
    bars: Bars
    alerts: list[Row]


@dataclass(frozen=True)
class Dashboard:
    start: dt.date
    end: dt.date
    totals: Mapping[str, int]
    share: float | None
    before: float | None
    exclusions: list[tuple[str, str, int]]
    tables: list[Table]
    trend: Trend
    months: list[Row]

    @property
    def change(self) -> float | None:
        """Points gained or lost since the period before."""
        return None if self.share is None or self.before is None else round(self.share - self.before, 1)

    @property
    def alerts(self) -> list[tuple[str, Row]]:
        return [(table.title, row) for table in self.tables for row in table.alerts]


def dashboard_of(outcomes: QuerySet[Outcome], start: dt.date, end: dt.date) -> Dashboard:
    """A fixed number of queries, whatever the volume."""
    inside = outcomes.between(start, end)
    counted = inside.counted()
    totals = counted.totals()
    whole = share(totals["digital"], totals["due"])
    months = rows_of(counted.by_month(), _Months())
    return Dashboard(
        start=start,
        end=end,
        totals=totals,
        share=whole,
        before=_share_before(outcomes, start, end),
        exclusions=_exclusions(inside),
        tables=[_table(counted, title, column, labels, whole) for title, column, labels in _views()],
        trend=trend_of([(row.label, row.share) for row in months]),
        months=months,
    )


class _Months(dict):
    """The first day of a month, in words."""

    def get(self, day: dt.date, default: Any = None) -> str:
        return date_format(day, "M Y") if day else str(default)


def _views() -> list[tuple[str, str, Mapping[Any, Any]]]:
    kinds = dict(DeadlineKind.objects.values_list("pk", "title_fr"))
    organizations = dict(Organization.objects.values_list("pk", "name_fr"))
    return [
        (_("Par organisme"), "organization", organizations),
        (_("Par type d’échéance"), "kind", kinds),
        (_("Par âge"), "age", dict(Outcome.Age.choices)),
        (_("Par région postale"), "region", dict(Outcome.Region.choices)),
    ]


def _table(counted: QuerySet, title: str, column: str, labels: Mapping[Any, Any], whole: float | None) -> Table:
    rows = rows_of(counted.by(column), labels)
    return Table(title, column, rows, bars_of(rows), served_less(rows, whole))


def _share_before(outcomes: QuerySet[Outcome], start: dt.date, end: dt.date) -> float | None:
    """The same length of time, just before."""
    length = end - start + dt.timedelta(days=1)
    totals = outcomes.between(start - length, start - dt.timedelta(days=1)).counted().totals()
    return share(totals["digital"], totals["due"])


def _exclusions(inside: QuerySet[Outcome]) -> list[tuple[str, str, int]]:
    found = inside.exclusions()
    return [(code, str(label), found[code]) for code, label in Outcome.Excluded.choices if code in found]


def by_channel(counted: QuerySet[Outcome]) -> list[tuple[str, int]]:
    """First channel that reached people: how many deadlines each, small numbers left out."""
    labels = dict(Channel.choices)
    found = [(str(labels.get(row["value"], "")), row["due"]) for row in counted.by("channel") if row["value"]]
    return [(label, count) for label, count in found if count >= SMALL]
