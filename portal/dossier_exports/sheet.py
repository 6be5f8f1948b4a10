"""What the PDF of a dossier says, as data for `dossier.typ`: nothing that a person wrote is read as syntax."""

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.clock import now
from portal.documents.models import Document
from portal.dossier_exports.entries import of_moves
from portal.dossier_exports.sources import Entry
from portal.dossiers.models import DossierDecision
from portal.dossiers.reading import Life
from portal.foundation.formats.days import day_words
from portal.receipts.typesetting import typeset

_LAYOUT = Path(__file__).with_name("dossier.typ").read_bytes()


def pdf_of(
    life: Life, decision: DossierDecision | None, documents: Sequence[Document], entries: Iterable[Entry]
) -> bytes:
    """Every message and every paper is named. Made before the journal says so: no transaction waits for it."""
    return typeset_story(words_of(life, decision, documents, entries))


def words_of(
    life: Life, decision: DossierDecision | None, documents: Sequence[Document], entries: Iterable[Entry]
) -> dict[str, Any]:
    dossier, zone = life.dossier, life.dossier.citizen.time_zone
    return {
        **story_of([*of_moves(life), *entries], documents, zone),
        "title": _("Dossier %(number)s") % {"number": dossier.number},
        "lead": dossier.title,
        "made": _("Copie faite le %(at)s. Tout ce qui est dans le dossier ce jour-là y est nommé.")
        % {"at": moment_words(now(), zone)},
        "facts": _facts(life),
        "decision": _decision(decision),
    }


def story_of(entries: Iterable[Entry], documents: Sequence[Document], zone: str) -> dict[str, Any]:
    """What every file that tells a story says, for `typeset_story`: its caller adds the title, the lead, the facts."""
    at = now().astimezone(ZoneInfo(zone))
    return {
        "author": "Relais",
        "at": [at.year, at.month, at.day, at.hour, at.minute, at.second],
        "decision": None,
        "papers": {
            "title": _("Papiers"),
            "none": _("Aucun papier."),
            "rows": [_paper(document, zone) for document in documents],
        },
        "story": {
            "title": _("Tout ce qui est arrivé"),
            "rows": [_row(entry, zone) for entry in sorted(entries, key=lambda entry: entry.at)],
        },
    }


def typeset_story(words: dict[str, Any]) -> bytes:
    """Return the PDF of such a file, tagged."""
    return typeset(_LAYOUT, words)


def _facts(life: Life) -> list[dict[str, str]]:
    dossier = life.dossier
    rows = [
        (_("Personne"), str(dossier.citizen)),
        (_("Organisme"), f"{dossier.organization}, {dossier.team}"),
        (_("Ouvert le"), moment_words(dossier.opened_at, dossier.citizen.time_zone)),
        (_("État"), dossier.shown_state),
    ]
    if dossier.promised_on:
        rows.append((_("Promis pour le"), day_words(dossier.promised_on)))
    if dossier.closed_at:
        rows.append((_("Fermé le"), moment_words(dossier.closed_at, dossier.citizen.time_zone)))
    return [{"label": label, "value": value} for label, value in rows]


def _decision(decision: DossierDecision | None) -> dict[str, Any] | None:
    if decision is None:
        return None
    lines = decision.words.splitlines()
    if decision.contest_until:
        contest = _("%(name)s, au plus tard le %(day)s.")
        lines += [contest % {"name": decision.remedy_name, "day": day_words(decision.contest_until)}]
        lines += decision.remedy_how.splitlines()
    title = _("Décision\u00a0: demande %(outcome)s") % {"outcome": decision.get_outcome_display()}
    return {"title": title, "lines": [line for line in lines if line.strip()]}


def _paper(document: Document, zone: str) -> dict[str, str]:
    whose = _("donné par l’organisme") if document.origin != Document.Origin.CITIZEN else _("envoyé")
    return {"name": document.name, "about": f"{whose}, {moment_words(document.received_at, zone)}"}


def _row(entry: Entry, zone: str) -> dict[str, Any]:
    return {
        "when": moment_words(entry.at, zone),
        "title": entry.title,
        "who": entry.who,
        "lines": [line for line in entry.words.splitlines() if line.strip()],
        "papers": list(entry.papers),
    }


def moment_words(at: dt.datetime, zone: str) -> str:
    local = at.astimezone(ZoneInfo(zone))
    day = f"{'1er' if local.day == 1 else local.day} {date_format(local, 'F')} {local.year}"
    return f"{day} à {local:%H} h {local:%M}".replace(" ", "\u00a0")
