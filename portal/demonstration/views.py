"""The demonstration's page: what was sent, the accounts and their codes, the clock. Mounted only with DEMO=1."""

import datetime as dt
import time

import requests
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal import clock
from portal.access.policies import public
from portal.demonstration.actions import ask_to_begin_again, may_begin_again, move_clock, offset, reset_clock
from portal.demonstration.codes import seconds_left
from portal.demonstration.entering import account_of, enter
from portal.demonstration.forms import ClockForm, EnterForm, SinkReplyForm
from portal.demonstration.people import accounts
from portal.demonstration.replies import reply
from portal.demonstration.seeds import PEOPLE
from portal.demonstration.sent import latest, with_id
from portal.demonstration.stories import STORIES, story_of

LAST = 5
"""Messages shown beside a story."""
LONGEST_START = dt.timedelta(minutes=3)
"""Before a browser without scripts, which cannot ask whether the new demonstration answers, opens it: twice what a
start takes on two busy processors."""


@public
@require_safe
@never_cache
def demonstration(request: HttpRequest) -> HttpResponse:
    return _page(request, ClockForm())


@public
@require_safe
@never_cache
def story(request: HttpRequest, code: str) -> HttpResponse:
    """One story, step by step; what has just left stands beside it."""
    chosen = story_of(code)
    if chosen is None:
        raise Http404
    names = {person.key: f"{person.given_name} {person.family_name}" for person in PEOPLE}
    steps = [{"step": step, "name": names.get(step.who, "")} for step in chosen.steps]
    context = {"story": chosen, "steps": steps, "sent": latest(settings.DATA_DIR / "demo")[:LAST], "now": clock.now()}
    return render(request, "portal/demonstration/story.html", context)


@public
@require_POST
def enter_as(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the invented people and open the page of a step, or their first page."""
    form = EnterForm(request.POST)
    account = account_of(form.cleaned_data["who"]) if form.is_valid() else None
    if account is None:
        raise Http404
    enter(request, account)
    wanted = form.cleaned_data["path"]
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}) and wanted.startswith("/"):
        return redirect(wanted)
    return redirect("admin:index" if account.is_staff else "pages:space")


@public
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def begin_again(request: HttpRequest) -> HttpResponse:
    """Ask the person, then the launcher, to make the demonstration anew: it stops, forgets everything, and starts."""
    if not may_begin_again():
        raise Http404
    if request.method != "POST":
        return render(request, "portal/demonstration/begin_again.html")
    ask_to_begin_again()
    home = reverse("demonstration:home")
    context = {
        "no_script_seconds": int(LONGEST_START.total_seconds()),
        "no_script_minutes": LONGEST_START // dt.timedelta(minutes=1),
        "home_url": home,
        "address": request.build_absolute_uri(home),
    }
    return render(request, "portal/demonstration/beginning_again.html", context)


@public
@require_POST
def write_back(request: HttpRequest) -> HttpResponse:
    """The person answers a message that they received: the demonstration is their telephone and their mailbox."""
    form = SinkReplyForm(request.POST)
    sent = with_id(settings.DATA_DIR / "demo", form.cleaned_data["sent"]) if form.is_valid() else None
    if sent is None:
        messages.error(request, _("Écrivez une réponse à un des messages de la page."))
        return redirect("demonstration:home")
    try:
        taken = reply(sent, form.cleaned_data["text"])
    except requests.RequestException:
        taken = False
    if taken:
        messages.success(request, _("La réponse est arrivée à Relais, comme de la personne elle-même."))
    else:
        messages.error(request, _("Relais n’a pas pris cette réponse. Réessayez dans un moment."))
    return redirect("demonstration:home")


@public
@require_POST
def move(request: HttpRequest) -> HttpResponse:
    form = ClockForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    move_clock(seconds=form.seconds())
    messages.success(
        request,
        _(
            "L’horloge a changé. Les sessions trop vieilles à cette heure-là se ferment, et les tâches "
            "prévues d’ici là s’exécutent\u00a0: donnez-leur une minute."
        ),
    )
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
        "stories": STORIES,
        "may_begin_again": may_begin_again(),
        "now": clock.now(),
        "is_moved": bool(offset()),
        "accounts": accounts(settings.DATA_DIR / "accounts.json"),
        "seconds_left": seconds_left(time.time()),
        "sent": latest(settings.DATA_DIR / "demo"),
    }
    return render(request, "portal/demonstration/demonstration.html", context, status=status)
