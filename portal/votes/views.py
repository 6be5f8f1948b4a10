"""One page receives every answer: thanks, or what to correct."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from portal.access.policies import public
from portal.counters.rates import client_of, is_within
from portal.counters.stores import CounterKind
from portal.votes.actions import vote
from portal.votes.ballots import Ballot
from portal.votes.forms import VoteForm

MOST_PER_HOUR = 60
"""For one page, from one client's address: a library's readers share one."""


@public
@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    form = VoteForm(request.POST)
    if not form.is_valid():
        return render(request, "portal/votes/form.html", {"form": form}, status=422)
    given = form.cleaned_data
    if _is_within_limit(request, given["ballot"]):
        vote(ballot=given["ballot"], is_useful=given["useful"], comment=given["comment"])
    return redirect(reverse("votes:thanks"))


@public
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/votes/thanks.html")


def _is_within_limit(request: HttpRequest, ballot: Ballot) -> bool:
    """Beyond it the answer is thanked for and not counted: a flood must not weigh."""
    key = f"votes:{client_of(request)}:{ballot.subject_type}:{ballot.subject_id}"
    return is_within(key, most=MOST_PER_HOUR, seconds=3600, kind=CounterKind.WINDOW)
