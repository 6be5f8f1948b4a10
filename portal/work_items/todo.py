"""«À faire» of a citizen: one list, whatever the app that each line comes from; late ones first.

An app above registers a source when it starts. Two sources that lead to the same page make one line: the one with a
date.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from portal.people.models import User


@dataclass(frozen=True)
class Todo:
    """One line. `days`: until its date, negative once it is past, None without a date.

    `is_late`: past, and still to do; a payment to receive that is past is to check, and not late."""

    title: str
    url: str
    icon: str
    detail: str = ""
    whose: str = ""
    due_on: dt.date | None = None
    days: int | None = None
    is_late: bool = False
    is_on_the_day: bool = False
    """Its date is the day itself, not the last one."""
    state: str = ""
    """Words of the tag, when the number of days does not say it."""

    @property
    def tag(self) -> tuple[str, str]:
        """(Tone, words); empty words without a date."""
        if self.state or self.days is None:
            return "information", self.state
        if self.is_late:
            late = ngettext("En retard de %(count)s jour", "En retard de %(count)s jours", -self.days)
            return "error", late % {"count": -self.days}
        if self.days == 0:
            return "warning", _("aujourd’hui")
        if self.days < 0:
            return "neutral", _("à vérifier")
        if self.days == 1:
            return "neutral", _("demain")
        return "neutral", ngettext("dans %(count)s jour", "dans %(count)s jours", self.days) % {"count": self.days}


Source = Callable[["User"], Iterable[Todo]]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Add a source of lines; registered again under the same name, it replaces the former."""
    _sources[name] = source


def todo_of(user: "User") -> list[Todo]:
    """Everything that waits for the person and for those they act for: late, then dated, then the rest."""
    lines = sorted((line for source in _sources.values() for line in source(user)), key=_order)
    return list({line.url or id(line): line for line in reversed(lines)}.values())[::-1]


def _order(line: Todo) -> tuple[bool, bool, int]:
    return not line.is_late, line.days is None, line.days or 0
