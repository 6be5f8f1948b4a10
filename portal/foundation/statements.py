"""SQL statements kept in `.sql` files beside the code that runs them.

A file holds named blocks: `-- name: claim` begins a statement, `-- fragment: address` a piece that others are made of.
The comments that follow say its purpose, inputs, result and invariants; they do not travel to the server. `{{name}}`
stands for another block of the file or for what the caller gives (a channel's own expression); values travel as
parameters, `%(at)s`, and never by this way.
"""

import re
from functools import cached_property
from pathlib import Path

_HEAD = re.compile(r"^-- (name|fragment): (\w+)$", re.MULTILINE)
_PLACE = re.compile(r"\{\{(\w+)\}\}")
_COMMENT = re.compile(r"^\s*--.*\n?", re.MULTILINE)


class Statements:
    """The blocks of one file, read once."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def blocks(self) -> dict[str, str]:
        """Name → text with its places, without comments."""
        parts = _HEAD.split(self.path.read_text(encoding="utf-8"))
        return {name: _COMMENT.sub("", text).strip() for name, text in zip(parts[2::3], parts[3::3], strict=True)}

    @cached_property
    def names(self) -> list[str]:
        """Those that are whole statements, in the order of the file."""
        return [name for kind, name in _HEAD.findall(self.path.read_text(encoding="utf-8")) if kind == "name"]

    def compose(self, name: str, **given: str) -> str:
        """Return a statement with every place filled, first by what is given. Raises KeyError for a place that nothing
        fills, and for a block that would contain itself."""
        return self._filled(name, given, ())

    def _filled(self, name: str, given: dict[str, str], within: tuple[str, ...]) -> str:
        if name in within:
            raise KeyError(f"{self.path.name}: {name} contains itself")

        def fill(place: re.Match) -> str:
            if place[1] in given:
                return given[place[1]]
            return self._filled(place[1], given, (*within, name))

        if name not in self.blocks:
            raise KeyError(f"{self.path.name} has no {name}")
        return _PLACE.sub(fill, self.blocks[name])
