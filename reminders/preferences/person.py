"""Whose preferences a page is about: oneself, or a person for whom a mandate is in force."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from portal.access.visibility import visibility_of
from portal.audit.readings import tell_represented
from portal.clock import today
from portal.mandates.models import Mandate
from portal.mandates.scopes import Scope, covers, is_told
from portal.people.models import Citizen, User

PAGES = {
    "preferences": "preferences:preferences",
    "consents": "preferences:consents",
    "contact": "contacts:contact",
    "stop_all": "preferences:stop_all",
    "undo_stop": "preferences:undo_stop",
}
"""Address of each page, in the place where it is asked for."""


@dataclass(frozen=True)
class ManagedPerson:
    """`mandate` is None for oneself."""

    citizen: Citizen
    mandate: Mandate | None = None

    @property
    def may_choose(self) -> bool:
        return self.mandate is None or covers(self.mandate, Scope.CHOICES)

    @property
    def may_settle(self) -> bool:
        return self.mandate is None or covers(self.mandate, Scope.CONTACT)

    @property
    def is_told(self) -> bool:
        return self.mandate is not None and is_told(self.mandate)

    def tell_read(self, *, by: User) -> None:
        """Journal that the choices and coordinates of somebody else were shown."""
        tell_represented([self.citizen], by=by, verb="preferences.read")

    def address_of(self, page: str) -> str:
        """The page of preferences named `page`, for the same person."""
        return reverse(PAGES[page])

    @property
    def pages(self) -> dict[str, str]:
        return {page: self.address_of(page) for page in PAGES}


def person_of(request: HttpRequest) -> Citizen:
    """The citizen that the account is; 404 for an account that is nobody's but acts for others."""
    return get_object_or_404(Citizen, pk=visibility_of(request.user).own_citizen_id)


def acting_of(request: HttpRequest) -> ManagedPerson:
    """For oneself; in somebody's place, for that person by the widest mandate in force. 404 for whom a part only of the
    person's file is opened: what they receive is the portal's own."""
    place = visibility_of(request.user).place
    if place is None:
        return ManagedPerson(person_of(request))
    mine = Mandate.objects.in_force(today()).filter(holder=request.user, citizen=place).select_related("citizen")
    mandate = max(mine, key=lambda one: (sum(covers(one, scope) for scope in Scope), one.starts_on), default=None)
    if mandate is None or place not in visibility_of(request.user).citizen_ids:
        raise Http404
    return ManagedPerson(mandate.citizen, mandate)


def represented_by(user: Any) -> list[Citizen]:
    """Those for whom this account acts today, by name."""
    mine = Mandate.objects.in_force(today()).filter(holder=user)
    return list(Citizen.objects.filter(pk__in=mine.values("citizen")).order_by("name_order", "pk"))
