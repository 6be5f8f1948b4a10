"""Closing one's account: what is kept is said before; coming back is one button."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal import clock
from portal.access.policies import own_only, public, signed_in
from portal.access.step_up import step_up
from portal.account_closing import actions, periods
from portal.account_closing.forms import ClosingForm
from portal.account_closing.kept import ERASED, KEPT
from portal.people.models import User


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
    shown = {"form": form, "may_close": may_close, "until": until, "erased": ERASED, "kept": KEPT}
    return render(request, "portal/account_closing/close.html", shown, status=422 if form.is_bound else 200)


@public
@require_safe
def closed(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/account_closing/closed.html")
