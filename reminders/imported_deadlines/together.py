"""What the rows of one file or one batch say against each other: pure, the same for a file and for the API."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from portal.client_numbers.writing import normal_form
from portal.foundation.formats.cells import Problem, Unfit
from portal.foundation.formats.identifiers import folded, identifier_of
from reminders.imported_deadlines.rows import invited, reference_of

At = tuple[int, Problem]


class Together:
    """Remembers each row that it is shown. Two that contradict each other are both wrong: nobody knows which is right.

    A reference is one row's; a client number is invited under one name, at one address. Rows with other faults count
    too: once corrected, they would contradict.
    """

    def __init__(self, where: Callable[[int], str]) -> None:
        """`where`: how a row's place is said, «à la ligne 12»."""
        self._where = where
        self._references: dict[str, list[int]] = {}
        self._invited: dict[str, dict[str, int]] = {}

    def against(self, place: int, record: Mapping[str, Any]) -> Iterator[At]:
        """Give (place, problem) for this row and for the one that it contradicts, each told once of the other."""
        yield from self._reference(place, record)
        yield from self._invitation(place, record)

    def _reference(self, place: int, record: Mapping[str, Any]) -> Iterator[At]:
        if reference := _readable(reference_of, record.get("reference")):
            seen = self._references.setdefault(reference, [])
            words = _("Cette référence est aussi %(where)s\u00a0: une référence, une seule ligne.")
            yield from self._both(place, seen, "reference", words)
            seen[1:] = []  # the first is enough to name the next
            seen.append(place)

    def _invitation(self, place: int, record: Mapping[str, Any]) -> Iterator[At]:
        number, invite = _readable(identifier_of, record.get("client_number")), _readable(invited, record)
        if number and invite:
            names = self._invited.setdefault(normal_form(number), {})
            words = _("Ce numéro de client a un autre nom ou une autre adresse %(where)s\u00a0: gardez le bon.")
            others = [other for who, other in names.items() if who != _bare(invite)]
            yield from self._both(place, others, "invite_name", words)
            names.setdefault(_bare(invite), place)

    def _both(self, place: int, others: list[int], column: str, words: str) -> Iterator[At]:
        if others:
            yield place, Problem(column, words % {"where": self._where(others[0])})
        if len(others) == 1:  # further ones: the first was told already
            yield others[0], Problem(column, words % {"where": self._where(place)})


def _readable(reader: Callable[[Any], Any], value: Any) -> Any:
    """What the reader makes of it; None when it is unfit, which the row's own check says."""
    try:
        return reader(value)
    except Unfit:
        return None


def _bare(invite: tuple[str, str]) -> str:
    """The name and address without accents, capitals nor punctuation, which two systems write differently."""
    return "|".join("".join(sign for sign in folded(part) if sign.isalnum()) for part in invite)
