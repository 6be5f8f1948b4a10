"""Places: each person for whom an account acts is a place of its own, below `/pour/<person>/`.

The pages there are the same as one's own, at the same addresses after that prefix, which is Django's script prefix
while the request lasts: every address that a page writes stays in its place, in two tabs of one browser too. What the
account holds elsewhere is not there (`Visibility.enter`).
"""

import re
from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import get_script_prefix, reverse, set_script_prefix

_PLACE = re.compile(r"/pour/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(/.*)")


class PlacedRequest(HttpRequest):
    """A request of which `PlaceMiddleware` noted the person that its address names, if any (`place_asked`).

    `place`: the same once `AccessMiddleware` found that the account acts for that person, None before and for anybody
    else: a page of errors, drawn at any moment, names nobody. `reads_only`: in that place the account may read, and
    nothing else.
    """

    place_asked: UUID | None
    place: UUID | None
    reads_only: bool


class PlaceMiddleware:
    """Reads the place in the address; `AccessMiddleware` says who may enter it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: PlacedRequest) -> HttpResponse:
        found = _PLACE.fullmatch(request.path_info)
        request.place_asked = UUID(found[1]) if found else None
        request.place, request.reads_only = None, False
        if not found:
            return self.get_response(request)
        outside = get_script_prefix()
        request.path_info = found[2]
        set_script_prefix(f"{outside}pour/{request.place_asked}/")
        try:
            return self.get_response(request)
        finally:
            set_script_prefix(outside)


def leave(request: HttpRequest) -> None:
    """Go on outside: the page is nobody's place."""
    request.__dict__.update(place_asked=None, place=None)
    set_script_prefix(outside())


def outside() -> str:
    """Return the prefix of one's own pages."""
    return re.sub(r"pour/[^/]+/$", "", get_script_prefix())


def own_address(name: str, *args: object) -> str:
    """Return the address of a page outside any place."""
    return outside() + reverse(name, args=args).removeprefix(get_script_prefix())


def address_in(place: UUID, name: str, *args: object) -> str:
    """Return the address of a page in the place of one person."""
    return f"{outside()}pour/{place}/{reverse(name, args=args).removeprefix(get_script_prefix())}"
