"""Whose preferences a page is about. One place, so that acting for somebody else changes one line."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from portal.access.reach import reach_of
from portal.people.models import Citizen


def person_of(request: HttpRequest) -> Citizen:
    """The citizen that the account is; 404 for an account that is nobody's but acts for others."""
    return get_object_or_404(Citizen, pk=reach_of(request.user).own_citizen_id)
