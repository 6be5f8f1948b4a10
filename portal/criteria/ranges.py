"""The test of one operator over every value that a fact may have. Pure. `sql` has the same tests for a table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from portal.criteria.spans import Ranged, ValueRange

Comparison = Callable[[Any], bool]


def over(op: str, expected: Any, holds: Comparison) -> Callable[[Ranged], bool | None]:
    """True or False when every value of the range answers so; None when it depends on which."""
    if op == "in":
        return lambda known: _of_list(known, [value for value in expected if value is not None])
    if expected is None or op in {"exists", "contains"}:
        return lambda known: holds(known)
    if op in {"eq", "ne"}:
        return lambda known: None if known.low <= expected <= known.high else op == "ne"
    return lambda known: holds(known.low) if holds(known.low) == holds(known.high) else None


def _of_list(known: Ranged, expected: list[Any]) -> bool | None:
    inside = sum(known.low <= value <= known.high for value in expected)
    if not inside:
        return False
    # Days are never all named: the shortest month has 28 of them.
    return True if isinstance(known, ValueRange) and inside == known.high - known.low + 1 else None
