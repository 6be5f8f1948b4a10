"""The page «Ce que je vais recevoir»."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.access.policies import citizen_only
from portal.clock import now
from reminders.forecast.outlook import outlook
from reminders.forecast.strip import COLUMN, GROUND, HEIGHT, bars
from reminders.preferences.person import person_of


@citizen_only
@require_safe
def forecast(request: HttpRequest) -> HttpResponse:
    citizen = person_of(request)
    ahead = outlook(citizen, at=now())
    context = {
        "citizen": citizen,
        "outlook": ahead,
        "bars": bars(ahead),
        "plane": {"width": COLUMN * len(ahead.months), "height": HEIGHT, "ground": GROUND},
    }
    return render(request, "reminders/forecast/forecast.html", context)
