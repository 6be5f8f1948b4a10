"""What each app offers to organizations' systems: its endpoints, and the scopes that an administrator grants for them.

An app registers its offer when it starts; `door` puts them all under one address, and describes beside them the calls
that organizations' systems receive.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.utils.functional import Promise


class Offer(NamedTuple):
    router: str
    """Dotted name of its ninja Router."""
    scopes: Mapping[str, str | Promise]
    """Each with what it allows, as «gestion» says it: `deadlines:read`…"""


_offers: dict[str, Offer] = {}
_calls: dict[str, Callable[[], Mapping[str, Any]]] = {}


def register(offer: Offer) -> None:
    """Add what an app offers, once however many times it starts in a process."""
    _offers[offer.router] = offer


def register_calls(app: str, describe: Callable[[], Mapping[str, Any]]) -> None:
    """Add what describes the calls that an app makes: by name, each a path item of OpenAPI."""
    _calls[app] = describe


def calls() -> dict[str, Any]:
    """Return the description of every call, by name."""
    return {name: item for describe in _calls.values() for name, item in describe().items()}


def routers() -> list[str]:
    return [offer.router for offer in _offers.values()]


def scopes() -> list[tuple[str, str | Promise]]:
    """Return every scope with its words, as choices."""
    return [scope for offer in _offers.values() for scope in offer.scopes.items()]
