"""Lists of small forms that a page grows, moves and shrinks by submit buttons: no JavaScript, nothing lost.

A row travels as its raw values, so that what cannot be read yet is shown again as it was typed. Its fields are named
`<list>-<rank>-<field>`; `here` marks a row whose other fields are all empty.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

Raw = dict[str, list[str]]
MOST = 120
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
    """The rows after a button: "up-3", "add", "add-3-any" (after row 3, of a kind), "in-2", "show"."""
    found = _BUTTON.fullmatch(button)
    rank = int(found[2]) if found and found[2] else len(rows) - 1
    if found is None or not (0 <= rank < len(rows) or found[1] == "add"):
        return rows
    return _CHANGES[found[1]](list(rows), rank, found[3] or "")


def _add(rows: list[Raw], rank: int, kind: str) -> list[Raw]:
    """A new row takes the level of the one above it; under a group, one level further."""
    above = rows[rank] if rows else {}
    level = _level(above) + (above.get("kind", ["fact"])[0] in {"all", "any", "not"})
    new: Raw = {"here": ["1"], "level": [str(level)], "kind": [kind or "fact"]}
    return rows if len(rows) >= MOST else [*rows[: rank + 1], new, *rows[rank + 1 :]]


def _swap(rows: list[Raw], rank: int, other: int) -> list[Raw]:
    if 0 <= other < len(rows):
        rows[rank], rows[other] = rows[other], rows[rank]
    return rows


def _shift(rows: list[Raw], rank: int, by: int) -> list[Raw]:
    rows[rank] = rows[rank] | {"level": [str(max(0, min(5, _level(rows[rank]) + by)))]}
    return rows


def _level(raw: Raw) -> int:
    told = raw.get("level", ["0"])[0]
    return int(told) if told.isdigit() and len(told) < 3 else 0


_CHANGES: dict[str, Callable[[list[Raw], int, str], list[Raw]]] = {
    "up": lambda rows, rank, _kind: _swap(rows, rank, rank - 1),
    "down": lambda rows, rank, _kind: _swap(rows, rank, rank + 1),
    "in": lambda rows, rank, _kind: _shift(rows, rank, 1),
    "out": lambda rows, rank, _kind: _shift(rows, rank, -1),
    "remove": lambda rows, rank, _kind: rows[:rank] + rows[rank + 1 :],
    "add": _add,
}


class RowForm(forms.Form):
    """A row. Always bound: to what was typed, or to what is held, written as it would have been typed."""

    here = forms.CharField(widget=forms.HiddenInput(), required=False)
    use_required_attribute = False
    is_read: bool | None = None

    @property
    def is_readable(self) -> bool:
        """Whether `told` may be asked for, errors shown or hushed."""
        return self.is_valid() if self.is_read is None else self.is_read

    @classmethod
    def raw_of(cls, held: Any) -> Raw:
        """What one would type to get this."""
        return {name: [_typed(value)] for name, value in held.items() if value is not None} | {"here": ["1"]}

    def told(self) -> Any:
        return {name: value for name, value in self.cleaned_data.items() if name != "here"}

    def hush(self) -> None:
        """Not asked to be saved: what is not written yet is no mistake."""
        self.is_read = self.is_valid()
        self._errors = forms.utils.ErrorDict()


class RowList:
    """One list of a page. `button`: the change asked for, if any; then nothing is judged."""

    def __init__(
        self, prefix: str, form: type[RowForm], held: Iterable[Any], data: MultiValueDict | None, **told: Any
    ) -> None:
        self.prefix, self.button = prefix, data.get(f"{prefix}-do", "") if data else ""
        raws = [form.raw_of(one) for one in held] if data is None else changed(read_rows(data, prefix), self.button)
        self.forms = [_bound(form, prefix, rank, raw, told) for rank, raw in enumerate(raws)]

    def is_valid(self) -> bool:
        return all([form.is_valid() for form in self.forms])

    def hush(self) -> None:
        for form in self.forms:
            form.hush()

    @property
    def told(self) -> list[Any]:
        return [form.told() for form in self.forms]


def _bound(form: type[RowForm], prefix: str, rank: int, raw: Raw, told: dict[str, Any]) -> RowForm:
    place = f"{prefix}-{rank}"
    data = MultiValueDict({f"{place}-{name}": values for name, values in ({"here": ["1"]} | raw).items()})
    return form(data, prefix=place, **told)


def _typed(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else ""
    if isinstance(value, float):
        return repr(value).replace(".", ",") if "e" not in repr(value) else repr(value)
    return str(value)
