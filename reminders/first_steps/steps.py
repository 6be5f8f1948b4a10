"""The order of the three pages, and the one where a session stands."""

from collections.abc import MutableMapping
from typing import Any

REACH, REMIND, FIND = "reach", "remind", "find"
ORDER = (REACH, REMIND, FIND)
_KEPT = "first_step"
"""In the session: the step to come back to, from a page that a step leads to."""


def stand_at(session: MutableMapping[str, Any], step: str) -> None:
    """Note where to come back to."""
    session[_KEPT] = step


def standing(session: MutableMapping[str, Any]) -> str:
    """The step to come back to; "" for who is not in the first steps, or left them."""
    step = session.get(_KEPT, "")
    return step if step in ORDER else ""


def leave(session: MutableMapping[str, Any]) -> None:
    session.pop(_KEPT, None)


def number_of(step: str) -> int:
    return ORDER.index(step) + 1
