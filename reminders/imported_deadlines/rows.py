"""One row as an organization gives it, checked: pure, the same for a file and for the API."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from portal.client_numbers.writing import ANY, Pattern
from portal.foundation.formats.cells import Problem, Unfit, day_of, hour_of, spaced, text_of
from portal.foundation.formats.identifiers import TotalRow, identifier_of
from portal.foundation.words.folding import plain
from portal.people.zones import zone_named
from reminders.invitations.checking import problem_of
from reminders.kinds.models import DeadlineKind

LONGEST_REFERENCE = 80
FURTHEST = dt.timedelta(days=366 * 12)
OLDEST = dt.timedelta(days=366)
# As people write them, once accents, capitals and brackets are gone («Annulé(e)»).
_STATES = {
    "open": ["", "open", "a faire", "ouvert", "ouverte", "ouvert e"],
    "done": ["done", "fait", "faite", "fait e"],
    "cancelled": ["cancelled", "canceled", "annule", "annulee", "annule e"],
    "missed": ["missed", "late", "manque", "manquee", "en retard", "non verse", "non versee"],
}
_MAY_BE_MISSED = frozenset({DeadlineKind.Nature.APPOINTMENT, DeadlineKind.Nature.PAYOUT})
_MANDATORY = ("reference", "kind", "client_number", "due_on")
_STATE_OF = {word: state for state, words in _STATES.items() for word in words}


@dataclass(frozen=True)
class ImportedRow:
    """Ready to be received."""

    reference: str
    kind: DeadlineKind
    client_number: str
    due_on: dt.date
    due_time: dt.time | None
    state: str
    # Name and lines of the address of somebody to invite by letter if nobody on the portal has this number.
    invite: tuple[str, str] | None = None
    # Whether a reference that is known under another client number is given this one, on purpose.
    may_renumber: bool = False
    # Where the hour is, when it is not where the organization's or the team's clock is.
    time_zone: str = ""


def check(
    record: Mapping[str, Any], kinds: Mapping[str, DeadlineKind], today: dt.date, numbers: Pattern = ANY
) -> tuple[ImportedRow | None, list[Problem]]:
    """Return the row, or everything that is wrong with it.

    `record`: column → cell; `kinds`: code → the organization's own; `numbers`: the form of its client numbers."""
    problems: list[Problem] = []
    total: list[Problem] = []

    def read(column: str, reader: Callable[[Any], Any]) -> Any:
        """What the reader makes of the cell; None, and a problem, when it is unfit."""
        if column in _MANDATORY and record.get(column, "") is None:
            problems.append(Problem(column, _not_computed()))
            return None
        try:
            return reader(record.get(column))
        except Unfit as error:
            problems.append(Problem(column, str(error)))
            total.extend(problems[-1:] if isinstance(error, TotalRow) else [])
            return None

    reference = read("reference", reference_of)
    kind = read("kind", lambda cell: _kind(text_of(cell), kinds))
    number = read("client_number", numbers.number_of)
    due_time = read("due_time", lambda cell: None if _is_empty(cell) else hour_of(cell))
    zone = read("time_zone", lambda cell: _zone(text_of(cell), record.get("due_time")))
    due_on = read("due_on", lambda cell: _day(cell, due_time, today))
    state = read("state", lambda cell: _state(cell, kind))
    invite = _invite(record, problems)
    if problems:
        return None, total[:1] or problems
    return ImportedRow(reference, kind, number, due_on, due_time, state, invite, time_zone=zone), []


def _not_computed() -> str:
    """A book says nothing of a cell whose formula nobody computed; a text file says an empty text."""
    return _("Cette case est vide. Si elle a une formule, ouvrez le fichier dans le tableur et enregistrez-le.")


def reference_of(value: Any) -> str:
    """Return the organization's own reference. Raises Unfit."""
    reference = identifier_of(value)
    if len(reference) > LONGEST_REFERENCE:
        raise Unfit(_("Trop long\u00a0: %(longest)d caractères au plus.") % {"longest": LONGEST_REFERENCE})
    return reference


def invited(record: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return the name and the lines of the address of whom to invite; None when both are empty. Raises Unfit.

    In a cell, the lines of an address are separated by «|»."""
    name = text_of(record.get("invite_name"))
    lines = str(record.get("invite_address") or "").replace("|", "\n").splitlines()
    address = "\n".join(line for line in map(text_of, lines) if line)
    return (name, address) if name or address else None


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not spaced(value))


def _invite(record: Mapping[str, Any], problems: list[Problem]) -> tuple[str, str] | None:
    try:
        invite = invited(record)
    except Unfit as error:
        problems.append(Problem("invite_address", str(error)))
        return None
    if invite and (problem := problem_of(*invite)):
        problems.append(Problem(*problem))
        return None
    return invite


def _kind(code: str, kinds: Mapping[str, DeadlineKind]) -> DeadlineKind:
    """The kind of that code, in capitals or not. Raises Unfit."""
    if not code:
        raise Unfit(_("Cette case est vide\u00a0: écrivez le code du type sur chaque ligne, sans cases fusionnées."))
    kind = kinds.get(code) or _in_any_case(code, kinds)
    if kind is None:
        raise Unfit(_("Aucun type d’échéance de votre organisme n’a ce code\u00a0: les vôtres sont dans le modèle."))
    if not kind.is_published:
        raise Unfit(_("Ce type d’échéance n’est pas publié\u00a0: publiez-le d’abord."))
    return kind


def _in_any_case(code: str, kinds: Mapping[str, DeadlineKind]) -> DeadlineKind | None:
    """Two kinds whose codes differ by capitals only are told apart by them, and by nothing else."""
    same = [kind for known, kind in kinds.items() if known.casefold() == code.casefold()]
    return same[0] if len(same) == 1 else None


def _day(value: Any, hour: dt.time | None, today: dt.date) -> dt.date:
    """A date's own hour is lost, unless the column of hours says the same."""
    day = day_of(value.date() if isinstance(value, dt.datetime) and value.time() == hour else value)
    if not today - OLDEST <= day <= today + FURTHEST:
        raise Unfit(_("Cette date est trop ancienne ou trop lointaine\u00a0: vérifiez l’année."))
    return day


def _zone(text: str, hour: Any) -> str:
    """The zone of one appointment's hour. Raises Unfit."""
    if not text:
        return ""
    zone = zone_named(text)
    if not zone:
        words = _(
            "Aucun fuseau ne s’appelle «\u00a0%(zone)s\u00a0»\u00a0: écrivez par exemple America/Halifax ou "
            "Îles-de-la-Madeleine, ou laissez vide."
        )
        raise Unfit(words % {"zone": text[:40]})
    if _is_empty(hour):
        raise Unfit(_("Un fuseau va avec une heure\u00a0: écrivez l’heure, ou laissez cette case vide."))
    return zone


def _state(value: Any, kind: DeadlineKind | None) -> str:
    text = text_of(value)
    state = _STATE_OF.get(plain(text))
    if state is None or (text and not plain(text)):
        raise Unfit(_("Écrivez à faire, fait, annulée ou manqué (open, done, cancelled, missed), ou laissez vide."))
    if state == "missed" and kind and kind.nature not in _MAY_BE_MISSED:
        raise Unfit(
            _("Seul un rendez-vous est manqué, seul un versement est en retard\u00a0: celui-ci est à faire ou fait.")
        )
    return state
