"""Closing one's account: what is kept is said before; coming back is one button."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal import clock
from portal.access.policies import open_when_closed, own_only, public, signed_in
from portal.access.step_up import step_up
from portal.account_closing import actions, periods
from portal.account_closing.forms import ClosingForm
from portal.account_closing.kept import ERASED, KEPT
from portal.people.models import User

DAYS = periods.MAY_COME_BACK_FOR.days


@own_only
@signed_in
@step_up
@never_cache
def close(request: HttpRequest) -> HttpResponse:
    """What happens, what is erased, what is kept and why; one box to tick, one button."""
    user = User.objects.get(pk=request.user.pk)
    form = ClosingForm(request.POST if request.method == "POST" else None)
    may_close = periods.may_close(user)
    if form.is_valid() and may_close:
        actions.close(user=user, by=user)
        request.session.flush()
        return redirect("account_closing:closed")
    until = clock.now() + periods.MAY_COME_BACK_FOR
    shown = {"form": form, "may_close": may_close, "until": until, "erased": ERASED, "kept": KEPT, "days": DAYS}
    return render(request, "portal/account_closing/close.html", shown, status=422 if form.is_bound else 200)


@public
@require_safe
def closed(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/account_closing/closed.html", {"days": DAYS})


@own_only
@signed_in
@open_when_closed
@never_cache
def back(request: HttpRequest) -> HttpResponse:
    """All that a closed account sees once signed in: open it again, or leave."""
    user = User.objects.get(pk=request.user.pk)
    until = periods.comes_back_until(user)
    if until is None:
        return redirect("pages:landing")
    if request.method == "POST":
        try:
            actions.come_back(user=user, by=user)
        except actions.CannotComeBack:
            logout(request)
            return redirect("account_closing:closed")
        messages.success(request, _("Votre compte est rouvert. Rien n’a été effacé, et vos rappels reprennent."))
        return redirect("pages:landing")
    shown = {"until": until, "is_late": until <= clock.now(), "days": DAYS}
    return render(request, "portal/account_closing/back.html", shown)
