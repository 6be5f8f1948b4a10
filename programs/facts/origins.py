"""Where a fact comes from, and since when: said beside each reason. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from programs.facts.derivations import DERIVATIONS


class Origin(NamedTuple):
    """Who said it (a code that the page puts in words), and when."""

    source: str
    known_on: date


Origins = Mapping[str, Origin]


def origin_of(fact: str, origins: Origins) -> Origin | None:
    """A fact's own origin; that of the oldest fact it is computed from; None when nothing is known."""
    if fact in origins:
        return origins[fact]
    sources = DERIVATIONS[fact][0] if fact in DERIVATIONS else ()
    known = [origins[source] for source in sources if source in origins]
    return min(known, key=lambda origin: origin.known_on, default=None)


def told_facts(fact: str) -> tuple[str, ...]:
    """The facts that a person can correct to change this one: itself, or those it is computed from."""
    return DERIVATIONS[fact][0] if fact in DERIVATIONS else (fact,)
