"""Public statistics: sums over everybody, small numbers left out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.access.policies import public
from reminders.indicators.coverage import coverage_of
from reminders.indicators.dashboard import dashboard_of
from reminders.indicators.figures import SMALL, TARGET
from reminders.indicators.forms import PeriodForm
from reminders.indicators.models import Outcome


@public
@require_safe
@cache_control(public=True, max_age=300)
def statistics(request: HttpRequest) -> HttpResponse:
    figures = dashboard_of(Outcome.objects.all(), *PeriodForm().period)
    page = {"figures": figures, "coverage": coverage_of(None), "target": TARGET, "small": SMALL}
    return render(request, "reminders/indicators/statistics.html", page)
