"""Every value of a parameter is long by nature: some each day, drawn by the date; the others are `long` that day."""

from collections.abc import Iterable
from typing import Any

import pytest

from portal.launch import days


def some_today(values: Iterable[Any], count: int) -> list[Any]:
    """Each value as a case of its own: `count` of them today, the next ones tomorrow. `.ci/run` runs them all."""
    listed = list(values)
    first = days.today().toordinal() * count
    chosen = {(first + more) % len(listed) for more in range(count)}
    return [
        pytest.param(*([one] if not isinstance(one, tuple) else one), marks=[] if rank in chosen else pytest.mark.long)
        for rank, one in enumerate(listed)
    ]
