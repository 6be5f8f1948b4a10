"""Everything that the page of the indicator shows for one selection and one period."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.consents.models import Channel
from portal.organizations.models import Organization
from reminders.indicators.charts import Bar, Trend, bars_of, trend_of
from reminders.indicators.figures import FigureRow, hours_of, rows_of, served_later, served_less, share
from reminders.indicators.models import Outcome
from reminders.indicators.querysets import OutcomeQuerySet
from reminders.indicators.words import MONTHS
from reminders.kinds.models import DeadlineKind


@dataclass(frozen=True)
class Table:
    """One way to look at the same deadlines. `column` is what its lists are opened by."""

    title: str | Promise
    column: str
    rows: list[FigureRow]
    bars: list[Bar]
    alerts: list[FigureRow]
    later: list[FigureRow]


@dataclass(frozen=True)
class Dashboard:
    start: dt.date
    end: dt.date
    totals: Mapping[str, Any]
    share: float | None
    wait: float | None
    before: float | None
    exclusions: list[tuple[str, str, int]]
    tables: list[Table]
    trend: Trend
    months: list[FigureRow]
    channels: list[FigureRow]

    @property
    def change(self) -> float | None:
        """Points gained or lost since the period before."""
        return None if self.share is None or self.before is None else round(self.share - self.before, 1)

    @property
    def alerts(self) -> list[tuple[str | Promise, FigureRow]]:
        return [(table.title, row) for table in self.tables for row in table.alerts]

    @property
    def later(self) -> list[tuple[str | Promise, FigureRow]]:
        return [(table.title, row) for table in self.tables for row in table.later]


def dashboard_of(outcomes: OutcomeQuerySet, start: dt.date, end: dt.date) -> Dashboard:
    """A fixed number of queries, whatever the volume."""
    inside = outcomes.between(start, end)
    counted = inside.counted()
    totals = counted.totals()
    whole, wait = share(totals["digital"], totals["due"]), hours_of(totals)
    months = rows_of(counted.by_month(), _Months())
    return Dashboard(
        start=start,
        end=end,
        totals=totals,
        share=whole,
        wait=wait,
        before=_share_before(outcomes, start, end),
        exclusions=_exclusions(inside),
        tables=[_table(counted, title, column, labels, (whole, wait)) for title, column, labels in _views()],
        trend=trend_of(list(_every_month(start, end, months))),
        months=months,
        channels=_by_channel(counted),
    )


class _Months(dict):
    """The first day of a month, in words."""

    def get(self, day: dt.date, default: Any = None) -> str:
        return date_format(day, "F Y") if day else str(default)


def _every_month(start: dt.date, end: dt.date, rows: list[FigureRow]) -> Iterator[tuple[str, str, float | None]]:
    """Each month of the period, the empty ones too: a line whose months are not where they should be would lie."""
    shares = {row.key: row.share for row in rows}
    day = start.replace(day=1)
    while day <= end:
        yield MONTHS[day.month - 1], str(day.year), shares.get(str(day))
        day = (day + dt.timedelta(days=32)).replace(day=1)


def _views() -> list[tuple[str | Promise, str, Mapping[Any, Any]]]:
    kinds = dict(DeadlineKind.objects.values_list("pk", "title_fr"))
    organizations = dict(Organization.objects.values_list("pk", "name_fr"))
    return [
        (_("Par organisme"), "organization", organizations),
        (_("Par type d’échéance"), "kind", kinds),
        (_("Par âge"), "age", dict(Outcome.Age.choices)),
        (_("Par région postale"), "region", dict(Outcome.Region.choices)),
    ]


def _table(
    counted: OutcomeQuerySet,
    title: str | Promise,
    column: str,
    labels: Mapping[Any, Any],
    whole: tuple[float | None, float | None],
) -> Table:
    """`whole`: the share and the median wait of all."""
    rows = rows_of(counted.by(column), labels)
    return Table(title, column, rows, bars_of(rows), served_less(rows, whole[0]), served_later(rows, whole[1]))


def _share_before(outcomes: OutcomeQuerySet, start: dt.date, end: dt.date) -> float | None:
    """The same length of time, just before."""
    length = end - start + dt.timedelta(days=1)
    totals = outcomes.between(start - length, start - dt.timedelta(days=1)).counted().totals()
    return share(totals["digital"], totals["due"])


def _exclusions(inside: OutcomeQuerySet) -> list[tuple[str, str, int]]:
    found = inside.exclusions()
    return [(code, str(label), found[code]) for code, label in Outcome.Excluded.choices if code in found]


def _by_channel(counted: OutcomeQuerySet) -> list[FigureRow]:
    """First channel that reached people: how many deadlines each, and how long they waited; small numbers hidden."""
    labels = {code: str(label) for code, label in Channel.choices()}
    return rows_of([row for row in counted.by("channel") if row["value"]], labels)
