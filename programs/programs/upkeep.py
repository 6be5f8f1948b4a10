"""Which records are stale or incomplete, and what is missing from each: the work list of an organization. Pure."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.clock import day_of
from programs.programs.examples import verdicts_shown
from programs.programs.models import Program
from programs.rules.verdicts import Verdict

FRESH_FOR = timedelta(days=365)
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
# What must be written, by its name for people.
_WORDS = {
    "name_en": gettext_lazy("le nom en anglais"),
    "summary_fr": gettext_lazy("le résumé"),
    "summary_en": gettext_lazy("le résumé en anglais"),
    "steps_fr": gettext_lazy("la démarche"),
    "steps_en": gettext_lazy("la démarche en anglais"),
    "documents": gettext_lazy("les papiers"),
    "sources": gettext_lazy("les sources"),
    "holds_for": gettext_lazy("la période de validité"),
    "official_url": gettext_lazy("la page officielle"),
}


def gaps(program: Program, today: date) -> list[str]:
    """What is stale or missing, in sentences; empty when the record is complete."""
    return [*_staleness(program, today), *_absences(program), *_doubts(program)]


def last_year(words: str) -> int | None:
    """The last year named by a period: « juillet 2025-juin 2026 » → 2026."""
    years = [int(year) for year in _YEAR.findall(words)]
    return max(years, default=None)


def is_stale(program: Program, today: date) -> bool:
    return bool(list(_staleness(program, today)))


def _staleness(program: Program, today: date) -> Iterator[str]:
    if program.reviewed_at is None:
        yield _("Jamais vérifié par votre organisme.")
    elif day_of(program.reviewed_at) < today - FRESH_FOR:
        yield _("Vérifié il y a plus de douze mois.")
    year = last_year(program.holds_for)
    if year is not None and year < today.year:
        yield _("Les chiffres valent pour %(period)s : cette période est passée.") % {"period": program.holds_for}


def _absences(program: Program) -> Iterator[str]:
    missing = [str(words) for name, words in _WORDS.items() if not getattr(program, name)]
    if missing:
        yield _("Il manque %(parts)s.") % {"parts": ", ".join(missing)}
    if lacking := set(Verdict) - verdicts_shown(program.examples):
        words = {
            Verdict.ELIGIBLE: _("une personne qui pourrait y avoir droit"),
            Verdict.NOT_ELIGIBLE: _("une personne qui n’y a pas droit"),
            Verdict.UNKNOWN: _("un cas où il manque un fait"),
        }
        parts = ", ".join(words[verdict] for verdict in Verdict if verdict in lacking)
        yield _("Il manque un exemple : %(parts)s.") % {"parts": parts}


def _doubts(program: Program) -> Iterator[str]:
    official = "official_page"
    if program.criteria_confidence != official:
        yield _("Les conditions ne viennent pas d’une page officielle lue.")
    if program.amounts and any(amount["confidence"] != official for amount in program.amounts):
        yield _("Au moins un montant ne vient pas d’une page officielle lue.")
