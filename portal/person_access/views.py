"""«Code d’aide»: what a person reads to an agent, instead of answering questions of identity."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from portal.access.policies import citizen_only, own_only
from portal.counters.rates import is_within
from portal.counters.stores import CounterKind
from portal.people.models import Citizen
from portal.person_access.actions import give_support_code

MOST_AN_HOUR = 10


@own_only
@citizen_only
@never_cache
def support_code(request: HttpRequest) -> HttpResponse:
    """Show a new code to whoever asks for one; it is kept nowhere in clear, and shown once."""
    citizen = Citizen.objects.filter(user=request.user).first()
    if citizen is None:
        raise Http404
    code, too_many = "", False
    if request.method == "POST":
        too_many = not is_within(f"support-codes:{citizen.pk}", most=MOST_AN_HOUR, seconds=3600, kind=CounterKind.KEPT)
        code = "" if too_many else give_support_code(citizen=citizen, by=request.user)
    shown = {"code": code, "grouped": f"{code[:4]} {code[4:]}".strip(), "too_many": too_many}
    status = 429 if too_many else 200
    return render(request, "portal/person_access/support_code.html", shown, status=status)
