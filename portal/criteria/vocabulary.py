"""Kinds of facts and their values: what a vocabulary tells the criteria. Pure.

Three states for every fact: not given (absent from the mapping), given as `None` (nullable facts only: "it did not
happen"), given with a value.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.criteria.spans import ValueRange
from portal.foundation.formats.cells import strict_day
from portal.foundation.formats.partial_days import PartialDay, read_partial

Given = dict[str, Any]


_ITEM_DAY = "dont chaque élément a une «\u00a0%s\u00a0» écrite AAAA-MM-JJ"


class UnfitValue(ValueError):
    """A value that the fact cannot hold; the message names the fact and what it expects, never the value."""


@dataclass(frozen=True, slots=True)
class FactKind:
    """What a fact may hold, without its words. `nullable`: it may not have happened. `is_ranged`: it may be known in
    part, as every date may, and its column has a second one (`spans.LAST`). `item_days`: the days of each item of a
    list."""

    code: str
    type: str
    choices: tuple[str, ...] = ()
    nullable: bool = False
    is_derived: bool = False
    is_ranged: bool = False
    item_days: tuple[str, ...] = ()


def read(kinds: Mapping[str, FactKind], raw: Mapping[str, Any]) -> Given:
    """Typed values from JSON or YAML ones. `None` on a fact that cannot be null means "not given".

    Raises UnfitValue on a fact that does not exist or a value that does not fit it.
    """
    given: Given = {}
    for code, value in raw.items():
        if code not in kinds:
            raise UnfitValue(f"{code} : ce fait n’existe pas dans le vocabulaire.")
        if value is not None:
            given[code] = read_value(kinds[code], value)
        elif kinds[code].nullable:
            given[code] = None
    return given


def read_value(kind: FactKind, value: Any) -> Any:
    """One typed value; raises UnfitValue."""
    try:
        return _READERS[kind.type](kind, value)
    except (TypeError, ValueError, KeyError, OverflowError) as error:
        raise UnfitValue(f"{kind.code} : cette valeur ne convient pas. On attend {_expected(kind)}.") from error


def _expected(kind: FactKind) -> str:
    words = {
        "bool": "true ou false",
        "int": "un nombre entier",
        "number": "un nombre",
        "date": "une date écrite AAAA-MM-JJ, par exemple 1990-01-31; AAAA-MM ou AAAA si le reste n’est pas connu",
        "choice": f"un de ces codes : {', '.join(kind.choices)}",
        "multi": f"une liste parmi ces codes : {', '.join(kind.choices)}",
        "list": " ".join(["une liste", *(_ITEM_DAY % day for day in kind.item_days)]),
    }
    return words[kind.type] + (", ou null si ce n’est pas arrivé" if kind.nullable else "")


def write_value(value: Any) -> Any:
    """The JSON form of a typed value, which `read_value` reads back."""
    if isinstance(value, date | PartialDay):
        return value.isoformat()
    if isinstance(value, ValueRange):
        return {"from": value.low, "to": value.high}
    if isinstance(value, Mapping):
        return {name: write_value(part) for name, part in value.items()}
    if isinstance(value, tuple):
        return [write_value(part) for part in value]
    return value


def _read_bool(_kind: FactKind, value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _read_number(kind: FactKind, value: Any) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError
    if kind.type == "int" and value != int(value):
        raise ValueError
    return int(value) if value == int(value) else value


def _read_day(value: Any) -> date:
    if isinstance(value, datetime):  # YAML's; a day with an hour compares with no day
        raise TypeError
    return value if isinstance(value, date) else strict_day(value)


def _read_date(_kind: FactKind, value: Any) -> date | PartialDay:
    if isinstance(value, PartialDay):
        return value
    return read_partial(value) or _read_day(value)


def _read_choice(kind: FactKind, value: Any) -> str:
    if value not in kind.choices:
        raise ValueError
    return value


def _read_choices(kind: FactKind, value: Iterable[str]) -> tuple[str, ...]:
    if isinstance(value, str):
        raise TypeError
    return tuple(_read_choice(kind, item) for item in value)


def _read_items(kind: FactKind, value: Iterable[Mapping[str, Any]]) -> tuple[dict[str, Any], ...]:
    """Each with its days; the rest of the item is kept as given."""
    return tuple({**item, **{day: _read_day(item[day]) for day in kind.item_days}} for item in value)


_READERS: dict[str, Callable[[FactKind, Any], Any]] = {
    "bool": _read_bool,
    "int": _read_number,
    "number": _read_number,
    "date": _read_date,
    "choice": _read_choice,
    "multi": _read_choices,
    "list": _read_items,
}
