"""Measuring every night, exporting, and the monthly report."""

import datetime as dt
from dataclasses import asdict
from functools import partial
from uuid import UUID

from django.db import transaction

from portal.audit.actions import record
from portal.clock import now, today
from portal.jobs import running as jobs
from portal.organizations.models import Organization
from portal.people.models import User
from reminders.indicators.coverage import coverage_of
from reminders.indicators.dashboard import dashboard_of
from reminders.indicators.measuring import days_between, forget_moved, measure, measure_person
from reminders.indicators.models import Outcome, Report

MEASURE, REPORT = "reminders.measure", "reminders.report"
"""Names of the two among the jobs (`portal.jobs`)."""
SUNDAY = 6
LOOK_BACK = dt.timedelta(days=120)
"""Acts and late reminders go on after the date: that long afterwards an outcome may still change."""


def measure_recent(*, by: User | None = None) -> int:
    """Deadlines of the last months up to yesterday, day by day; returns how many outcomes are new or changed.

    Those that changed; on Sundays all of them, and what was measured earlier of dates moved since is forgotten."""
    last, whole = today() - dt.timedelta(days=1), today().weekday() == SUNDAY
    first = min(filter(None, [last - LOOK_BACK, _first_measured() if whole else None]))
    days = [day.isoformat() for day in days_between(first, last)]
    do = partial(_measure_day, last=last, whole=whole)
    return jobs.run(work=MEASURE, step=jobs.each_of(days, do), total=len(days))


def _first_measured() -> dt.date | None:
    return Outcome.objects.order_by("due_on").values_list("due_on", flat=True).first()


def _measure_day(written: str, *, last: dt.date, whole: bool) -> int:
    day = dt.date.fromisoformat(written)
    forget_moved(start=day, end=day, last=last)
    return measure(start=day, end=day, at=now(), whole=whole) if day >= last - LOOK_BACK else 0


def measure_recent_of(*, person: UUID) -> int:
    """The same for one person who was set aside. Raises what the database says."""
    yesterday = today() - dt.timedelta(days=1)
    return measure_person(person, start=yesterday - LOOK_BACK, end=yesterday, at=now())


@transaction.atomic
def report_month(*, organization: Organization, month: dt.date, by: User | None) -> Report:
    """The figures of a month (its first day), written once: a second call changes nothing."""
    end = (month.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
    month_figures = dashboard_of(Outcome.objects.filter(organization=organization), month, end)
    covered = coverage_of([organization])
    figures = {name: count for name, count in month_figures.totals.items() if name not in {"waited", "waits"}} | {
        "share": month_figures.share,
        "wait": month_figures.wait,
        "before": month_figures.before,
        "kinds": covered.kinds,
        "kinds_covered": covered.covered,
        "excluded": {code: count for code, _, count in month_figures.exclusions},
    }
    alerts = [{"title": str(title), **asdict(row)} for title, row in month_figures.alerts]
    alerts += [{"title": str(title), **asdict(row), "is_late": True} for title, row in month_figures.later]
    report, created = Report.objects.get_or_create(
        organization=organization, month=month, defaults={"figures": figures, "alerts": alerts}
    )
    if created:
        record("report.made", by=by, subject=report, organization=organization)
    return report


def report_last_month(*, by: User | None = None) -> int:
    """One report per organization that has kinds of deadlines, each by itself; returns how many are new."""
    last = today().replace(day=1) - dt.timedelta(days=1)
    with_kinds = Organization.objects.filter(deadline_kinds__isnull=False).distinct().order_by("code")
    codes = list(with_kinds.values_list("code", flat=True))
    do = partial(_report_of, month=last.replace(day=1), by=by)
    return jobs.run(work=REPORT, step=jobs.each_of(codes, do), total=len(codes))


def _report_of(code: str, *, month: dt.date, by: User | None) -> int:
    organization = Organization.objects.get(code=code)
    is_new = not Report.objects.filter(organization=organization, month=month).exists()
    report_month(organization=organization, month=month, by=by)
    return int(is_new)


@transaction.atomic
def read_report(*, report: Report, by: User) -> Report:
    """The first reading is kept."""
    if Report.objects.unread().filter(pk=report.pk).update(read_at=now(), read_by=by):
        record("report.read", by=by, subject=report, organization=report.organization)
    report.refresh_from_db()
    return report


@transaction.atomic
def journal_export(*, organization: Organization | None, count: int, by: User) -> None:
    """Who took the list behind the figures, and how long it was."""
    record("outcomes.exported", by=by, organization=organization, detail={"count": count})
