"""Lists of small forms that a page grows, moves and shrinks by submit buttons: no JavaScript, nothing lost.

A row travels as its raw values, so that what cannot be read yet is shown again as it was typed. Its fields are named
`<list>-<rank>-<field>`; `here` marks a row whose other fields are all empty.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Generic, TypeVar
from zlib import crc32

from django import forms
from django.forms import BoundField
from django.utils.datastructures import MultiValueDict

Raw = dict[str, list[str]]
MOST, DEEPEST = 120, 5
_SHAPING = ("id", "level", "kind", "fact", "op", "key")
"""What decides which fields a page has, and whose they are."""
_BUTTON = re.compile(r"(up|down|in|out|remove|add)(?:-(\d{1,3}))?(?:-([a-z]+))?")


def read_rows(data: MultiValueDict, prefix: str) -> list[Raw]:
    """The rows of a POST, in their order."""
    place = re.compile(rf"{re.escape(prefix)}-(\d{{1,3}})-(\w+)")
    rows: dict[int, Raw] = {}
    for name in data:
        if found := place.fullmatch(name):
            rows.setdefault(int(found[1]), {})[found[2]] = data.getlist(name)
    return [rows[rank] for rank in sorted(rows)][:MOST]


def changed(rows: list[Raw], button: str) -> list[Raw]:
    """The rows after a button: "up-3", "add", "add-3-any" (after row 3, of a kind), "in-2", "show".

    What is in a group goes with it."""
    found = _BUTTON.fullmatch(button)
    rank = int(found[2]) if found and found[2] else len(rows)
    if found is None or not (0 <= rank < len(rows) or found[1] == "add"):
        return rows
    return _CHANGES[found[1]](list(rows), rank, found[3] or "")


def moves(rows: list[Raw], rank: int) -> frozenset[str]:
    """What may be done with a row where it is: "up", "down", "in" (the group above), "out" (of its group)."""
    level, after = _level(rows[rank]), _after(rows, rank)
    allowed = {
        "up": _before(rows, rank) is not None,
        "down": after < len(rows) and _level(rows[after]) == level,
        "in": rank > 0 and level < DEEPEST and _may_hold(rows[rank - 1], level),
        "out": level > 0,
    }
    return frozenset(name for name, may in allowed.items() if may)


def _add(rows: list[Raw], rank: int, kind: str) -> list[Raw]:
    """A new row takes the level of the one above it; in a group, one level further; at the end, it is in no group."""
    if len(rows) >= MOST:
        return rows
    above = rows[rank] if rank < len(rows) else {}
    level = min(DEEPEST, _level(above) + _is_group(above))
    new: Raw = {"here": ["1"], "level": [str(level)], "kind": [kind or "fact"]}
    return [*rows[: rank + 1], new, *rows[rank + 1 :]]


def _up(rows: list[Raw], rank: int, _kind: str) -> list[Raw]:
    before, after = _before(rows, rank), _after(rows, rank)
    if before is None:
        return rows
    return [*rows[:before], *rows[rank:after], *rows[before:rank], *rows[after:]]


def _down(rows: list[Raw], rank: int, kind: str) -> list[Raw]:
    return _up(rows, _after(rows, rank), kind) if "down" in moves(rows, rank) else rows


def _in(rows: list[Raw], rank: int, _kind: str) -> list[Raw]:
    after = _after(rows, rank)
    return [*rows[:rank], *(_shifted(row, 1) for row in rows[rank:after]), *rows[after:]]


def _out(rows: list[Raw], rank: int, _kind: str) -> list[Raw]:
    """After the last row of the group that it leaves."""
    level, after = _level(rows[rank]), _after(rows, rank)
    end = next((one for one in range(after, len(rows)) if _level(rows[one]) < level), len(rows))
    return [*rows[:rank], *rows[after:end], *(_shifted(row, -1) for row in rows[rank:after]), *rows[end:]]


def _remove(rows: list[Raw], rank: int, _kind: str) -> list[Raw]:
    return rows[:rank] + rows[_after(rows, rank) :]


def _shifted(row: Raw, by: int) -> Raw:
    return row | {"level": [str(max(0, min(DEEPEST, _level(row) + by)))]}


def _before(rows: list[Raw], rank: int) -> int | None:
    """The row before it at its level, in the same group."""
    level = _level(rows[rank]) if rank < len(rows) else 0
    found = next((one for one in range(rank - 1, -1, -1) if _level(rows[one]) <= level), None)
    return found if found is not None and _level(rows[found]) == level else None


def _after(rows: list[Raw], rank: int) -> int:
    """The first row that is not in it."""
    level = _level(rows[rank])
    return next((one for one in range(rank + 1, len(rows)) if _level(rows[one]) <= level), len(rows))


def _may_hold(above: Raw, level: int) -> bool:
    """Whether a row of this level, just under `above`, may enter the group there."""
    return _level(above) > level or (_is_group(above) and _level(above) == level)


def _is_group(raw: Raw) -> bool:
    return raw.get("kind", ["fact"])[0] in {"all", "any", "not"}


def _level(raw: Raw) -> int:
    typed = raw.get("level", ["0"])[0]
    return int(typed) if typed.isdigit() and len(typed) < 3 else 0


_CHANGES: dict[str, Callable[[list[Raw], int, str], list[Raw]]] = {
    "up": _up,
    "down": _down,
    "in": _in,
    "out": _out,
    "remove": _remove,
    "add": _add,
}


class RowForm(forms.Form):
    """A row. Always bound: to what was typed, or to what is held, written as it would have been typed."""

    here = forms.CharField(widget=forms.HiddenInput(), required=False)
    use_required_attribute = False
    is_read: bool | None = None
    moves: frozenset[str] = frozenset()

    @property
    def is_readable(self) -> bool:
        """Whether `told` may be asked for, errors shown or hushed."""
        return self.is_valid() if self.is_read is None else self.is_read

    @classmethod
    def raw_of(cls, held: Any) -> Raw:
        """What one would type to get this."""
        return {name: [_typed(value)] for name, value in held.items() if value is not None} | {"here": ["1"]}

    def written(self) -> Any:
        return {name: value for name, value in self.cleaned_data.items() if name != "here"}

    def hush(self) -> None:
        """Not asked to be saved: what is not written yet is no mistake."""
        self.is_read = self.is_valid()
        self._errors = forms.utils.ErrorDict()


Row = TypeVar("Row", bound=RowForm)


class RowList(Generic[Row]):
    """One list of a page. `button`: the change asked for, if any; then nothing is judged."""

    def __init__(
        self, prefix: str, form: type[Row], held: Iterable[Any], data: MultiValueDict | None, **kwargs: Any
    ) -> None:
        self.prefix, self.button = prefix, data.get(f"{prefix}-do", "") if data else ""
        raws = [form.raw_of(one) for one in held] if data is None else changed(read_rows(data, prefix), self.button)
        self.forms = [_bound(form, prefix, rank, raw, kwargs) for rank, raw in enumerate(raws)]
        for rank, one in enumerate(self.forms):
            one.moves = moves(raws, rank)
        self._raws = raws

    def is_valid(self) -> bool:
        return all([form.is_valid() for form in self.forms])

    @property
    def shape(self) -> str:
        """The same for pages that have the same fields: what a tab kept of one may fill the other, and no other."""
        shaping = [[raw.get(name) or [""] for name in _SHAPING] for raw in self._raws]
        return f"{crc32(repr(shaping).encode()):x}"

    @property
    def faults(self) -> Iterator[tuple[int, BoundField, str]]:
        """(Row, field, error), for the summary."""
        for number, form in enumerate(self.forms, 1):
            for name, errors in form.errors.items():
                if name in form.fields:
                    yield from ((number, form[name], str(error)) for error in errors)

    def hush(self) -> None:
        for form in self.forms:
            form.hush()

    @property
    def written(self) -> list[Any]:
        return [form.written() for form in self.forms]


def _bound(form: type[Row], prefix: str, rank: int, raw: Raw, content: dict[str, Any]) -> Row:
    place = f"{prefix}-{rank}"
    data = MultiValueDict({f"{place}-{name}": values for name, values in ({"here": ["1"]} | raw).items()})
    return form(data, prefix=place, **content)


def _typed(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else ""
    if isinstance(value, float):
        return repr(value).replace(".", ",") if "e" not in repr(value) else repr(value)
    return str(value)
