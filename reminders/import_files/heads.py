"""The heads of a sheet: which column is which, and where they are. Pure."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from portal.foundation.words.folding import plain

COLUMNS = ["reference", "kind", "client_number", "due_on", "due_time", "state", "invite_name", "invite_address"]
COLUMNS += ["time_zone"]
HEADS = ["référence", "type", "numéro de client", "date limite", "heure", "état", "nom à inviter", "adresse à inviter"]
HEADS += ["fuseau"]
HEAD_OF = dict(zip(COLUMNS, HEADS, strict=True))
"""Column → the words over it in the template."""
OF_THE_ROW = ""
"""In the place of a column: what is wrong with the whole row."""

_NAMES = {plain(name): column for column, name in HEAD_OF.items()} | {plain(column): column for column in COLUMNS}
_MANDATORY = COLUMNS[:4]
_DEPTH = 20
"""Rows of a sheet in which its heads are looked for: a title, a date of extraction, a few lines of explanation."""


class Search:
    """Looks for the heads in one sheet after the other, and says what it missed when there are none."""

    def __init__(self) -> None:
        self._found: set[str] = set()
        self._twice = ""
        self._is_empty = True

    def head_in(self, lines: Iterator[tuple[int, list[Any]]]) -> list[str] | None:
        """Return the column of each cell of the row of heads, and leave `lines` just below it; None without one."""
        for _line, cells in islice(lines, _DEPTH):
            columns = [_NAMES.get(plain(str(cell if cell is not None else "")), "") for cell in cells]
            known = {column for column in columns if column}
            self._is_empty &= not any(str(cell if cell is not None else "").strip() for cell in cells)
            if known >= set(_MANDATORY):
                self._twice = next((column for column in columns if column and columns.count(column) > 1), "")
                if not self._twice:
                    return columns
            self._found = max(self._found, known, key=len)
        return None

    @property
    def words(self) -> str:
        """What to do about heads that were not found."""
        if self._is_empty:
            return _("Ce fichier est vide\u00a0: partez du modèle à télécharger.")
        if self._twice:
            return _("La colonne «\u00a0%(name)s\u00a0» y est deux fois\u00a0: gardez-en une.") % {
                "name": HEAD_OF[self._twice]
            }
        names = ", ".join(HEAD_OF[column] for column in _MANDATORY if column not in self._found)
        return _("Il manque une colonne\u00a0: %(names)s. Partez du modèle.") % {"names": names}
