"""The demonstration's page: what was sent, the accounts and their codes, the clock. Mounted only with DEMO=1."""

import time

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal import clock
from portal.access.policies import public
from portal.sinks.actions import move_clock, offset, reset_clock
from portal.sinks.codes import seconds_left
from portal.sinks.forms import ClockForm
from portal.sinks.people import accounts
from portal.sinks.sent import latest


@public
@require_safe
@never_cache
def demonstration(request: HttpRequest) -> HttpResponse:
    return _page(request, ClockForm())


@public
@require_POST
def move(request: HttpRequest) -> HttpResponse:
    form = ClockForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    move_clock(seconds=form.seconds())
    messages.success(request, _("L’horloge a changé. Les sessions trop vieilles à cette heure-là se ferment."))
    return redirect("demonstration:home")


@public
@require_POST
def reset(request: HttpRequest) -> HttpResponse:
    reset_clock()
    messages.success(request, _("L’horloge est revenue à l’heure réelle."))
    return redirect("demonstration:home")


def _page(request: HttpRequest, form: ClockForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "now": clock.now(),
        "is_moved": bool(offset()),
        "accounts": accounts(settings.DATA_DIR / "accounts.json"),
        "seconds_left": seconds_left(time.time()),
        "sent": latest(settings.DATA_DIR / "demo"),
    }
    return render(request, "portal/sinks/demonstration.html", context, status=status)
