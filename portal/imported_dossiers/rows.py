"""One row as an organization gives it, checked: pure, the same for a file and for the API."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from portal.client_numbers.writing import ANY, Pattern
from portal.dossier_types.models import DossierType
from portal.dossier_types.stages import DecisionOutcome
from portal.foundation.formats.cells import Problem, Unfit, day_of, text_of
from portal.foundation.formats.identifiers import identifier_of
from portal.foundation.words.folding import plain

LONGEST_NUMBER, LONGEST_TITLE, LONGEST_NOTE = 40, 120, 2000
FURTHEST = dt.timedelta(days=366 * 5)
_STATES = {
    "open": ["", "open", "ouvert", "en cours"],
    "closed": ["closed", "ferme", "termine", "clos"],
}
_STATE_OF = {word: state for state, words in _STATES.items() for word in words}
_OUTCOMES = {
    "": [""],
    "granted": ["granted", "acceptee", "accepte", "accordee"],
    "partial": ["partial", "acceptee en partie", "partielle"],
    "refused": ["refused", "refusee", "refuse"],
}
_OUTCOME_OF = {word: outcome for outcome, words in _OUTCOMES.items() for word in words}


@dataclass(frozen=True)
class DossierRow:
    """Ready to be received."""

    number: str
    dossier_type: DossierType
    client_number: str
    title: str = ""
    stage: str = ""
    state: str = "open"
    promised_on: dt.date | None = None
    note: str = ""
    outcome: str = ""
    reason: str = ""
    remedy: str = ""
    words: str = ""
    # The revision that the system read; None: whatever it is.
    revision: int | None = None


def check(
    record: Mapping[str, Any], types: Mapping[str, DossierType], today: dt.date, numbers: Pattern = ANY
) -> tuple[DossierRow | None, list[Problem]]:
    """Return the row, or everything that is wrong with it.

    `record`: column → cell; `types`: code → the organization's own; `numbers`: the form of its client numbers."""
    problems: list[Problem] = []

    def read(column: str, reader: Callable[[Any], Any]) -> Any:
        try:
            return reader(record.get(column))
        except Unfit as error:
            problems.append(Problem(column, str(error)))
            return None

    kind = read("dossier_type", lambda cell: _type(text_of(cell), types))
    given = {
        "number": read("number", number_of),
        "client_number": read("client_number", numbers.number_of),
        "title": read("title", lambda cell: _short(cell, LONGEST_TITLE)),
        "stage": read("stage", lambda cell: _stage(text_of(cell), kind)),
        "state": read("state", lambda cell: _one_of(cell, _STATE_OF, _("Écrivez ouvert ou terminé (open, closed)."))),
        "promised_on": read("promised_on", lambda cell: _day(cell, today)),
        "note": read("note", lambda cell: _short(cell, LONGEST_NOTE)),
        "outcome": read("outcome", _outcome),
        "words": read("words", lambda cell: _short(cell, LONGEST_NOTE)),
    }
    given["reason"] = read("reason", lambda cell: _reason(text_of(cell), kind, given["outcome"]))
    given["remedy"] = read("remedy", lambda cell: _remedy(text_of(cell), kind, given["outcome"]))
    if problems:
        return None, problems
    return DossierRow(dossier_type=kind, revision=record.get("revision"), **given), []


def number_of(value: Any) -> str:
    """Return the organization's own number of a dossier. Raises Unfit."""
    number = identifier_of(value)
    if len(number) > LONGEST_NUMBER:
        raise Unfit(_too_long(LONGEST_NUMBER))
    return number


def _too_long(longest: int) -> str:
    return _("Trop long\u00a0: %(longest)d caractères au plus.") % {"longest": longest}


def _short(value: Any, longest: int) -> str:
    text = text_of(value)
    if len(text) > longest:
        raise Unfit(_too_long(longest))
    return text


def _one_of(value: Any, known: Mapping[str, str], words: str) -> str:
    text = text_of(value)
    found = known.get(plain(text))
    if found is None or (text and not plain(text)):
        raise Unfit(words)
    return found


def _outcome(value: Any) -> str:
    words = _("Écrivez acceptée, acceptée en partie ou refusée (granted, partial, refused), ou laissez vide.")
    return _one_of(value, _OUTCOME_OF, words)


def _type(code: str, types: Mapping[str, DossierType]) -> DossierType:
    found = types.get(code)
    if found is None:
        raise Unfit(_("Aucun genre de dossier de votre organisme n’a ce code\u00a0: les vôtres sont dans le modèle."))
    if not found.is_published:
        raise Unfit(_("Ce genre de dossier n’est pas publié\u00a0: publiez-le d’abord."))
    return found


def _stage(code: str, kind: DossierType | None) -> str:
    if code and kind and kind.stage(code) is None:
        raise Unfit(_("Ce genre de dossier n’a pas d’étape de ce code."))
    return code


def _day(value: Any, today: dt.date) -> dt.date | None:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    day = day_of(value)
    if not today - dt.timedelta(days=366) <= day <= today + FURTHEST:
        raise Unfit(_("Cette date est trop ancienne ou trop lointaine\u00a0: vérifiez l’année."))
    return day


def _reason(code: str, kind: DossierType | None, outcome: str | None) -> str:
    if not code or kind is None or outcome is None:
        return code
    if not outcome:
        raise Unfit(_("Une raison va avec une décision\u00a0: dites laquelle, ou laissez vide."))
    if code not in {one.code for one in kind.reasons_for(outcome)}:
        raise Unfit(_("Ce genre de dossier n’a pas de raison de ce code pour cette décision."))
    return code


def _remedy(code: str, kind: DossierType | None, outcome: str | None) -> str:
    if kind is None or outcome is None:
        return code
    if code and not outcome:
        raise Unfit(_("Un recours va avec une décision\u00a0: dites laquelle, ou laissez vide."))
    if code and kind.remedy(code) is None:
        raise Unfit(_("Ce genre de dossier n’a pas de recours de ce code."))
    if outcome and outcome != DecisionOutcome.GRANTED and kind.all_remedies and not code:
        raise Unfit(_("Une décision qui n’accorde pas tout dit comment la contester\u00a0: donnez le code du recours."))
    return code
