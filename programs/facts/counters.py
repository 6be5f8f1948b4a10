"""Counters age: "12 months in Canada", said in March, is 15 in June. Pure.

Only facts that go on growing as long as the person's situation lasts. `months_social_solidarity` is not one of
them: it counts in a moving window of 72 months and depends on what was received since.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from programs.facts.derivations import full_months, full_years

AGED_IN = {"months_in_canada": full_months, "years_in_canada_after_18": full_years, "owner_years": full_years}


def aged(fact: str, value: Any, known_on: date, as_of: date) -> Any:
    """The value as of a date, from the day it was known; a date before that day changes nothing."""
    if fact not in AGED_IN or value is None:
        return value
    return value + max(0, AGED_IN[fact](known_on, as_of))
