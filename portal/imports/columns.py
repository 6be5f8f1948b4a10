"""The columns of a noun, and the search of their heads in a file: which column is which, and where they are. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from portal.foundation.words.folding import plain

OF_THE_ROW = ""
"""In the place of a column: what is wrong with the whole row."""
_DEPTH = 20
"""Rows in which the heads are looked for: a title, a date of extraction, a few lines of explanation."""


@dataclass(frozen=True)
class Column:
    """`head`: the words over it in the template. Files may also name it by one of its synonyms."""

    name: str
    head: str
    synonyms: tuple[str, ...] = ()
    is_mandatory: bool = False

    @property
    def heads(self) -> set[str]:
        return {plain(one) for one in (self.head, self.name, *self.synonyms)}


Columns = Sequence[Column]


class Search:
    """Looks for the heads in one part of a file after the other, and says what it missed when there are none."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._name_of = {head: column.name for column in columns for head in column.heads}
        self._head_of = {column.name: column.head for column in columns}
        self._mandatory = {column.name for column in columns if column.is_mandatory}
        self._found: set[str] = set()
        self._twice = ""
        self._is_empty = True

    def head_in(self, lines: Iterator[tuple[int, list[Any]]]) -> list[str] | None:
        """Return the column of each cell of the row of heads, and leave `lines` just below it; None without one."""
        for _line, cells in islice(lines, _DEPTH):
            names = [self._name_of.get(plain(str(cell if cell is not None else "")), "") for cell in cells]
            known = {name for name in names if name}
            self._is_empty &= not any(str(cell if cell is not None else "").strip() for cell in cells)
            if known >= self._mandatory:
                self._twice = next((name for name in names if name and names.count(name) > 1), "")
                if not self._twice:
                    return names
            self._found = max(self._found, known, key=len)
        return None

    @property
    def words(self) -> str:
        """What to do about heads that were not found."""
        if self._is_empty:
            return _("Ce fichier est vide\u00a0: partez du modèle à télécharger.")
        if self._twice:
            return _("La colonne «\u00a0%(name)s\u00a0» y est deux fois\u00a0: gardez-en une.") % {
                "name": self._head_of[self._twice]
            }
        names = ", ".join(self._head_of[one.name] for one in self._columns if one.name in self._mandatory - self._found)
        return _("Il manque une colonne\u00a0: %(names)s. Partez du modèle.") % {"names": names}
