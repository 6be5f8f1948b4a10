"""Name, birth, postal address, language and time zone: kept as they were for a week, and put back; notified as a new
number is.

A name or a birth that was unknown and is said for the first time replaces nothing; an address always does."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from portal.people import actions as people
from portal.people.births import birth_of
from portal.people.models import Citizen, User

NAMES = ("given_name", "family_name")
BIRTH = ("birth_date", "birth_year", "birth_month")
SETTINGS = ("language", "time_zone")
"""In which language and by which clock messages arrive: always known, as each begins with a default."""
COLUMNS = (*NAMES, *BIRTH, "postal_address", *SETTINGS)


def changed_of(citizen: Citizen, columns: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of `columns` that differ from what is kept."""
    return {name: value for name, value in columns.items() if name in COLUMNS and getattr(citizen, name) != value}


def as_kept(citizen: Citizen, names: Mapping[str, Any]) -> str:
    return json.dumps({name: _plain(getattr(citizen, name)) for name in names})


def as_said(changed: Mapping[str, Any]) -> str:
    return json.dumps({name: _plain(value) for name, value in changed.items()})


def read(kept: str) -> dict[str, Any]:
    """Return the columns of what `as_kept` wrote."""
    columns: dict[str, Any] = json.loads(kept) if kept else {}
    if columns.get("birth_date"):
        columns["birth_date"] = dt.date.fromisoformat(columns["birth_date"])
    return columns


def named(kept: str) -> list[str]:
    """Return what changed, in words, from what `as_kept` wrote; nothing once it is emptied."""
    columns = read(kept).keys()
    words = {
        _("nom"): NAMES,
        _("date de naissance"): BIRTH,
        _("adresse postale"): ("postal_address",),
        _("langue des messages"): ("language",),
        _("fuseau horaire"): ("time_zone",),
    }
    return [word for word, names in words.items() if columns & set(names)]


def are_settings(kept: str) -> bool:
    """Return whether the language or the zone changed, and nothing else."""
    columns = read(kept).keys()
    return bool(columns) and columns <= set(SETTINGS)


def write(citizen: Citizen, columns: Mapping[str, Any], *, by: User) -> None:
    """Write them, each by the action of its own verb."""
    if columns.keys() & set(NAMES):
        names = {name: columns.get(name, getattr(citizen, name)) for name in NAMES}
        people.rename(citizen=citizen, **names, by=by)
    if columns.keys() & set(BIRTH):
        known = birth_of(*(columns.get(name, getattr(citizen, name)) for name in BIRTH))
        people.describe(citizen=citizen, birth_date=None, known=known, by=by)
    if amended := {name: columns[name] for name in ("postal_address", *SETTINGS) if name in columns}:
        people.amend(citizen=citizen, columns=amended, by=by)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value
