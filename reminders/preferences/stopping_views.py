"""«Tout arrêter»: what would cease and what would not, then one button; then «Annuler»."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from portal.access.policies import citizen_only
from portal.clock import now
from portal.consents.models import Channel, Consent, Purpose
from reminders.preferences.person import ManagedPerson, acting_of
from reminders.preferences.stopped import forget, last_stop, remember
from reminders.preferences.stopping import (
    resume_everything,
    resume_everything_for,
    stop_everything,
    stop_everything_for,
)


@citizen_only
@require_http_methods(["GET", "HEAD", "POST"])
def stop_all(request: HttpRequest) -> HttpResponse:
    """A GET changes nothing: it says what stops."""
    acting = acting_of(request)
    if not acting.may_choose:
        raise PermissionDenied
    if request.method != "POST":
        acting.tell_read(by=request.user)
        return render(request, "reminders/preferences/stop.html", {"acting": acting, "stopping": _in_words(acting)})
    at = now()
    if acting.mandate:
        stopped = stop_everything_for(mandate=acting.mandate, by=request.user, at=at)
    else:
        stopped = stop_everything(citizen=acting.citizen, by=request.user, at=at)
    if stopped:
        remember(request, acting, at)
    else:
        messages.success(request, _("Rien n’était choisi\u00a0: rien ne sort de Relais."))
    return redirect(acting.address_of("preferences"))


@citizen_only
@require_POST
def undo_stop(request: HttpRequest) -> HttpResponse:
    acting = acting_of(request)
    at = last_stop(request, acting)
    forget(request)
    if at is None:
        resumed = 0
    elif acting.mandate:
        resumed = resume_everything_for(mandate=acting.mandate, at=at, by=request.user)
    else:
        resumed = resume_everything(citizen=acting.citizen, at=at, by=request.user)
    if resumed:
        words = ngettext(
            "C’est annulé\u00a0: %(count)s choix est rétabli, dans les mêmes mots.",
            "C’est annulé\u00a0: %(count)s choix sont rétablis, dans les mêmes mots.",
            resumed,
        )
        messages.success(request, words % {"count": resumed})
    else:
        messages.warning(request, _("Il n’y a plus rien à rétablir. Cochez ici ce que vous voulez recevoir."))
    return redirect(acting.address_of("preferences"))


def _in_words(acting: ManagedPerson) -> list[tuple[str, str]]:
    """(What it is about, by which channels) of each consent in force."""
    mine = Consent.objects.in_force().filter(citizen=acting.citizen)
    given = set(mine.values_list("purpose", "channel"))
    found = []
    for purpose in Purpose:
        channels = [str(channel.label) for channel in Channel if (purpose, channel) in given]
        if channels:
            found.append((str(purpose.label), ", ".join(channels)))
    return found
