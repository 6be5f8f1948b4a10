"""One row as an organization gives it, checked: pure, the same for a file and for the API."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from reminders.invitations.checking import problem_of
from reminders.kinds.models import DeadlineKind

LONGEST_REFERENCE, LONGEST_NUMBER = 80, 40
FURTHEST = dt.timedelta(days=366 * 12)
OLDEST = dt.timedelta(days=366)
STATES = {"": "open", "open": "open", "done": "done", "cancelled": "cancelled"}
_STATES_FR = {"à faire": "open", "fait": "done", "annulée": "cancelled"}


@dataclass(frozen=True)
class Row:
    """Ready to be received."""

    reference: str
    kind: DeadlineKind
    client_number: str
    due_on: dt.date
    due_time: dt.time | None
    state: str
    # Name and lines of the address of somebody to invite by letter if nobody on the portal has this number.
    invite: tuple[str, str] | None = None


@dataclass(frozen=True)
class Problem:
    """One thing to correct: the column's name, and what to do."""

    column: str
    words: str


def check(
    told: Mapping[str, Any], kinds: Mapping[str, DeadlineKind], today: dt.date
) -> tuple[Row | None, list[Problem]]:
    """The row, or everything that is wrong with it. `told`: column → text; `kinds`: code → the organization's own."""
    problems: list[Problem] = []
    text = {name: str(told.get(name) or "").strip() for name in ("reference", "client_number", "kind", "state")}
    kind = _kind(text["kind"], kinds, problems)
    due_on = _day(told.get("due_on"), today, problems)
    due_time = _hour(told.get("due_time"), problems)
    for name, longest in (("reference", LONGEST_REFERENCE), ("client_number", LONGEST_NUMBER)):
        _short_text(name, text[name], longest, problems)
    state = STATES.get(text["state"].casefold()) or _STATES_FR.get(text["state"].casefold())
    if state is None:
        problems.append(Problem("state", _("Écrivez open, done ou cancelled (ou laissez vide).")))
    invite = _invite(told, problems)
    if problems or kind is None or due_on is None or state is None:
        return None, problems
    return Row(text["reference"], kind, text["client_number"], due_on, due_time, state, invite), []


def _short_text(name: str, text: str, longest: int, problems: list[Problem]) -> None:
    if not text:
        problems.append(Problem(name, _("Cette case est vide : remplissez-la.")))
    elif len(text) > longest:
        problems.append(Problem(name, _("Trop long : %(longest)d caractères au plus.") % {"longest": longest}))
    elif not text.isprintable():
        problems.append(Problem(name, _("Cette case contient un caractère invisible : retapez-la.")))
    elif name == "client_number" and not any(sign.isalnum() for sign in text):
        problems.append(Problem(name, _("Un numéro de client a des lettres ou des chiffres.")))


def _invite(told: Mapping[str, Any], problems: list[Problem]) -> tuple[str, str] | None:
    """In a cell, the lines of an address are separated by «|»."""
    name = str(told.get("invite_name") or "").strip()
    address = str(told.get("invite_address") or "").replace("|", "\n").strip()
    if not name and not address:
        return None
    if problem := problem_of(name, address):
        problems.append(Problem(*problem))
        return None
    return name, address


def _kind(code: str, kinds: Mapping[str, DeadlineKind], problems: list[Problem]) -> DeadlineKind | None:
    kind = kinds.get(code)
    if kind is None:
        problems.append(Problem("kind", _("Aucun type d’échéance de votre organisme n’a ce code.")))
    elif not kind.is_published:
        problems.append(Problem("kind", _("Ce type d’échéance n’est pas publié : publiez-le d’abord.")))
        return None
    return kind


def _day(told: Any, today: dt.date, problems: list[Problem]) -> dt.date | None:
    """A date, or AAAA-MM-JJ, or what a spreadsheet's date cell holds."""
    if isinstance(told, dt.datetime):
        told = told.date()
    try:
        day = told if isinstance(told, dt.date) else dt.date.fromisoformat(str(told or "").strip())
    except ValueError:
        problems.append(Problem("due_on", _("Écrivez la date ainsi : année-mois-jour, par exemple 2027-03-31.")))
        return None
    if not today - OLDEST <= day <= today + FURTHEST:
        problems.append(Problem("due_on", _("Cette date est trop ancienne ou trop lointaine : vérifiez l’année.")))
        return None
    return day


def _hour(told: Any, problems: list[Problem]) -> dt.time | None:
    """The hour on the clock where the appointment is. One with a zone is refused: read as local, it would be wrong."""
    if told in (None, ""):
        return None
    try:
        hour = told if isinstance(told, dt.time) else dt.time.fromisoformat(str(told).strip())
    except ValueError:
        problems.append(Problem("due_time", _("Écrivez l’heure ainsi : 14:30 (ou laissez vide).")))
        return None
    if hour.tzinfo is not None:
        problems.append(Problem("due_time", _("Écrivez l’heure du lieu du rendez-vous, sans fuseau : 14:30.")))
        return None
    return hour
